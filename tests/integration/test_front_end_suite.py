"""The front end's own tests, run by jest while other tests wait for something."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.real_parts import missing

FRONT_END = Path(__file__).parents[2] / "frontend"


@pytest.mark.timeout(600)
def test_the_front_end_passes_its_tests():
    if shutil.which("npm") is None or not (FRONT_END / "node_modules" / ".bin" / "jest").exists():
        missing("the front end's packages are not installed; make frontend does it, with Node 20 or newer")
    done = subprocess.run(
        ["npm", "run", "--silent", "test"], cwd=FRONT_END, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
