"""Builds of the project's wheel."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).parents[2]
FRONT_END = PROJECT / "frontend" / "labextension"
INSTALL = PROJECT / ".ci" / "install.py"
"""Installs into a virtual environment."""
CACHE = PROJECT / ".cache" / "tests"
"""Cache that several test modules and test runs share."""


def build_wheel(folder: Path) -> Path:
    """Build the wheel into an empty folder, with the front end if that has been built, and return it.

    Raises:
        subprocess.CalledProcessError: pip failed; its output is on standard error.
    """
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    environment = {**os.environ, "PYTHONPATH": "", "SKIP_JUPYTER_BUILDER": "1"}
    subprocess.run([*command, "-w", folder, PROJECT], check=True, stdin=subprocess.DEVNULL, env=environment)
    (wheel,) = folder.glob("*.whl")
    return wheel


def project_wheel() -> Path:
    """Return the wheel of the sources as they are now, built once for all tests.

    Raises:
        subprocess.CalledProcessError: pip failed; its output is on standard error.
    """
    with locked("wheel"):
        folder = CACHE / f"wheel-{digest(_sources())}"
        if not any(folder.glob("*.whl")):
            remove(CACHE.glob("wheel-*"))
            build_wheel(folder)
        return next(folder.glob("*.whl"))


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Lock out other test processes until the end of the block."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def digest(parts: Iterable[bytes]) -> str:
    """Return 16 hexadecimal digits that depend on all parts."""
    sha256 = hashlib.sha256()
    for part in parts:
        sha256.update(len(part).to_bytes(8, "big") + part)
    return sha256.hexdigest()[:16]


def remove(folders: Iterable[Path]) -> None:
    """Remove cached folders of an earlier run."""
    for folder in folders:
        shutil.rmtree(folder)


def _sources() -> Iterator[bytes]:
    """Yield the name and the content of each file the wheel is made of."""
    files = [PROJECT / name for name in ("LICENSE", "README.md", "pyproject.toml", "hatch_build.py")]
    for folder in ("jupyter-config", "jupyter_openbis_server", "frontend/labextension"):
        files += sorted(path for path in (PROJECT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc")
    for file in files:
        yield str(file.relative_to(PROJECT)).encode()
        yield file.read_bytes()
