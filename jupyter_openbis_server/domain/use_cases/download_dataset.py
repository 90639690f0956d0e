"""Bringing a data set to the user's disk."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    DataNotAvailable,
    DataSetArchived,
    DataSetNotPhysical,
    DownloadFailed,
    IntegrityError,
    InvalidPath,
    RequestRefused,
    StorageError,
)
from jupyter_openbis_server.domain.model import Cancellation, DataSet, DataSetFile, Download, Session
from jupyter_openbis_server.domain.ports import DataSets, DataStore, DownloadFolders
from jupyter_openbis_server.domain.session_keeper import SessionKeeper

_WHAT_ENDS_A_DOWNLOAD = (
    ConnectionFailed,
    DataNotAvailable,
    IntegrityError,
    InvalidPath,
    RequestRefused,
    StorageError,
)


@dataclass(frozen=True)
class DownloadDataset:
    """Download all files of a data set into `<folder>/<permId>`, each checked before it gets its name."""

    keeper: SessionKeeper
    data_sets: DataSets
    data_store: DataStore
    folders: DownloadFolders

    def __call__(self, name: str, perm_id: str, folder: str, cancellation: Cancellation | None = None) -> Download:
        """Download a data set.

        Args:
            name: The connection.
            perm_id: The data set.
            folder: Absolute path of a folder; it is made if it is missing.
            cancellation: By which the caller can end the work.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound: nothing was done.
            InvalidPath: `folder` cannot be used.
            DownloadFailed: with the cause; files that are complete stay, nothing incomplete does.
            Cancelled: on request; likewise.
        """
        ending = cancellation or Cancellation()
        return self.keeper.use(name, lambda session: self._download(session, perm_id, folder, ending))

    def _download(self, session: Session, perm_id: str, folder: str, cancellation: Cancellation) -> Download:
        self.folders.check(folder)
        data_set = self.data_sets.get(session, perm_id)
        try:
            _check_available(data_set)
            files = self.data_store.files(session, data_set)
            path = self._store(session, data_set, files, folder, cancellation)
        except _WHAT_ENDS_A_DOWNLOAD as error:
            raise DownloadFailed(perm_id, error) from error
        return Download(session.instance.url, data_set, path, tuple(file for file in files if not file.is_folder))

    def _store(
        self,
        session: Session,
        data_set: DataSet,
        files: tuple[DataSetFile, ...],
        folder: str,
        cancellation: Cancellation,
    ) -> str:
        target = self.folders.prepare(folder, data_set.perm_id)
        for each in files:
            if each.is_folder:
                target.make_folder(each.path)
        wanted = tuple(file for file in files if not file.is_folder)
        self.data_store.fetch(session, data_set, wanted, target, cancellation)
        return target.path


def _check_available(data_set: DataSet) -> None:
    if data_set.kind != "PHYSICAL":
        raise DataSetNotPhysical(data_set.perm_id, data_set.kind)
    if data_set.physical and not data_set.physical.is_readable:
        raise DataSetArchived(data_set.perm_id, data_set.physical.status or "unknown")
