"""Uploading: which way an instance knows is decided by its API version."""

from __future__ import annotations

from jupyter_openbis_server.adapters.pybis.client import Clients
from jupyter_openbis_server.adapters.pybis.data_sets import PybisDataSets
from jupyter_openbis_server.adapters.pybis.data_stores import upload_store
from jupyter_openbis_server.adapters.pybis.registration import Registration
from jupyter_openbis_server.adapters.pybis.upload import Upload
from jupyter_openbis_server.adapters.pybis.upload_v1 import UploadV1, UsedNames
from jupyter_openbis_server.domain.model import Cancellation, DataSetDraft, PageRequest, Session
from jupyter_openbis_server.domain.ports import Progress

_FIRST_WITH_UPLOADED_DATA_SETS = (3, 6)
_NEWEST = PageRequest(0, 50)


class Uploads:
    """Sends files and registers them as data sets."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._data_sets = PybisDataSets(clients)
        self._used_names = UsedNames()

    def register(self, session: Session, draft: DataSetDraft, cancellation: Cancellation, progress: Progress) -> str:
        """See the port `DataStore`."""
        cancellation.check()
        client = self._clients.of(session)
        with cancellation.governs():
            store, version = upload_store(client), client.api_version()
            registration = Registration(
                client,
                draft,
                lambda: self._data_sets.of_entity(session, draft.owner, _NEWEST).rows,
            )
            if version >= _FIRST_WITH_UPLOADED_DATA_SETS:
                return Upload(client, store, registration, version).register(cancellation, progress)
            return UploadV1(client, store, registration, self._used_names).register(cancellation, progress)
