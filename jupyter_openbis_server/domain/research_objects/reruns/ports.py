"""Ports of reruns: environments and the execution of notebooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol


class Environments(Protocol):
    """Builds environments for notebooks in Python."""

    def built(self, requirements: str, version: str) -> AbstractContextManager[str]:
        """Build an environment with a kernel for a `with` block; afterwards it is deleted.

        The processes that build it get no password or token of this process.

        Args:
            requirements: Absolute path of a file for pip. It comes from anybody; installing packages runs their code.
            version: Version of Python, e.g. `3.11.7`; that of this program is used if no such one is available.

        Returns:
            The path of its Python.

        Raises:
            EnvironmentFailed: a package cannot be installed, or the disk is full.
            Cancelled: by the current cancellation; all processes have ended.
        """


@dataclass(frozen=True)
class Execution:
    """An executed notebook.

    Attributes:
        notebook: The notebook with its outputs.
        failed_cell: Number of the code cell that has failed, from 1; 0 if none has.
        error: Name of its exception; empty without one.
    """

    notebook: Mapping[str, Any]
    started: dt.datetime
    ended: dt.datetime
    failed_cell: int = 0
    error: str = ""


class NotebookRunner(Protocol):
    """Executes notebooks."""

    def run(self, notebook: Mapping[str, Any], folder: str, python: str, seconds: float | None = None) -> Execution:
        """Execute all cells, up to the first that fails. Afterwards, the kernel and its processes have ended.

        Only processes that have left the kernel's process group, e.g. daemons, go on.

        The kernel gets no password or token of this process. Otherwise it may do what the user may do.

        Args:
            notebook: A parsed notebook of format 4; not changed.
            folder: Absolute path of the working folder.
            python: Path of the Python whose kernel executes it; empty for the kernel that the notebook names.
            seconds: Timeout of each cell; None for no limit.

        Raises:
            NotANotebook: the notebook is invalid.
            KernelNotSpecified, UnknownKernel: without `python`.
            KernelFailed (KernelDied, KernelTimeout): the kernel cannot be started, has ended, or a cell takes too long.
            Cancelled: by the current cancellation.
        """
