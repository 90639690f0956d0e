"""Upload protocols are chosen by what the server offers, and a new one needs no change of the others."""

import pytest
import responses

from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.upload.dss_plugin import DssPlugin
from jupyter_openbis_server.adapters.openbis.upload.dss_v3 import DssV3
from jupyter_openbis_server.adapters.openbis.upload.protocol import UploadProtocol
from jupyter_openbis_server.adapters.openbis.upload.registration import SingleRegistration
from jupyter_openbis_server.adapters.openbis.upload.registry import UploadRegistry, upload_protocols
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import UploadFailed
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import NoProgress, Progress
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft
from tests.unit.adapters.openbis.wire import LIMITS, SESSION, URL

V3 = f"{URL}/openbis/openbis/rmi-application-server-v3.json"
DRAFT = DataSetDraft("RAW_DATA", Entity(EntityKind.SAMPLE, "1-1", "/A/S1"), ())


class FileServer:
    """A protocol for AFS, offered by servers that may have it."""

    def __init__(self) -> None:
        self.registered: list[DataSetDraft] = []

    def is_offered(self, server: Capabilities) -> bool:
        return server.may_have_afs

    def register(
        self, registration: SingleRegistration, server: Capabilities, cancellation: Cancellation, progress: Progress
    ) -> str:
        assert Cancellation.current() is cancellation
        self.registered.append(registration.draft)
        return "1-2"


def register(version: str, *protocols: UploadProtocol) -> str:
    clients = Clients(LIMITS)
    with responses.RequestsMock() as mock:
        mock.post(V3, json={"result": {"api-version": version}})
        store = OpenbisDataStore(clients, uploads=UploadRegistry(clients, protocols))
        return store.register(SESSION, DRAFT, Cancellation(), NoProgress())


@pytest.mark.parametrize(("version", "protocol"), [((3, 5), DssPlugin), ((3, 6), DssV3), ((3, 7), DssV3)])
def test_each_server_offers_one_protocol_of_the_data_stores(version: tuple[int, ...], protocol: type) -> None:
    server = Capabilities.of(version)
    assert [type(each) for each in upload_protocols() if each.is_offered(server)] == [protocol]


def test_a_protocol_is_added_by_one_line_of_the_registry() -> None:
    afs = FileServer()
    assert register("3.7", afs, *upload_protocols()) == "1-2"
    assert afs.registered == [DRAFT]


def test_an_upload_to_a_server_without_a_known_protocol_fails_before_anything_is_sent() -> None:
    with pytest.raises(UploadFailed, match="no way of uploading"):
        register("3.6", FileServer())
