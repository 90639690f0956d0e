"""Temporary virtual environments."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from jupyter_openbis_server.adapters.shared.child_environment import without_secrets
from jupyter_openbis_server.adapters.virtual_environments.commands import CommandFailed, run_command
from jupyter_openbis_server.domain.errors import EnvironmentFailed

_KERNEL = "ipykernel"
"""Executes the notebook; the requirements need not have it."""
_VERSION = re.compile(r"3\.\d{1,2}(\.\d{1,3})?")
_BIN, _PROGRAM = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")

RunCommand = Callable[[Sequence[str], Mapping[str, str]], None]


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
            folder = Path(temporary, "environment")
            python = str(folder / _BIN / _PROGRAM)
            try:
                self._build(folder, python, requirements, version, environ)
            except CommandFailed as error:
                raise EnvironmentFailed(str(error)) from error
            yield python

    def _build(self, folder: Path, python: str, requirements: str, version: str, environ: Mapping[str, str]) -> None:
        wanted = ["-r", requirements, _KERNEL]
        uv = self._find("uv")
        if uv is None:
            self._run([sys.executable, "-m", "venv", str(folder)], environ)
            self._run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted], environ)
            return
        self._create_by_uv(uv, folder, version, environ)
        self._run([uv, "pip", "install", "--quiet", "--python", python, *wanted], environ)

    def _create_by_uv(self, uv: str, folder: Path, version: str, environ: Mapping[str, str]) -> None:
        """Create an environment with the wanted version, or that of this Python. uv may install a Python."""
        create = [uv, "venv", "--quiet", "--no-project", str(folder), "--python"]
        if _VERSION.fullmatch(version):
            try:
                self._run([*create, version.rpartition(".")[0] if version.count(".") > 1 else version], environ)
            except CommandFailed:
                shutil.rmtree(folder, ignore_errors=True)
            else:
                return
        self._run([*create, sys.executable], environ)
