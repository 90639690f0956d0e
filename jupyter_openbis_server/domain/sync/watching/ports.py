"""Ports of watching: changes of a folder, and listeners."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.data_sets.report import DataSetSyncReport
from jupyter_openbis_server.domain.sync.report import SyncReport


class ChangesOfFolder(Protocol):
    """Changes in one folder."""

    def wait(self, at_least: float, at_most: float, cancellation: Cancellation) -> None:
        """Return when something in the folder has changed since the last call, or when the time is over.

        Where changes cannot be noticed, e.g. on a network share that others write, only time ends it.

        Args:
            at_least: Seconds that are waited even after a change.
            at_most: Seconds that are waited without a change.
            cancellation: Ends the wait.

        Raises:
            Cancelled: on request.
        """


class FolderChanges(Protocol):
    """Notices changes in folders."""

    def of(self, folder: str) -> AbstractContextManager[ChangesOfFolder]:
        """Begin to notice changes below a folder, which need not exist yet; what programs keep about it is ignored.

        Args:
            folder: Absolute path.
        """


class SyncListener(Protocol):
    """Listens while a folder is watched. Must be quick and must not raise."""

    def synchronised(self, report: SyncReport, waiting: tuple[str, ...]) -> None:
        """Note a synchronisation.

        Args:
            report: What was done.
            waiting: Paths of the files that may still be written.
        """

    def failed(self, error: OpenbisError, times: int) -> None:
        """Note that a synchronisation was not possible.

        Args:
            error: The reason.
            times: How many have failed since the last one that was possible.
        """


class DataSetSyncListener(Protocol):
    """Listens while the files of a folder are sent as data sets. Must be quick and must not raise."""

    def sent(self, report: DataSetSyncReport) -> None:
        """Note what is known about each file or folder."""

    def failed(self, error: OpenbisError, times: int) -> None:
        """See `SyncListener`."""
