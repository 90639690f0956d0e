"""The virtual environment of the published server, kept below `.cache` of the project."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

_PROJECT = Path(__file__).parents[1]
_CACHE = _PROJECT / ".cache" / "bench"
_PACKAGES = ("jupyter-openbis-server==0.5.0", "pybis==1.37.5", "jupyter_server>=2.15,<3")
_COMPLETE = "complete"


def published_server_environment() -> Path:
    """Return the environment with jupyter-openbis-server 0.5.0, made if it is missing.

    Raises:
        subprocess.CalledProcessError: the installation failed; pip's output is on standard error.
    """
    digest = hashlib.sha256("\n".join([sys.version, *_PACKAGES]).encode()).hexdigest()[:16]
    environment = _CACHE / f"published-{digest}"
    if not (environment / _COMPLETE).is_file():
        shutil.rmtree(environment, ignore_errors=True)
        venv.create(environment)
        install = [sys.executable, str(_PROJECT / ".ci" / "install.py"), str(environment), *_PACKAGES]
        subprocess.run(install, check=True, stdin=subprocess.DEVNULL)  # noqa: S603 - our own script
        (environment / _COMPLETE).touch()
    return environment
