"""Ports of kept folders: the list that survives a restart, threads, and listeners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptFolder, KeptStatus


class KeptFolders(Protocol):
    """The list of the folders that a server keeps in openBIS. It survives a restart."""

    def all(self) -> tuple[KeptFolder, ...]:
        """Return the folders in the order in which they were first put. Raises InvalidKeptFolders."""

    def put(self, folder: KeptFolder) -> None:
        """Add a folder, in the place of those that it replaces (`KeptFolder.is_replaced_by`). It is on the disk then.

        Raises:
            InvalidKeptFolders: the list cannot be read; it is unchanged.
            KeptFoldersTooLong: it would be too long to be read again; it is unchanged.
            TargetNotWritable, DiskFull: it cannot be written; it is unchanged.
        """

    def remove(self, folder: KeptFolder) -> None:
        """Remove the folder with the same real path; nothing happens if it is not in the list. Raises as `put`."""


class RunningWork(Protocol):
    """Work in a thread of its own."""

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended, for a limited time; return whether it has."""


class BackgroundWork(Protocol):
    """Runs work that may last as long as the program, each in a thread of its own."""

    def start(self, work: Callable[[], None], name: str) -> RunningWork:
        """Start work, which must not raise. It does not keep the program from ending.

        Args:
            work: Function to call.
            name: Name of the thread.
        """


class KeptListener(Protocol):
    """Listens to changes of kept folders."""

    def changed(self, status: KeptStatus) -> None:
        """Handle a new error of a kept folder, or that there is none any more.

        Called from any thread; must be quick and must not raise.
        """


class NullKeptListener:
    """Port `KeptListener` that ignores all calls."""

    def changed(self, status: KeptStatus) -> None:
        """See the port."""
