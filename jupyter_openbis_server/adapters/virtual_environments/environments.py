"""Temporary virtual environments."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jupyter_openbis_server.adapters.shared.child_environment import without_secrets
from jupyter_openbis_server.adapters.virtual_environments.commands import CommandFailed, run_command
from jupyter_openbis_server.domain.errors import EnvironmentFailed

_KERNEL = "ipykernel"
"""Executes the notebook; the requirements need not have it."""
_VERSION = re.compile(r"3\.\d{1,2}(\.\d{1,3})?")
_BIN, _PROGRAM = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")

RunCommand = Callable[[Sequence[str], Mapping[str, str], str], None]


class VirtualEnvironments:
    """Port `Environments`: uv if it is installed, otherwise venv and pip of this Python.

    Args:
        environ: Environment of the commands, from which secrets are removed. Default: that of this process.
        find: Returns the path of a program; None if it is not installed.
        run: Runs a command; see `run_command`.
    """

    def __init__(
        self,
        environ: Mapping[str, str] | None = None,
        find: Callable[[str], str | None] = shutil.which,
        run: RunCommand = run_command,
    ) -> None:
        self._environ = environ
        self._find = find
        self._run = run

    @contextmanager
    def built(self, requirements: str, version: str) -> Iterator[str]:
        """See the port."""
        environ = without_secrets(os.environ if self._environ is None else self._environ)
        with tempfile.TemporaryDirectory(prefix="jupyter-openbis-", ignore_cleanup_errors=True) as temporary:
            build = _Build(Path(temporary, "environment"), environ, self._run)
            try:
                build(self._find("uv"), requirements, version)
            except CommandFailed as error:
                raise EnvironmentFailed(str(error)) from error
            yield build.python


@dataclass(frozen=True)
class _Build:
    """The build of one environment.

    Commands run in the empty folder that is to contain it: Python would import modules of the present folder, e.g. a
    `random.py` beside a notebook, instead of its own.
    """

    folder: Path
    environ: Mapping[str, str]
    run_command: RunCommand

    @property
    def python(self) -> str:
        """Path of its Python."""
        return str(self.folder / _BIN / _PROGRAM)

    def __call__(self, uv: str | None, requirements: str, version: str) -> None:
        """Build it. Raises CommandFailed, Cancelled."""
        wanted = ["-r", requirements, _KERNEL]
        if uv is None:
            self._run(sys.executable, "-m", "venv", str(self.folder))
            self._run(self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted)
            return
        self._create_by_uv(uv, version)
        self._run(uv, "pip", "install", "--quiet", "--python", self.python, *wanted)

    def _create_by_uv(self, uv: str, version: str) -> None:
        """Create an environment with the wanted version, or that of this Python. uv may install a Python."""
        create = (uv, "venv", "--quiet", "--no-project", str(self.folder), "--python")
        if _VERSION.fullmatch(version):
            try:
                self._run(*create, version.rpartition(".")[0] if version.count(".") > 1 else version)
            except CommandFailed:
                shutil.rmtree(self.folder, ignore_errors=True)
            else:
                return
        self._run(*create, sys.executable)

    def _run(self, *command: str) -> None:
        self.run_command(command, self.environ, str(self.folder.parent))
