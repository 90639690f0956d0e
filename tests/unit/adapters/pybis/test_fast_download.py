"""How lost chunks are asked for again, against replies laid out by hand."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import responses

from jupyter_openbis_server.adapters.memory import MemoryDownloadFolders
from jupyter_openbis_server.adapters.pybis.fast_download import FastDownload
from jupyter_openbis_server.adapters.pybis.file_transfer import FileTransfer
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    InstanceNonsense,
    InstanceUnreachable,
    IntegrityError,
    OpenbisError,
    SessionExpired,
)
from jupyter_openbis_server.domain.model import Cancellation, DataSet, DataSetFile

from .wire import TOKEN, URL, V3, chunk, client

SERVLET = f"{URL}/datastore_server/file-transfer"
DATA_SET = DataSet("1-1", "RAW_DATA", data_store_url=URL)
A, B, C = (DataSetFile(f"original/{name}.txt", 3) for name in "abc")
CHUNKS = {0: chunk(0, 0, b"aaa"), 1: chunk(1, 0, b"bbb"), 2: chunk(2, 0, b"ccc")}
SESSION_TOKEN = "the-session-behind-the-token"

Reply = bytes | tuple[int, bytes] | Exception | dict[str, Any]


class DataStore:
    """A data store whose `download` replies are laid out; the last one is repeated."""

    def __init__(self, mock: responses.RequestsMock) -> None:
        self.ranges = {"1-1/original/a.txt": "0:0", "1-1/original/b.txt": "1:1", "1-1/original/c.txt": "2:2"}
        self.replies: list[Reply] = [b"".join(CHUNKS.values())]
        self.start: Reply | None = None
        self.finish: dict[str, Any] | None = None
        self.queued: list[str] = []
        self.downloads = 0
        self.finished = 0
        self.alive = True
        self.api_version = "3.7"
        mock.add_callback(responses.POST, V3, self._application_server)
        mock.add_callback(responses.POST, f"{URL}/datastore_server/rmi-data-store-server-v3.json", self._data_store)
        mock.add_callback(responses.POST, SERVLET, self._servlet)

    def _application_server(self, request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        method = json.loads(request.body or b"")["method"]
        result = {"getServerInformation": {"api-version": self.api_version}, "isSessionActive": self.alive}[method]
        return _json({"result": result})

    def _data_store(self, request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        assert json.loads(request.body or b"")["method"] == "createFastDownloadSession"
        elsewhere = "https://unreachable.invalid/datastore_server/file-transfer"
        return _json({"result": {"downloadUrl": elsewhere, "fileTransferUserSessionId": SESSION_TOKEN, "files": []}})

    def _servlet(self, request: requests.PreparedRequest) -> tuple[int, dict[str, str], bytes | str]:
        sent = json.loads(request.body or b"")
        match sent["method"]:
            case ["startDownloadSession"]:
                self.started = sent
                answer = self.start or {"downloadSessionId": "d", "ranges": self.ranges, "streamIds": ["s"]}
                return self._as_sent(answer)
            case ["queue"]:
                self.queued += sent["ranges"]
                return 200, {}, b""
            case ["download"]:
                self.downloads += 1
                reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
                return self._as_sent(reply)
        self.finished += 1
        return _json(self.finish) if self.finish else (200, {}, b"")

    def _as_sent(self, reply: Reply) -> Any:
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, dict):
            return _json(reply)
        status, body = reply if isinstance(reply, tuple) else (200, reply)
        kind = "application/octet-stream" if status == 200 else "text/html"
        return status, {"Content-Type": kind}, body


@pytest.fixture
def data_store() -> Iterator[DataStore]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield DataStore(mock)


@pytest.fixture
def disk() -> MemoryDownloadFolders:
    return MemoryDownloadFolders()


@pytest.fixture
def fetch(disk: MemoryDownloadFolders) -> Callable[..., dict[str, bytes]]:
    def run(*files: DataSetFile) -> dict[str, bytes]:
        FastDownload(client(), DATA_SET, disk.prepare("/d", "1"), Cancellation()).fetch(files or (A, B, C))
        return arrived(disk)

    return run


def arrived(disk: MemoryDownloadFolders) -> dict[str, bytes]:
    return {path.removeprefix("/d/1/original/"): content for path, content in disk.files.items()}


ALL = {"a.txt": b"aaa", "b.txt": b"bbb", "c.txt": b"ccc"}


def test_one_reply_is_enough_when_nothing_goes_wrong(data_store: DataStore, fetch: Any) -> None:
    assert fetch() == ALL
    assert (data_store.queued, data_store.downloads, data_store.finished) == (["0:2"], 1, 1)


def test_the_servlet_gets_the_session_behind_the_token_and_lists_of_texts(data_store: DataStore, fetch: Any) -> None:
    fetch()
    items = ["1-1/original/a.txt", "1-1/original/b.txt", "1-1/original/c.txt"]
    assert data_store.started == {
        "method": ["startDownloadSession"],
        "userSessionId": [SESSION_TOKEN],
        "downloadItemIds": [json.dumps(items)],
        "wishedNumberOfStreams": ["1"],
        "version": ["2"],
    }


def test_version_1_joins_the_items_by_commas(data_store: DataStore, fetch: Any) -> None:
    data_store.api_version = "3.6"
    assert fetch() == ALL
    assert data_store.started["downloadItemIds"] == ["1-1/original/a.txt,1-1/original/b.txt,1-1/original/c.txt"]
    assert "version" not in data_store.started


def test_lost_chunks_are_queued_again_only_after_an_empty_reply(data_store: DataStore, fetch: Any) -> None:
    data_store.replies = [CHUNKS[0], CHUNKS[2], b"", CHUNKS[1]]
    assert fetch() == ALL
    assert data_store.queued == ["0:2", "1:1"]


def test_chunks_that_come_twice_or_were_not_asked_for_do_no_harm(data_store: DataStore, fetch: Any) -> None:
    data_store.replies = [CHUNKS[1] + CHUNKS[1] + chunk(99, 0, b"???") + CHUNKS[2] + CHUNKS[0]]
    assert fetch() == ALL


def test_the_chunks_of_a_file_may_come_in_any_order(data_store: DataStore, fetch: Any) -> None:
    data_store.ranges = {"1-1/original/a.txt": "0:2"}
    data_store.replies = [chunk(2, 2, b"a") + chunk(0, 0, b"a") + chunk(1, 1, b"b")]
    assert fetch(A) == {"a.txt": b"aba"}


def test_a_server_with_another_encoding_in_its_chunks_is_understood(data_store: DataStore, fetch: Any) -> None:
    data_store.replies = [chunk(0, 0, b"aaa", path="original/other.txt", item="?") + CHUNKS[1] + CHUNKS[2]]
    assert fetch() == ALL


def test_an_unreadable_file_is_found_by_asking_one_by_one(data_store: DataStore, fetch: Any, disk: Any) -> None:
    page = (500, b"<html>STREAM</html>")
    data_store.replies = [page, b"", page, b"", CHUNKS[0], page, page, CHUNKS[2]]
    with pytest.raises(DataNotAvailable, match=r"cannot read original/b\.txt"):
        fetch()
    assert arrived(disk) == {"a.txt": b"aaa", "c.txt": b"ccc"}
    assert data_store.queued == ["0:2", "0:2", "0:0", "1:1", "1:1", "2:2"]
    assert data_store.finished == 1


def test_breaks_with_progress_between_them_are_no_reason_to_ask_one_by_one(data_store: DataStore, fetch: Any) -> None:
    page = (500, b"<html>STREAM</html>")
    data_store.replies = [page, CHUNKS[0], page, b"", CHUNKS[1] + CHUNKS[2]]
    assert fetch() == ALL
    assert data_store.queued == ["0:2", "1:2"]


def test_a_reply_that_always_ends_inside_a_chunk_ends_the_download(data_store: DataStore, fetch: Any) -> None:
    data_store.replies = [CHUNKS[0][:20]]
    with pytest.raises(InstanceUnreachable, match="break off again and again"):
        fetch()
    assert data_store.finished == 1


def test_an_always_empty_queue_ends_the_download(data_store: DataStore, fetch: Any) -> None:
    data_store.replies = [b""]
    with pytest.raises(InstanceUnreachable):
        fetch()
    assert data_store.downloads < 20


def test_a_chunk_outside_its_file_is_not_written(data_store: DataStore, fetch: Any, disk: Any) -> None:
    data_store.replies = [chunk(0, 1 << 60, b"aaa")]
    with pytest.raises(IntegrityError, match=r"a\.txt"):
        fetch()
    assert disk.files == {}


@pytest.mark.parametrize(
    "answer",
    [
        {"downloadSessionId": "d", "ranges": {"1-1/original/a.txt": "1:0"}, "streamIds": ["s"]},
        {"downloadSessionId": "d", "ranges": {"1-1/original/a.txt": "0:99999999999"}, "streamIds": ["s"]},
        {"downloadSessionId": "d", "ranges": {"1-1/original/a.txt": 7}, "streamIds": ["s"]},
        {"downloadSessionId": "d", "ranges": {"1-1/original/a.txt": "0:0"}, "streamIds": []},
        {"ranges": {}, "streamIds": ["s"]},
        {"downloadSessionId": "d", "ranges": [], "streamIds": None},
        b"<html>Log in</html>",
    ],
)
def test_a_beginning_that_is_not_understood_is_nonsense(data_store: DataStore, fetch: Any, answer: Any) -> None:
    data_store.start = answer
    with pytest.raises(InstanceNonsense):
        fetch(A)


@pytest.mark.parametrize(
    "text",
    [
        "Item ids cannot be null or empty",
        "Invalid download session id: DownloadSessionId[id=d]",
        "Unknown data set: 1-1",
    ],
)
@pytest.mark.parametrize(("alive", "kind"), [(True, DataNotAvailable), (False, SessionExpired)])
def test_a_refusal_means_a_dead_session_where_openbis_says_that_it_is_dead(
    data_store: DataStore, fetch: Any, text: str, alive: bool, kind: type[OpenbisError]
) -> None:
    data_store.start = {"error": text, "exception-class": "java.lang.IllegalArgumentException"}
    data_store.alive = alive
    with pytest.raises(kind):
        fetch()


def test_an_error_half_way_is_told_with_its_text(data_store: DataStore, fetch: Any, disk: Any) -> None:
    error = {"error": f"Resource of {TOKEN} is gone", "exception-class": "x"}
    data_store.replies = [CHUNKS[0], error]
    with pytest.raises(DataNotAvailable) as caught:
        fetch()
    assert str(caught.value) == "Resource of ****** is gone"
    assert arrived(disk) == {"a.txt": b"aaa"}
    assert data_store.finished == 1


@pytest.mark.parametrize(
    ("version", "path", "can_be_named"),
    [
        ("3.6", "original/a, b.txt", False),
        ("3.6", "original/blank ", False),
        ("3.6", "original/ blank's 100%.txt", True),
        ("3.7", "original/a, b.txt", True),
        ("3.7", "original/blank ", True),
        ("3.7", "original/archive.h5ar/inside.txt", False),  # listed as a folder, transferred as one file
    ],
)
def test_what_the_protocol_cannot_name_is_left_to_the_plain_servlet(
    data_store: DataStore, version: str, path: str, can_be_named: bool
) -> None:
    data_store.api_version = version
    assert FileTransfer(client(), DATA_SET).can_name(DataSetFile(path, 3)) is can_be_named


def test_a_transfer_that_cannot_be_finished_is_left_to_openbis(data_store: DataStore, fetch: Any) -> None:
    data_store.finish = {"error": "x", "exception-class": "x"}
    assert fetch() == ALL


def test_the_rest_of_a_file_that_was_given_up_is_not_asked_for(data_store: DataStore, fetch: Any, disk: Any) -> None:
    big = DataSetFile("original/big.raw", 2000)
    data_store.ranges = {"1-1/original/big.raw": "0:1999", "1-1/original/a.txt": "2000:2000"}
    page = (500, b"<html>STREAM</html>")
    rest = b"".join(chunk(number, number, b"x") for number in range(1, 1024))
    data_store.replies = [rest, b"", page, b"", page, b"", page, page, chunk(2000, 0, b"aaa")]
    with pytest.raises(DataNotAvailable, match=r"big\.raw"):
        fetch(big, A)
    assert arrived(disk) == {"a.txt": b"aaa"}
    assert data_store.queued[-1] == "2000:2000"


def test_many_chunks_are_queued_in_portions(data_store: DataStore, fetch: Any) -> None:
    big = DataSetFile("original/big.raw", 1500)
    data_store.ranges = {"1-1/original/big.raw": "0:1499"}
    parts = [chunk(number, number, b"x") for number in range(1500)]
    data_store.replies = [b"".join(parts[:1024]), b"".join(parts[1024:])]
    assert fetch(big) == {"big.raw": b"x" * 1500}
    assert data_store.queued == ["0:1023", "1024:1499"]


def _json(value: object) -> tuple[int, dict[str, str], str]:
    return 200, {"Content-Type": "application/json"}, json.dumps(value)
