"""Execution of notebooks, by nbclient. Only `runner` imports this module, and only when it is needed."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import math
import os
import subprocess
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat.validator import NotebookValidationError, ValidationError

from jupyter_openbis_server.adapters.kernels.kernel_process import kill_group, last_line
from jupyter_openbis_server.adapters.kernels.logger import LOGGER
from jupyter_openbis_server.domain.errors import (
    KernelDied,
    KernelFailed,
    KernelNotSpecified,
    KernelTimeout,
    NotANotebook,
    UnknownKernel,
)
from jupyter_openbis_server.domain.research_objects.notebooks.parameters import INJECTED
from jupyter_openbis_server.domain.research_objects.reruns.ports import Execution
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_NAME = "notebook"
"""Of the notebook, for messages."""
_BUILT = "python"
_START_SECONDS = 60
_NO_REPLY = "didn't respond"
"""In jupyter_client's error for a kernel that does not get ready in time; others are about one that has ended."""
_READ_BYTES = 10_000
_NO_NAME = "Error"
"""Of an exception: some kernels, e.g. for Bash, send none."""
_INVALID = (NotebookValidationError, ValidationError, AttributeError, KeyError, TypeError, ValueError, RecursionError)


def executed(
    notebook: Mapping[str, Any], folder: str, python: str, seconds: float | None, environ: Mapping[str, str]
) -> Execution:
    """Execute a notebook in a folder. Raises the errors of the port."""
    parsed = _parsed(notebook)
    kernel = _BUILT if python else _kernel_in(parsed)
    run = _Run(parsed, _manager(kernel, python), kernel, seconds)
    started = dt.datetime.now(dt.timezone.utc)
    error = run.execute(folder, environ)
    ended = dt.datetime.now(dt.timezone.utc)
    return Execution(json.loads(nbformat.writes(parsed)), started, ended, run.cell if error else 0, error)


class _Run:
    """One execution.

    Attributes:
        cell: Number of the code cell that is being executed.
    """

    def __init__(self, notebook: Any, manager: AsyncKernelManager, kernel: str, seconds: float | None) -> None:  # noqa: ANN401
        self.cell = 0
        self._manager, self._kernel, self._seconds = manager, kernel, seconds
        self._notebook = notebook
        self._cancellation = Cancellation.current()
        # nbclient passes the name to the manager for messages only, since the manager is given.
        limit = math.ceil(seconds) if seconds and math.isfinite(seconds) else None
        self._client = NotebookClient(
            notebook, km=manager, timeout=limit, startup_timeout=_START_SECONDS, log=LOGGER, kernel_name=kernel
        )
        self._client.on_cell_start = self._count

    def execute(self, folder: str, environ: Mapping[str, str]) -> str:
        """Execute all cells; return the name of the exception that ended it, or an empty text.

        It runs in a thread: in the main thread, nbclient would replace the handler of Ctrl-C.
        """
        cancellation = self._cancellation
        cancellation.check()
        with tempfile.TemporaryFile(prefix="jupyter-openbis-") as errors, ThreadPoolExecutor(1, "notebook") as threads:
            future = threads.submit(asyncio.run, self._execute(folder, dict(environ), errors))
            with cancellation.on_cancel(self._kill):
                try:
                    future.result()
                except CellExecutionError as error:
                    return str(error.ename) or _NO_NAME
                except CellTimeoutError as error:
                    raise KernelTimeout(self._kernel, self._seconds or 0) from error
                except RuntimeError as error:
                    cancellation.check()
                    if _NO_REPLY in str(error):
                        raise KernelTimeout(self._kernel, _START_SECONDS) from error
                    reason = _end_of(errors)
                    raise KernelDied(self._kernel, f"has ended before the notebook was executed{reason}") from error
                except NoSuchKernel as error:
                    known = sorted(self._manager.kernel_spec_manager.find_kernel_specs())
                    raise UnknownKernel(self._kernel, known) from error
                except OSError as error:
                    raise KernelFailed(self._kernel, f"cannot be started: {error.strerror}") from error
                finally:
                    self._kill()
        cancellation.check()
        return ""

    async def _execute(self, folder: str, environ: dict[str, str], errors: BinaryIO) -> None:
        """Start the kernel, and execute all cells. If `async_execute` starts it and fails, its exit handler stays."""
        silent = dict.fromkeys(("stdin", "stdout"), subprocess.DEVNULL)
        await self._client.async_start_new_kernel(cwd=folder, env=environ, stderr=errors, **silent)
        if self._cancellation.is_cancelled:  # before there was a process to kill
            self._kill()
        await self._client.async_start_new_kernel_client()
        await self._client.async_execute(cleanup_kc=True)

    def _count(self, cell: Any, cell_index: int) -> None:  # noqa: ANN401, ARG002 - as nbclient has it
        before = self._notebook.cells[: cell_index + 1]
        code = [each for each in before if each.cell_type == "code"]
        self.cell = sum(INJECTED not in each.metadata.get("tags", ()) for each in code)

    def _kill(self) -> None:
        kill_group(getattr(self._manager.provisioner, "pgid", None))


def _end_of(errors: BinaryIO) -> str:
    """Return what a kernel has written at last, as the end of a message."""
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - _READ_BYTES))
    reason = last_line(errors.read().decode(errors="replace"))
    return f": {reason}" if reason else ""


class _BuiltKernel(KernelSpecManager):
    """Knows the kernel of one Python only."""

    python = ""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """See jupyter_client."""
        command = [self.python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name=kernel_name, language="python")


def _manager(kernel: str, python: str) -> AsyncKernelManager:
    specs = KernelSpecManager(log=LOGGER)
    if python:
        specs = _BuiltKernel(log=LOGGER)
        specs.python = python
    return AsyncKernelManager(kernel_name=kernel, kernel_spec_manager=specs, log=LOGGER)


def _kernel_in(notebook: Any) -> str:  # noqa: ANN401
    name = notebook.metadata.get("kernelspec", {}).get("name")
    if not name:
        raise KernelNotSpecified(_NAME)
    return str(name)


def _parsed(notebook: Mapping[str, Any]) -> Any:  # noqa: ANN401 - nbformat has no types
    """Return a copy of a notebook as nbclient needs it. Raises NotANotebook."""
    try:
        parsed = nbformat.reads(json.dumps(notebook), as_version=4)
        nbformat.validate(parsed)
    except _INVALID as error:
        raise NotANotebook(_NAME, "it has a structure that no version of the notebook format has") from error
    return parsed
