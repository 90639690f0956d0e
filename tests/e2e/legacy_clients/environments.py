"""The virtual environments with a published client, its Jupyter and this project's wheel, kept below `.cache`."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.wheels import build_wheel

_HERE = Path(__file__).parent
_PROJECT = _HERE.parents[2]
_CACHE = _PROJECT / ".cache" / "legacy-clients"
_COMPLETE = "complete"


def client_environment(client: str) -> Path:
    """Return the virtual environment of a client, made or brought up to date as needed.

    It holds what `requirements-<client>.txt` names, this project as a wheel with its dependencies, and, without
    theirs, what `client-<client>.txt` names. Only a change of these files, of the project's dependencies or of Python
    makes it anew; a change of the project's code only replaces the project.

    Args:
        client: `lab3` or `classic`.

    Raises:
        subprocess.CalledProcessError: pip failed; its output is on standard error.
    """
    _CACHE.mkdir(parents=True, exist_ok=True)
    with _locked():
        wheel = _project_wheel()
        environment = _CACHE / f"{client}-{_digest([sys.version.encode(), *_requirements(client, wheel)])}"
        if not (environment / _COMPLETE).is_file():
            _remove(_CACHE.glob(f"{client}-*"))
            _create(environment, client, wheel)
        _install_project(environment, wheel)
    return environment


@contextmanager
def _locked() -> Iterator[None]:
    with (_CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _project_wheel() -> Path:
    folder = _CACHE / f"wheel-{_digest(_sources())}"
    if not any(folder.glob("*.whl")):
        _remove(_CACHE.glob("wheel-*"))
        build_wheel(folder)
    return next(folder.glob("*.whl"))


def _sources() -> Iterator[bytes]:
    """Yield the name and the content of each file the wheel is made of."""
    files = [_PROJECT / name for name in ("LICENSE", "README.md", "pyproject.toml", "hatch_build.py")]
    for folder in ("jupyter-config", "jupyter_openbis_server", "frontend/labextension"):
        files += sorted(path for path in (_PROJECT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc")
    for file in files:
        yield str(file.relative_to(_PROJECT)).encode()
        yield file.read_bytes()


def _requirements(client: str, wheel: Path) -> Iterator[bytes]:
    yield (_HERE / f"requirements-{client}.txt").read_bytes()
    yield (_HERE / f"client-{client}.txt").read_bytes()
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(metadata).splitlines()
    yield from (line for line in lines if line.startswith(b"Requires-") and b"extra ==" not in line)


def _create(environment: Path, client: str, wheel: Path) -> None:
    venv.create(environment, with_pip=True)
    python = str(environment / "bin" / "python")
    _pip(python, "install", "--requirement", str(_HERE / f"requirements-{client}.txt"), str(wheel))
    _pip(python, "install", "--no-deps", "--requirement", str(_HERE / f"client-{client}.txt"))
    (environment / _COMPLETE).write_text(wheel.parent.name)


def _install_project(environment: Path, wheel: Path) -> None:
    if (environment / _COMPLETE).read_text() == wheel.parent.name:
        return
    _pip(str(environment / "bin" / "python"), "install", "--no-deps", "--force-reinstall", str(wheel))
    (environment / _COMPLETE).write_text(wheel.parent.name)


def _pip(python: str, *arguments: str) -> None:
    command = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(
        command, check=True, stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": "", "PIP_NO_COMPILE": "1"}
    )


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:16]


def _remove(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder)
