"""The virtual environment with the published clients, their Jupyter and this project's wheel, kept below `.cache`."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.e2e.wheels import CACHE, INSTALL, digest, locked, project_wheel, remove

_HERE = Path(__file__).parent
_REQUIREMENTS, _CLIENTS = _HERE / "requirements.txt", _HERE / "clients.txt"
_COMPLETE = "complete"


def clients_environment() -> Path:
    """Return the virtual environment of both clients, created or updated as needed.

    One for both: each client is seen by its own front end only, and most of an environment's packages and of the time
    to install them are the Jupyter server's. It holds what `requirements.txt` names, this project as a wheel with its
    dependencies, and, without theirs, what `clients.txt` names. Only a change of these files, of the project's
    dependencies or of Python recreates it; a change of the project's code only replaces the project.

    Raises:
        subprocess.CalledProcessError: the installation failed; pip's output is on standard error.
    """
    wheel = project_wheel()
    with locked("clients"):
        environment = CACHE / f"clients-{digest([sys.version.encode(), *_contents(wheel)])}"
        if not (environment / _COMPLETE).is_file():
            remove(CACHE.glob("clients-*"))
            _create(environment, wheel)
        _install_project(environment, wheel)
    return environment


def _contents(wheel: Path) -> Iterator[bytes]:
    yield _REQUIREMENTS.read_bytes()
    yield _CLIENTS.read_bytes()
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(metadata).splitlines()
    yield from (line for line in lines if line.startswith(b"Requires-") and b"extra ==" not in line)


def _create(environment: Path, wheel: Path) -> None:
    venv.create(environment)
    _install(environment, "--requirement", str(_REQUIREMENTS), str(wheel))
    _install(environment, "--no-deps", "--requirement", str(_CLIENTS))
    (environment / _COMPLETE).write_text(wheel.parent.name)


def _install_project(environment: Path, wheel: Path) -> None:
    if (environment / _COMPLETE).read_text() == wheel.parent.name:
        return
    _install(environment, "--no-deps", "--force-reinstall", str(wheel))
    (environment / _COMPLETE).write_text(wheel.parent.name)


def _install(environment: Path, *what: str) -> None:
    subprocess.run([sys.executable, INSTALL, environment, *what], check=True, stdin=subprocess.DEVNULL)
