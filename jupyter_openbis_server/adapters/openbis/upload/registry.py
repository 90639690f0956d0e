"""All upload protocols, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.upload.dss_plugin import DssPlugin
from jupyter_openbis_server.adapters.openbis.upload.dss_v3 import DssV3
from jupyter_openbis_server.adapters.openbis.upload.protocol import UploadProtocol
from jupyter_openbis_server.adapters.openbis.upload.registration import SingleRegistration
from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.errors import UploadFailed
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft, RegistrationMark, ignore_mark

_NEWEST = PageRequest(0, 50)
_PAGE = 200


def upload_protocols() -> tuple[UploadProtocol, ...]:
    """Return all protocols; of several that a server offers, the first one is used."""
    return (
        DssV3(),
        DssPlugin(),
    )


class UploadRegistry:
    """The port `DataSetRegistration`: sends files and registers them by the protocol that the server offers.

    Args:
        clients: Makes the client of a session.
        protocols: In order of preference; all that there are if None.
    """

    def __init__(self, clients: Clients, protocols: Sequence[UploadProtocol] | None = None) -> None:
        self._clients = clients
        self._data_sets = OpenbisDataSets(clients)
        self._protocols = tuple(protocols) if protocols is not None else upload_protocols()

    def register(
        self,
        session: Session,
        draft: DataSetDraft,
        cancellation: Cancellation,
        progress: Progress,
        on_registering: Callable[[RegistrationMark], None] = ignore_mark,
    ) -> str:
        """See the port `DataSetRegistration`."""
        cancellation.check()
        client = self._clients.of(session)
        registration = SingleRegistration(client, draft, partial(self._newest, session, draft), on_registering)
        with cancellation.as_current():
            server = client.capabilities()
            return self._offered(server).register(registration, server, cancellation, progress)

    def registered_since(
        self, session: Session, draft: DataSetDraft, mark: RegistrationMark, cancellation: Cancellation
    ) -> tuple[DataSet, ...]:
        """See the port `DataSetRegistration`."""
        with cancellation.as_current():
            single = SingleRegistration(self._clients.of(session), draft, partial(self._newest, session, draft))
            return tuple(each for each in self._since(session, draft.owner, mark) if single.is_same(each))

    def _since(self, session: Session, owner: Entity, mark: RegistrationMark) -> Iterator[DataSet]:
        """Yield the data sets of an owner itself that were registered after a mark, newest first."""
        start = 0
        while True:
            rows = self._data_sets.inside(session, owner, PageRequest(start, _PAGE)).rows
            new = [each for each in rows if mark.is_before(each)]
            yield from new
            is_reached = any(mark.since and each.registered and each.registered < mark.since for each in rows)
            if is_reached or len(rows) < _PAGE:
                return
            start += _PAGE

    def _newest(self, session: Session, draft: DataSetDraft) -> Sequence[DataSet]:
        return self._data_sets.of_entity(session, draft.owner, _NEWEST).rows

    def _offered(self, server: Capabilities) -> UploadProtocol:
        for each in self._protocols:
            if each.is_offered(server):
                return each
        raise UploadFailed("openBIS offers no way of uploading that this program knows")
