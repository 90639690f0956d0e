"""The port `DataStore`: which way of transfer an instance knows is decided by its API version."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_openbis_server.adapters.pybis.client import Client, Clients
from jupyter_openbis_server.adapters.pybis.data_stores import upload_store
from jupyter_openbis_server.adapters.pybis.fast_download import FastDownload
from jupyter_openbis_server.adapters.pybis.file_list import list_files
from jupyter_openbis_server.adapters.pybis.servlet_download import ServletDownload
from jupyter_openbis_server.adapters.pybis.upload import Upload
from jupyter_openbis_server.adapters.pybis.upload_v1 import UploadV1, UsedNames
from jupyter_openbis_server.domain.model import Cancellation, DataSet, DataSetDraft, DataSetFile, Session
from jupyter_openbis_server.domain.ports import DownloadFolder

_FIRST_WITH_FILE_TRANSFER = (3, 6)


class PybisDataStore:
    """Lists, downloads and uploads files."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._used_names = UsedNames()

    def files(self, session: Session, data_set: DataSet) -> tuple[DataSetFile, ...]:
        """Return all files and folders of a data set, in one request."""
        return list_files(self._clients.of(session), data_set)

    def fetch(
        self,
        session: Session,
        data_set: DataSet,
        files: Sequence[DataSetFile],
        into: DownloadFolder,
        cancellation: Cancellation,
    ) -> None:
        """Bring files to the disk."""
        if not files:
            return
        cancellation.check()
        client = self._clients.of(session)
        if _knows_file_transfer(client):
            FastDownload(client, data_set, into, cancellation).fetch(files)
        else:
            ServletDownload(client, data_set).fetch(files, into, cancellation)

    def register(self, session: Session, draft: DataSetDraft, cancellation: Cancellation) -> str:
        """Send the files, register the data set, and return its permId."""
        cancellation.check()
        client = self._clients.of(session)
        store = upload_store(client)
        if _knows_file_transfer(client):
            return Upload(client, store).register(draft, cancellation)
        return UploadV1(client, store, self._used_names).register(draft, cancellation)


def _knows_file_transfer(client: Client) -> bool:
    return client.api_version() >= _FIRST_WITH_FILE_TRANSFER
