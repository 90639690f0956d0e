"""Uploads, with responses that a healthy data store never gives."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pytest

from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.api.data_stores import UploadStore
from jupyter_openbis_server.adapters.openbis.upload.dss_plugin import DssPluginUpload, NameReservations
from jupyter_openbis_server.adapters.openbis.upload.dss_v3 import DssV3Upload
from jupyter_openbis_server.adapters.openbis.upload.registration import SingleRegistration
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import (
    InstanceUnreachable,
    OpenbisError,
    RequestRefused,
    SessionExpired,
    SourceNotReadable,
    UnexpectedResponse,
    UploadFailed,
)
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import NoProgress
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft
from jupyter_openbis_server.domain.workspace.source_files import SourceFile
from tests.unit.adapters.openbis.scripted_server import BREAK_OFF, Reply, ScriptedServer, scripted_server
from tests.unit.adapters.openbis.wire import LIMITS, TOKEN

WORKSPACE = "/datastore_server/session_workspace_file_upload"
REGISTRATION = "/datastore_server/rmi-data-store-server-v3.json"
PLUGIN = "/openbis/openbis/rmi-query-v1.json"
APPLICATION_SERVER = "/openbis/openbis/rmi-application-server-v3.json"
OWNER = Entity(EntityKind.SAMPLE, "1-2", "/LAB/YEAST/S1")


@dataclass
class Source:
    """A file with a given stream."""

    stream: BinaryIO = field(default_factory=lambda: io.BytesIO(b"abc"))
    size: int = 3
    is_folder: bool = False
    name: str = "a b.txt"

    def open(self) -> BinaryIO:
        return self.stream


class BrokenDisk(io.BytesIO):
    def read(self, *_: Any) -> bytes:
        raise OSError(5, "Input/output error")


@dataclass
class Uploader:
    """Uploads to a scripted server."""

    server: ScriptedServer

    def __call__(self, source: SourceFile | None = None) -> str:
        registration = self._registration(source)
        return DssV3Upload(registration.client, self._store, registration, Capabilities.of((3, 7))).register(
            Cancellation(), NoProgress()
        )

    def by_plugin(self, reservations: NameReservations | None = None) -> str:
        registration = self._registration()
        upload = DssPluginUpload(
            registration.client, self._store, registration, reservations or NameReservations(), Capabilities.of((3, 5))
        )
        return upload.register(Cancellation(), NoProgress())

    def takes_files(self) -> None:
        self.server.answers(WORKSPACE, json_reply({"size": 3, "status": "ok"}))

    def _registration(self, source: SourceFile | None = None) -> SingleRegistration:
        session = Session(Instance("lab", self.server.url), Secret(TOKEN), "admin")
        draft = DataSetDraft("RAW_DATA", OWNER, (source or Source(),))
        return SingleRegistration(Clients(LIMITS).of(session), draft, newest=lambda: ())

    @property
    def _store(self) -> UploadStore:
        return UploadStore("DSS1", f"{self.server.url}/datastore_server")


def json_reply(value: object) -> Reply:
    return Reply(json.dumps(value), content_type="application/json")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as server:
        yield server


@pytest.fixture
def upload(server: ScriptedServer) -> Uploader:
    return Uploader(server)


# --- the workspace


def test_truncated_part_is_sent_again(server: ScriptedServer, upload: Uploader) -> None:
    server.answers(WORKSPACE, json_reply({"size": 0, "status": "ok"}))
    upload.takes_files()
    server.answers(REGISTRATION, json_reply({"result": {"permId": "1-1"}}))
    assert upload() == "1-1"
    assert [request.body for request in server.requests[:2]] == [b"abc", b"abc"]


def test_permanently_truncated_parts_register_nothing(server: ScriptedServer, upload: Uploader) -> None:
    server.answers(WORKSPACE, json_reply({"size": 2, "status": "ok"}))
    server.answers(APPLICATION_SERVER, json_reply({"result": True}))
    with pytest.raises(InstanceUnreachable, match=r"2 bytes of .* have arrived instead of 3"):
        upload()
    assert server.times(WORKSPACE) == 1 + LIMITS.retries
    assert server.times(REGISTRATION) == 0


def test_interruption_by_an_expired_session_is_reported_as_such(server: ScriptedServer, upload: Uploader) -> None:
    server.answers(WORKSPACE, BREAK_OFF)
    server.answers(APPLICATION_SERVER, json_reply({"result": False}))
    with pytest.raises(SessionExpired):
        upload()


@pytest.mark.parametrize(
    ("status", "page", "kind"),
    [
        (500, f"<html>Session token &#39;{TOKEN}&#39; is invalid: user is not logged in.</html>", SessionExpired),
        (500, f"<html><p>filePath must not contain &#39;../&#39; {TOKEN}</p></html>", UploadFailed),
        (200, "<html>Log in</html>", UnexpectedResponse),
        (200, "[3]", InstanceUnreachable),
        (200, '{"status": "ok"}', InstanceUnreachable),
        (413, "<html>too large</html>", RequestRefused),
        (414, "<html>URI Too Long</html>", UploadFailed),
    ],
)
def test_error_pages_of_the_workspace_are_parsed(
    server: ScriptedServer, upload: Uploader, status: int, page: str, kind: type[OpenbisError]
) -> None:
    server.answers(WORKSPACE, Reply(page, status))
    server.answers(APPLICATION_SERVER, json_reply({"result": True}))
    with pytest.raises(kind) as caught:
        upload()
    assert TOKEN not in str(caught.value)


def test_names_are_encoded_in_all_their_parts(server: ScriptedServer, upload: Uploader) -> None:
    upload.takes_files()
    server.answers(REGISTRATION, json_reply({"result": {"permId": "1-1"}}))
    upload(Source(name="run #1/50%/a&b+ü.txt"))
    sent, registration = server.requests
    upload_id = json.loads(registration.body)["params"][1]["uploadId"]
    assert f"filename={upload_id}%2Frun%20%231%2F50%25%2Fa%26b%2B%C3%BC.txt&" in sent.raw_query
    assert sent.query == {
        "filename": f"{upload_id}/run #1/50%/a&b+ü.txt",
        "id": "1",
        "startByte": "0",
        "endByte": "3",
        "emptyFolder": "false",
        "sessionID": TOKEN,
    }
    assert (sent.headers["content-type"], sent.headers["content-length"]) == ("application/octet-stream", "3")


def test_folder_that_openbis_did_not_create_is_detected(upload: Uploader) -> None:
    upload.takes_files()
    with pytest.raises(UploadFailed, match=r"not made the folder .*/a b\.txt"):
        upload(Source(io.BytesIO(), 0, is_folder=True))


def test_a_file_that_cannot_be_read_is_named(upload: Uploader) -> None:
    upload.takes_files()
    with pytest.raises(SourceNotReadable, match=r"a b\.txt"):
        upload(Source(BrokenDisk()))


# --- the registration


def test_registration_without_a_perm_id_is_a_failure(server: ScriptedServer, upload: Uploader) -> None:
    upload.takes_files()
    server.answers(REGISTRATION, json_reply({"result": None}))
    with pytest.raises(UploadFailed, match="registered nothing"):
        upload()


def test_no_registration_is_requested_if_files_failed(server: ScriptedServer, upload: Uploader) -> None:
    server.answers(WORKSPACE, Reply("<html>No space left on device</html>", 500))
    for attempt in (upload, upload.by_plugin):
        with pytest.raises(UploadFailed, match="No space left on device"):
            attempt()
    assert {request.path for request in server.requests} == {WORKSPACE}


@pytest.mark.parametrize(
    ("cells", "kind", "text"),
    [
        (["FAIL", "Operation Failed", ""], UploadFailed, "Operation Failed"),
        (["{permId=null}", f"Value of {TOKEN} is wrong"], UploadFailed, r"Value of \*{6} is wrong"),
        (["OK", "done", None], UploadFailed, "registered nothing"),
        (["x", "user is not logged in"], SessionExpired, "expired"),
        ([], UploadFailed, "no result"),
    ],
)
def test_tables_of_the_plugin_are_parsed(
    server: ScriptedServer, upload: Uploader, cells: list[str | None], kind: type[OpenbisError], text: str
) -> None:
    upload.takes_files()
    row = [{"@id": number, "value": value} for number, value in enumerate(cells, 1)]
    server.answers(PLUGIN, json_reply({"result": {"columns": [], "rows": [row]}}))
    with pytest.raises(kind, match=text):
        upload.by_plugin()


def test_missing_plugin_is_reported_with_the_message_of_openbis(server: ScriptedServer, upload: Uploader) -> None:
    upload.takes_files()
    problem = "No aggregation service 'dataset-uploader-api' found"
    server.answers(PLUGIN, json_reply({"error": {"code": 0, "message": problem}}))
    with pytest.raises(UploadFailed, match=problem):
        upload.by_plugin()


def test_names_of_an_upload_that_failed_are_not_used_again(server: ScriptedServer, upload: Uploader) -> None:
    server.answers(WORKSPACE, Reply("<html>No space left on device</html>", 500))
    reservations = NameReservations()
    for _ in range(2):
        with pytest.raises(UploadFailed):
            upload.by_plugin(reservations)
    first, second = (request.query["filename"] for request in server.requests)
    assert first == "a b.txt"
    assert second.endswith(".zip")
