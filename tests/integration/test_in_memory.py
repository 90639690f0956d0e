"""Where `make test` keeps temporary files."""

import subprocess
import sys
from pathlib import Path

IN_MEMORY = Path(__file__).parents[2] / ".ci" / "in_memory.py"


def test_temporary_files_of_a_command_are_removed_and_its_status_is_returned():
    code = "import sys, tempfile; print(tempfile.mkdtemp()); sys.exit(3)"
    done = subprocess.run(
        [sys.executable, IN_MEMORY, sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    folder = Path(done.stdout.strip())
    assert (done.returncode, done.stderr) == (3, "")
    assert folder.parent.name.startswith("t-")
    assert len(folder.parent.name) <= len("t-12345678"), "paths of sockets below it are limited to about 100 bytes"
    assert not folder.parent.exists()
