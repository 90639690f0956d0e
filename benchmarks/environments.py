"""Virtual environments of other programs, kept below `.cache` of the project."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

_PROJECT = Path(__file__).parents[1]
_CACHE = _PROJECT / ".cache" / "bench"
_PUBLISHED = ("jupyter-openbis-server==0.5.0", "pybis==1.37.5", "jupyter_server>=2.15,<3")
_PYBIS7 = ("pybis==7.0.0rc6",)
_COMPLETE = "complete"


def published_server_environment() -> Path:
    """Return the environment with jupyter-openbis-server 0.5.0, made if it is missing. Raises as `_environment`."""
    return _environment("published", _PUBLISHED)


def pybis7_environment() -> Path:
    """Return the environment with pyBIS 7, made if it is missing. Raises as `_environment`."""
    return _environment("pybis7", _PYBIS7)


def _environment(name: str, packages: Sequence[str]) -> Path:
    """Return an environment with packages.

    Raises:
        subprocess.CalledProcessError: the installation failed; pip's output is on standard error.
    """
    digest = hashlib.sha256("\n".join([sys.version, *packages]).encode()).hexdigest()[:16]
    environment = _CACHE / f"{name}-{digest}"
    if not (environment / _COMPLETE).is_file():
        shutil.rmtree(environment, ignore_errors=True)
        venv.create(environment)
        install = [sys.executable, str(_PROJECT / ".ci" / "install.py"), str(environment), *packages]
        subprocess.run(install, check=True, stdin=subprocess.DEVNULL)  # noqa: S603 - our own script
        (environment / _COMPLETE).touch()
    return environment
