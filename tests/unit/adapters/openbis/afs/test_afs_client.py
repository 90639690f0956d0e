"""The methods of the file server: verbs, parameters, answers, errors, retries."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from jupyter_openbis_server.adapters.openbis.api.afs.chunks import MAX_BYTES, Chunk
from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient, FreeSpace
from jupyter_openbis_server.adapters.openbis.api.afs.errors import FileExists, FileServerBusy, NoRight
from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure, Unavailable
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    FileNotInDataSet,
    InstanceUnreachable,
    OpenbisError,
    RequestRefused,
    SessionExpired,
    UnexpectedResponse,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from tests.unit.adapters.openbis.afs.scripted_file_server import OWNER, FileServer, Reply, Request, chunks_of, failure
from tests.unit.adapters.openbis.wire import LIMITS, TOKEN

PATH = "a b/ü+&=#%.txt"
SOURCE = {"owner": OWNER, "source": f"/{PATH}"}
OK = Reply(b"true", kind="text/plain")
CHUNK = Chunk(OWNER, f"/{PATH}", 5, 3)
Call = Callable[[AfsClient], Any]


@pytest.fixture
def afs(server: FileServer) -> AfsClient:
    made = AfsClient.of(server.client())
    server.requests.clear()
    return made


def answering(server: FileServer, *replies: Reply) -> None:
    """Answer requests with replies in order; the last one is repeated."""
    left = list(replies)
    server.faults = lambda _: left.pop(0) if len(left) > 1 else left[0]


def read(afs: AfsClient) -> bytes:
    return b"".join(block.data for block in afs.read([CHUNK]))


CALLS: dict[str, tuple[Call, str, dict[str, str], bool]] = {
    "isSessionValid": (lambda afs: afs.is_session_valid(), "GET", {}, True),
    "list": (
        lambda afs: afs.list_files(OWNER, PATH, recursively=True),
        "GET",
        {**SOURCE, "recursively": "true"},
        True,
    ),
    "hash": (lambda afs: afs.md5(OWNER, PATH), "GET", SOURCE, True),
    "preview": (lambda afs: afs.preview(OWNER, PATH), "GET", SOURCE, True),
    "free": (lambda afs: afs.free(OWNER, PATH), "GET", SOURCE, True),
    "read": (read, "POST", {}, True),
    "write": (lambda afs: afs.write([CHUNK], [[b"abc"]]), "POST", {}, True),
    "create": (
        lambda afs: afs.create(OWNER, PATH, is_folder=True),
        "POST",
        {**SOURCE, "directory": "true"},
        False,
    ),
    "delete": (lambda afs: afs.delete(OWNER, PATH), "DELETE", {**SOURCE, "trash": "true"}, False),
    "move": (
        lambda afs: afs.move(OWNER, PATH, "2-2", "c"),
        "POST",
        {"sourceOwner": OWNER, "source": f"/{PATH}", "targetOwner": "2-2", "target": "/c"},
        False,
    ),
    "copy": (
        lambda afs: afs.copy(OWNER, PATH, "2-2", "c"),
        "POST",
        {"sourceOwner": OWNER, "source": f"/{PATH}", "targetOwner": "2-2", "target": "/c"},
        False,
    ),
    "truncate": (lambda afs: afs.truncate(OWNER, PATH, 7), "POST", {**SOURCE, "size": "7"}, False),
}
ANSWERS = {
    "list": b"",
    "hash": b"0F" * 16,
    "preview": b"JPEG",
    "free": b'{"id":"1","result":["x",{"total":10,"free":4}],"error":null}',
    "read": chunks_of((OWNER, f"/{PATH}", 5, 3, b"abc")),
}
RESULTS = {
    "isSessionValid": True,
    "list": (),
    "hash": "0f" * 16,
    "preview": b"JPEG",
    "free": FreeSpace(10, 4),
    "read": b"abc",
}


@pytest.mark.parametrize("method", CALLS)
def test_request_has_exactly_the_parameters_of_the_method(server: FileServer, afs: AfsClient, method: str) -> None:
    call, verb, parameters, in_url = CALLS[method]
    answering(server, Reply(ANSWERS.get(method, b"true")))
    assert call(afs) == RESULTS.get(method)
    (request,) = server.requests
    assert request.verb == verb
    assert request.parameters == {"method": method, "sessionToken": TOKEN, **parameters}
    assert request.in_url is in_url
    assert request.headers["connection"] == "close"


def test_chunks_are_in_the_body(server: FileServer, afs: AfsClient) -> None:
    answering(server, Reply(ANSWERS["read"]), OK)
    read(afs)
    afs.write([CHUNK], [[b"abc"]])
    assert [each.chunks() for each in server.requests] == [
        [(OWNER, f"/{PATH}", 5, 3, b"")],
        [(OWNER, f"/{PATH}", 5, 3, b"abc")],
    ]


def test_more_than_10_mib_are_not_asked_for(server: FileServer, afs: AfsClient) -> None:
    for length in (MAX_BYTES // 2 + 1, MAX_BYTES):
        with pytest.raises(ValueError, match="10 MiB"):
            list(afs.read([replace(CHUNK, length=length)] * 2))
    with pytest.raises(ValueError, match="10 MiB"):
        afs.write([replace(CHUNK, length=MAX_BYTES + 1)], [[b""]])
    assert server.requests == []


def test_image_without_a_preview(server: FileServer, afs: AfsClient) -> None:
    answering(server, Reply(b""))
    assert afs.preview(OWNER, "a.txt") is None


@pytest.mark.parametrize("method", [each for each in CALLS if each != "preview"])
@pytest.mark.parametrize("body", [b"<html>Log in</html>", b"false!", b'{"result": 7}', b'{"result": [1, {}]}'])
def test_other_answers_are_refused(server: FileServer, afs: AfsClient, method: str, body: bytes) -> None:
    answering(server, Reply(body, kind="text/plain"))
    with pytest.raises(UnexpectedResponse):
        CALLS[method][0](afs)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (failure(30001, "odd"), RequestRefused),
        (failure(40003), SessionExpired),
        (failure(40001), NoRight),
        (failure(10016), FileExists),
        (failure(30001, "java.nio.file.NoSuchFileException: /x"), FileNotInDataSet),
        (Reply(b"java.lang.NullPointerException", 500, "text/plain"), RequestRefused),
        (Reply(b"<html>Internal Server Error</html>", 500, "text/html"), UnexpectedResponse),
        (Reply(b"not JSON", 400, "text/plain"), UnexpectedResponse),
        (Reply(b"404 NOT FOUND", 404, "text/plain"), UnexpectedResponse),
        (Reply(b"", 413), RequestRefused),
        (Reply(b"", 502), Unavailable),
        (Reply(b"", 302, location="https://login.example.org/"), UnexpectedResponse),
    ],
    ids=range(12),
)
@pytest.mark.parametrize("method", ["list", "read", "create"])
def test_refusals(server: FileServer, afs: AfsClient, method: str, reply: Reply, expected: type) -> None:
    answering(server, reply)
    with pytest.raises(OpenbisError) as raised:
        CALLS[method][0](afs)
    assert type(raised.value) is expected
    assert len(server.requests) == (3 if expected is Unavailable and method == "list" else 1)


@pytest.mark.parametrize("code", [10011, 10020, 10024])
@pytest.mark.parametrize("method", ["list", "read", "create"])
def test_busy_files_are_asked_for_again(server: FileServer, afs: AfsClient, method: str, code: int) -> None:
    answering(server, failure(code), failure(code), Reply(ANSWERS.get(method, b"true")))
    CALLS[method][0](afs)
    assert len(server.requests) == 3


def test_files_that_stay_busy_are_given_up(server: FileServer, afs: AfsClient) -> None:
    answering(server, failure(10024, "locked"))
    with pytest.raises(FileServerBusy, match=r"a b/ü.*another program.*locked"):
        afs.md5(OWNER, PATH)
    assert len(server.requests) == 5


def test_waiting_for_busy_files_can_be_cancelled(server: FileServer) -> None:
    afs = AfsClient.of(server.client(replace(LIMITS, retry_seconds=60)))
    cancellation, asked = Cancellation(), threading.Event()

    def busy(_: Request) -> Reply:
        asked.set()
        return failure(10011)

    server.faults = busy
    threading.Thread(target=lambda: (asked.wait(60), cancellation.cancel()), daemon=True).start()
    with cancellation.as_current(), pytest.raises(Cancelled):
        afs.md5(OWNER, PATH)


@pytest.mark.parametrize(("method", "times"), [("list", 2), ("write", 2), ("create", 1), ("move", 1), ("delete", 1)])
def test_lost_answers_are_asked_for_again_if_that_does_no_harm(
    server: FileServer, afs: AfsClient, method: str, times: int
) -> None:
    cut = Reply(b"true", cut=2)
    answering(server, cut, Reply(ANSWERS.get(method, b"true")))
    if times == 1:
        with pytest.raises(TransientFailure):
            CALLS[method][0](afs)
    else:
        CALLS[method][0](afs)
    assert len(server.requests) == times


def test_answer_that_breaks_off_is_reported_with_what_has_arrived(server: FileServer, afs: AfsClient) -> None:
    answer = chunks_of((OWNER, "/a", 0, 3, b"abc"), (OWNER, "/b", 0, 3, b"abc"))
    answering(server, Reply(answer, cut=len(answer) - 1))
    arrived = []
    with pytest.raises(TransientFailure):
        arrived.extend(each.data for each in afs.read([Chunk(OWNER, "/a", 0, 3), Chunk(OWNER, "/b", 0, 3)]))
    assert len(server.requests) == 1


def test_silent_server_is_not_waited_for_without_end(server: FileServer) -> None:
    afs = AfsClient.of(server.client(replace(LIMITS, read_seconds=1)))
    stop = threading.Event()
    server.faults = lambda _: stop.wait(20) and None
    try:
        with pytest.raises(InstanceUnreachable, match="no answer within 1 seconds"):
            afs.list_files(OWNER, recursively=True)
    finally:
        stop.set()


def test_read_can_be_cancelled(server: FileServer, afs: AfsClient) -> None:
    cancellation, stop, asked = Cancellation(), threading.Event(), threading.Event()

    def silent(_: Request) -> None:
        asked.set()
        stop.wait(20)

    server.faults = silent
    threading.Thread(target=lambda: (asked.wait(60), cancellation.cancel()), daemon=True).start()
    try:
        with cancellation.as_current(), pytest.raises(Cancelled):
            afs.md5(OWNER, PATH)
    finally:
        stop.set()


def test_each_request_has_its_own_connection(server: FileServer, afs: AfsClient) -> None:
    before = server.connections
    for _ in range(3):
        assert afs.is_session_valid()
    assert server.connections == before + 3


def test_token_is_in_no_log_and_no_error(server: FileServer, afs: AfsClient, caplog: pytest.LogCaptureFixture) -> None:
    answering(server, failure(30001, f"bad sessionToken={TOKEN}, {TOKEN}"))
    with caplog.at_level(logging.DEBUG), pytest.raises(RequestRefused) as raised:
        afs.md5(OWNER, PATH)
    assert TOKEN not in str(raised.value)
    assert "sessionToken=******" in caplog.text
    assert TOKEN not in caplog.text


def test_messages_name_the_file_server(server: FileServer, afs: AfsClient) -> None:
    answering(server, Reply(b"404 NOT FOUND", 404, "text/plain"))
    with pytest.raises(UnexpectedResponse, match=r"/afs-server \(the file server\) does not answer"):
        afs.md5(OWNER, PATH)
