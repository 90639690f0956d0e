"""Use case that downloads a single file of a data set to any path."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.catalogue.ports import DataSets
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.downloads.ports import DownloadFolders
from jupyter_openbis_server.domain.downloads.progress_tracking_folder import ProgressTrackingFolder
from jupyter_openbis_server.domain.errors import DataNotAvailable
from jupyter_openbis_server.domain.files.availability import ensure_available
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.files.receiving import IncomingFile, Receiver
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Amount, NoProgress, Progress


@dataclass(frozen=True)
class CopyFile:
    """Download a single file under any name, verified like all downloads, but without a manifest."""

    session_manager: SessionManager
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
        """Download the file; replace an existing file of that name. The folder is created if it is missing.

        Args:
            name: Name of the connection.
            data_set: The data set that contains the file.
            file: The file as the data store lists it.
            target: Absolute path of the copy.
            cancellation: Cancels the work.
            progress: Notified of the progress.

        Raises:
            UnknownConnection, NotLoggedIn.
            DataNotAvailable, IntegrityError, StorageError, InvalidPath: no file was created or replaced.
            Cancelled: on request; no file was created or replaced.
        """
        cancellation, progress = cancellation or Cancellation(), progress or NoProgress()
        with cancellation.as_current():
            self.session_manager.use(name, self._copy, data_set, file, target, cancellation, progress)

    def _copy(
        self,
        session: Session,
        data_set: DataSet,
        file: DataSetFile,
        target: str,
        cancellation: Cancellation,
        progress: Progress,
    ) -> None:
        folder, file_name = os.path.split(target)
        progress.begin(Amount(1, file.size))
        receiver = _NonResumable(ProgressTrackingFolder(self.folders.prepare(folder), progress, {}))
        try:
            self.data_store.fetch(session, data_set, [replace(file, renamed=file_name)], receiver, cancellation)
        except DataNotAvailable:
            ensure_available(self.data_sets.get(session, data_set.perm_id))
            raise


class _NonResumable:
    """Port `Receiver` that never keeps partial files: without a manifest, they could not be identified later."""

    def __init__(self, inner: Receiver) -> None:
        self._inner = inner

    def receive(self, file: DataSetFile, *, resumable: bool = False) -> IncomingFile:  # noqa: ARG002
        return self._inner.receive(file)
