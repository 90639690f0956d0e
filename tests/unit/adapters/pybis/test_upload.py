"""What uploads make of answers that a healthy data store never gives."""

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import pytest
import requests
import responses

from jupyter_openbis_server.adapters.pybis.data_stores import UploadStore
from jupyter_openbis_server.adapters.pybis.upload import Upload
from jupyter_openbis_server.adapters.pybis.upload_v1 import UploadV1, UsedNames
from jupyter_openbis_server.domain.errors import (
    InstanceNonsense,
    InstanceUnreachable,
    OpenbisError,
    SessionExpired,
    SourceNotReadable,
    UploadFailed,
)
from jupyter_openbis_server.domain.model import Cancellation, DataSetDraft, Entity, EntityKind

from .wire import LIMITS, TOKEN, URL, V3, client

STORE = UploadStore("DSS1", f"{URL}/datastore_server")
WORKSPACE = f"{STORE.address}/session_workspace_file_upload"
REGISTRATION = f"{STORE.address}/rmi-data-store-server-v3.json"
PLUGIN = f"{URL}/openbis/openbis/rmi-query-v1.json"
OWNER = Entity(EntityKind.SAMPLE, "1-2", "/LAB/YEAST/S1")


class Source:
    """A file whose stream is as given."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self.name, self.size, self._stream = "a b.txt", size, stream

    def open(self) -> BinaryIO:
        return self._stream


class BrokenDisk(io.BytesIO):
    def read(self, *_: Any) -> bytes:
        raise OSError(5, "Input/output error")


@pytest.fixture
def mock() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def register(source: Source | None = None) -> str:
    draft = DataSetDraft("RAW_DATA", OWNER, (source or Source(io.BytesIO(b"abc"), 3),))
    return Upload(client(), STORE).register(draft, Cancellation())


def register_v1() -> str:
    draft = DataSetDraft("RAW_DATA", OWNER, (Source(io.BytesIO(b"abc"), 3),))
    return UploadV1(client(), STORE, UsedNames()).register(draft, Cancellation())


def takes_files(mock: responses.RequestsMock) -> None:
    mock.post(WORKSPACE, body=json.dumps({"size": 3, "status": "ok"}), content_type="text/json")


def test_a_slice_that_arrives_short_is_sent_again(mock: responses.RequestsMock) -> None:
    mock.post(WORKSPACE, body='{"size": 0, "status": "ok"}')
    takes_files(mock)
    mock.post(REGISTRATION, json={"result": {"permId": "1-1"}})
    assert register() == "1-1"


def test_slices_that_always_arrive_short_register_nothing(mock: responses.RequestsMock) -> None:
    mock.post(WORKSPACE, body='{"size": 2, "status": "ok"}')
    mock.post(V3, json={"result": True})
    with pytest.raises(InstanceUnreachable, match=r"2 bytes of .* have arrived instead of 3"):
        register()
    assert sum(call.request.url.startswith(WORKSPACE) for call in mock.calls) == 1 + LIMITS.retries


def test_a_connection_that_breaks_because_the_session_is_dead_says_so(mock: responses.RequestsMock) -> None:
    mock.post(WORKSPACE, body=requests.ConnectionError(ConnectionResetError(104, "Connection reset by peer")))
    mock.post(V3, json={"result": False})
    with pytest.raises(SessionExpired):
        register()


@pytest.mark.parametrize(
    ("status", "page", "kind"),
    [
        (500, f"<html>Session token &#39;{TOKEN}&#39; is invalid: user is not logged in.</html>", SessionExpired),
        (500, f"<html><p>filePath must not contain &#39;../&#39; {TOKEN}</p></html>", UploadFailed),
        (200, "<html>Log in</html>", InstanceNonsense),
        (413, "<html>too large</html>", InstanceNonsense),
    ],
)
def test_the_pages_of_the_workspace_are_understood(
    mock: responses.RequestsMock, status: int, page: str, kind: type[OpenbisError]
) -> None:
    mock.post(WORKSPACE, status=status, body=page, content_type="text/html")
    with pytest.raises(kind) as caught:
        register()
    assert TOKEN not in str(caught.value)


def test_names_are_encoded_in_all_their_parts(mock: responses.RequestsMock) -> None:
    takes_files(mock)
    mock.post(REGISTRATION, json={"result": {"permId": "1-1"}})
    register()
    sent = mock.calls[0].request
    upload_id = json.loads(mock.calls[1].request.body)["params"][1]["uploadId"]
    assert f"filename={upload_id}%2Fa+b.txt&" in sent.url
    assert sent.headers["Content-Type"] == "application/octet-stream"
    assert sent.headers["Content-Length"] == "3"


def test_a_file_that_cannot_be_read_is_named(mock: responses.RequestsMock) -> None:
    takes_files(mock)
    with pytest.raises(SourceNotReadable, match=r"a b\.txt"):
        register(Source(BrokenDisk(), 3))


def test_a_registration_of_nothing_is_a_failure(mock: responses.RequestsMock) -> None:
    takes_files(mock)
    mock.post(REGISTRATION, json={"result": None})
    with pytest.raises(UploadFailed, match="registered nothing"):
        register()


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
def test_the_tables_of_the_plugin_are_understood(
    mock: responses.RequestsMock, cells: list[str | None], kind: type[OpenbisError], text: str
) -> None:
    takes_files(mock)
    row = [{"@id": number, "value": value} for number, value in enumerate(cells, 1)]
    mock.post(PLUGIN, json={"result": {"columns": [], "rows": [row]}})
    with pytest.raises(kind, match=text):
        register_v1()


def test_without_the_plugin_openbis_own_words_are_told(mock: responses.RequestsMock) -> None:
    takes_files(mock)
    mock.post(PLUGIN, json={"error": {"code": 0, "message": "No aggregation service 'dataset-uploader-api' found"}})
    with pytest.raises(UploadFailed, match="dataset-uploader-api"):
        register_v1()
