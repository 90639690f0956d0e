"""One file of a data set, wherever the user wants it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.availability import must_be_available
from jupyter_openbis_server.domain.errors import DataNotAvailable
from jupyter_openbis_server.domain.measured_folder import MeasuredFolder
from jupyter_openbis_server.domain.model import Amount, Cancellation, DataSet, DataSetFile, NoProgress, Session
from jupyter_openbis_server.domain.ports import DataSets, DataStore, DownloadFolders, IncomingFile, Progress, Receiver
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class CopyFile:
    """Bring a single file to the disk under any name, checked as all downloads are, but without a manifest."""

    keeper: SessionKeeper
    data_sets: DataSets
    data_store: DataStore
    folders: DownloadFolders

    def __call__(
        self,
        name: str,
        data_set: DataSet,
        file: DataSetFile,
        target: str,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Copy a file; one that has the name already is replaced. Its folder is made if it is missing.

        Args:
            name: The connection.
            data_set: Whose file.
            file: What the data store states.
            target: Absolute path of the copy.
            cancellation: By which the caller can end the work.
            progress: Who wants to know how far it has come.

        Raises:
            UnknownConnection, NotLoggedIn.
            DataNotAvailable, IntegrityError, StorageError, InvalidPath: nothing has the name that had it not before.
            Cancelled: on request; likewise.
        """
        ending, told = cancellation or Cancellation(), progress or NoProgress()
        folder, file_name = os.path.split(target)

        def copy(session: Session) -> None:
            told.begin(Amount(1, file.size))
            into = _Anew(MeasuredFolder(self.folders.prepare(folder), told, {}))
            try:
                self.data_store.fetch(session, data_set, [replace(file, renamed=file_name)], into, ending)
            except DataNotAvailable:
                must_be_available(self.data_sets.get(session, data_set.perm_id))
                raise

        with ending.governs():
            self.keeper.use(name, copy)


class _Anew:
    """Port `Receiver` that keeps nothing of a file that breaks off: without a manifest, nobody knows what it was."""

    def __init__(self, inner: Receiver) -> None:
        self._inner = inner

    def receive(self, file: DataSetFile, *, resumable: bool = False) -> IncomingFile:  # noqa: ARG002
        return self._inner.receive(file)
