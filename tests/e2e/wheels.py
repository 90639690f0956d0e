"""The project as a wheel."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
FRONT_END = PROJECT / "frontend" / "labextension"


def build_wheel(folder: Path) -> Path:
    """Build the wheel into an empty folder, with the front end if that has been built, and return it."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    environment = {**os.environ, "PYTHONPATH": "", "SKIP_JUPYTER_BUILDER": "1"}
    subprocess.run([*command, "-w", folder, PROJECT], check=True, stdin=subprocess.DEVNULL, env=environment)
    (wheel,) = folder.glob("*.whl")
    return wheel
