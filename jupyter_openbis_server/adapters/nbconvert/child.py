"""Conversion in a child process with limits of memory and time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from jupyter_openbis_server.adapters.nbconvert.conversion import Conversion
from jupyter_openbis_server.adapters.shared.child_environment import without_secrets
from jupyter_openbis_server.adapters.shared.process_limits import KILLED_BY_SYSTEM, memory_limit
from jupyter_openbis_server.domain.errors import (
    ConversionFailed,
    DiskFull,
    NotANotebook,
    NotebookTooLarge,
    OpenbisError,
    TextNotebooksNotSupported,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_MAX_REPORT = 1 << 20
_MAX_MEMORY = 2 << 30


@dataclass(frozen=True)
class Limits:
    """Limits of a conversion.

    Attributes:
        memory: Bytes of address space; None for three quarters of the container's memory, at most 2 GiB.
        seconds: Timeout, after which the process is killed.
    """

    memory: int | None = None
    seconds: int = 120

    @property
    def bytes(self) -> int:
        """The memory limit in bytes."""
        return self.memory or memory_limit(_MAX_MEMORY)


@dataclass(frozen=True)
class Report:
    """The result of a conversion. See `NotebookPage`."""

    is_trusted: bool
    missing_pictures: tuple[str, ...]


def convert_in_child(conversion: Conversion, notebook: IO[bytes], page: IO[bytes], limits: Limits) -> Report:
    """Convert a notebook. The child process has exited when this returns or raises.

    Args:
        conversion: The notebook.
        notebook: An operating system file with its content; it is read from the start.
        page: An operating system file that receives the page.
        limits: Limits of memory and time.

    Raises:
        NotANotebook, TextNotebooksNotSupported, ConversionFailed, NotebookTooLarge, DiskFull.
        Cancelled: by the thread's current cancellation.
    """
    cancellation = Cancellation.current()
    cancellation.check()
    command = [sys.executable, "-m", __package__]
    command += [json.dumps({"memory": limits.bytes, "seconds": limits.seconds}), json.dumps(asdict(conversion))]
    environ = without_secrets(os.environ) | {"PYTHONSAFEPATH": "1"}  # no modules from the current folder
    notebook.seek(0)
    with tempfile.TemporaryFile(prefix="jupyter-openbis-") as report:
        with subprocess.Popen(  # noqa: S603 - the path in it is data of a JSON document
            command, stdin=notebook, stdout=page, stderr=report, env=environ, cwd=Path(__file__).parents[3]
        ) as process:
            try:
                with cancellation.on_cancel(process.kill):
                    process.wait(limits.seconds)
            except subprocess.TimeoutExpired:
                problem = f"it takes longer than {limits.seconds} seconds"
                raise NotebookTooLarge(conversion.shown, problem) from None
            finally:
                process.kill()
        cancellation.check()
        report.seek(0)
        return _read(report.read(_MAX_REPORT), process.returncode, conversion.shown, limits)


def _read(text: bytes, status: int, path: str, limits: Limits) -> Report:
    try:
        report = json.loads(text)
    except ValueError:
        report = {}
    if status == 0 and "isTrusted" in report:
        return Report(bool(report["isTrusted"]), tuple(report["missingPictures"]))
    raise _error_of(report, status, path, limits)


def _error_of(report: dict[str, Any], status: int, path: str, limits: Limits) -> OpenbisError:
    kind, problem = report.get("error"), str(report.get("problem", ""))
    if kind == "memory" or (not kind and status in KILLED_BY_SYSTEM):
        return NotebookTooLarge(path, f"it takes more than {limits.bytes >> 20} MiB of memory")
    if kind == "not-a-notebook":
        return NotANotebook(path, problem)
    if kind == "jupytext-missing":
        return TextNotebooksNotSupported(path)
    if kind == "disk":
        return DiskFull(tempfile.gettempdir())
    return ConversionFailed(path, problem or f"the process that converts it has ended with status {status}")
