"""The virtual environment of the published server, kept below `.cache` of the project."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

_CACHE = Path(__file__).parents[1] / ".cache" / "bench"
_PACKAGES = ("jupyter-openbis-server==0.5.0", "pybis==1.37.5", "jupyter_server>=2.15,<3")
_COMPLETE = "complete"


def published_server_environment() -> Path:
    """Return the environment with jupyter-openbis-server 0.5.0, made if it is missing.

    Raises:
        subprocess.CalledProcessError: pip failed; its output is on standard error.
    """
    digest = hashlib.sha256("\n".join([sys.version, *_PACKAGES]).encode()).hexdigest()[:16]
    environment = _CACHE / f"published-{digest}"
    if not (environment / _COMPLETE).is_file():
        shutil.rmtree(environment, ignore_errors=True)
        venv.create(environment, with_pip=True)
        pip = [str(environment / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run(  # noqa: S603 - pip of our own environment
            [*pip, "install", *_PACKAGES], check=True, stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": ""}
        )
        (environment / _COMPLETE).touch()
    return environment
