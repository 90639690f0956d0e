"""Injected faults."""

import json
import socket
import threading
import time

import pytest
import requests

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.faults.faults import CHUNK_KINDS, Faults, RequestTarget
from tests.integration.fake_openbis.wire import AS_V3, Wire
from tests.support.waiting import until

ASK = {"id": 1, "method": "isSessionActive", "params": ["x"]}


@pytest.fixture
def openbis(start_fake_openbis) -> FakeOpenbis:
    return start_fake_openbis(sample_data=False)


@pytest.fixture
def wire(openbis) -> Wire:
    return Wire(openbis)


def test_a_proxy_error_is_an_html_page_once(openbis, wire):
    number = openbis.faults.inject(Fault(FaultKind.STATUS, status=502))
    answer = wire.post(ASK)
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html; charset=UTF-8")
    assert wire.post(ASK).status_code == 200
    assert openbis.faults.hits(number) == 1


def test_a_fault_affects_the_given_method_and_occurrences(openbis, wire):
    openbis.faults.inject(Fault(FaultKind.STATUS, method="isSessionActive", occurrence=2, times=2))
    statuses = [wire.post(ASK).status_code for _ in range(2)]
    assert wire.post({**ASK, "method": "logout"}).status_code == 200
    statuses += [wire.post(ASK).status_code for _ in range(2)]
    assert statuses == [200, 503, 503, 200]


def test_a_fault_does_not_affect_other_paths(openbis, wire):
    openbis.faults.inject(Fault(FaultKind.STATUS, path_prefix="/datastore_server/", times=None))
    assert wire.post(ASK).status_code == 200


def test_latency_delays_a_reply_while_others_are_served(openbis, wire):
    openbis.faults.inject(Fault(FaultKind.LATENCY, method="logout", seconds=2))
    slow = threading.Thread(target=wire.post, args=({**ASK, "method": "logout"},))
    began = time.monotonic()
    slow.start()
    assert wire.post(ASK).status_code == 200
    assert slow.is_alive()
    slow.join()
    assert time.monotonic() - began >= 2


def _give_up_a_hanging_request(openbis, wire):
    """Let a client disconnect while its request hangs; wait until the server has noticed it."""
    fault = openbis.faults.inject(Fault(FaultKind.HANG))
    with pytest.raises(requests.exceptions.ReadTimeout):
        wire.post(ASK, timeout=0.2)
    until(lambda: openbis.faults.hits(fault))
    until(lambda: not openbis.faults.hanging)


def test_a_hanging_request_sends_nothing_until_it_is_released(openbis, wire):
    _give_up_a_hanging_request(openbis, wire)
    openbis.faults.inject(Fault(FaultKind.HANG))
    answers: list[requests.Response] = []
    waiting = threading.Thread(target=lambda: answers.append(wire.post(ASK)))
    waiting.start()
    until(lambda: openbis.faults.hanging)
    openbis.faults.release()
    waiting.join()
    assert answers[0].json()["result"] is False


def test_a_hang_can_have_a_limit(openbis, wire):
    openbis.faults.inject(Fault(FaultKind.HANG, seconds=0.2))
    assert wire.post(ASK).elapsed.total_seconds() >= 0.2
    assert openbis.faults.hanging == 0


def test_a_client_that_disconnects_ends_its_hang(openbis, wire):
    _give_up_a_hanging_request(openbis, wire)


def test_a_server_can_be_stopped_while_a_request_hangs():
    with FakeOpenbis(sample_data=False) as openbis:
        openbis.faults.inject(Fault(FaultKind.HANG))
        failures: list[Exception] = []

        def ask() -> None:
            try:
                Wire(openbis).post(ASK)
            except requests.exceptions.RequestException as error:
                failures.append(error)

        asking = threading.Thread(target=ask)
        asking.start()
        until(lambda: openbis.faults.hanging)
    asking.join(timeout=60)
    assert not asking.is_alive()


def test_a_reset_breaks_the_connection(openbis, wire):
    openbis.faults.inject(Fault(FaultKind.RESET))
    with pytest.raises(requests.exceptions.ConnectionError):
        wire.post(ASK)
    assert wire.post(ASK).status_code == 200


def test_a_truncated_body_is_shorter_than_announced(openbis, wire):
    openbis.faults.inject(Fault(FaultKind.TRUNCATE, after_bytes=10))
    with wire.post(ASK, stream=True) as answer:
        assert int(answer.headers["Content-Length"]) > 10
        assert answer.raw.read(10) == b'{"jsonrpc"'
        with pytest.raises(Exception, match="more expected"):
            answer.raw.read()


def test_one_byte_of_the_body_may_be_flipped(openbis, wire):
    right = wire.post(ASK).content
    openbis.faults.inject(Fault(FaultKind.FLIP_BODY_BYTE, offset=3))
    wrong = wire.post(ASK).content
    assert [place for place, (a, b) in enumerate(zip(right, wrong, strict=True)) if a != b] == [3]


def test_bad_json_is_sent_like_any_other_reply(openbis, wire):
    openbis.faults.inject(Fault(FaultKind.BAD_JSON))
    answer = wire.post(ASK)
    assert (answer.status_code, int(answer.headers["Content-Length"])) == (200, len(answer.content))
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        answer.json()


def test_the_login_page_of_a_proxy_has_status_200_or_follows_a_redirect(openbis, wire):
    openbis.faults.inject(Fault(FaultKind.LOGIN_PAGE))
    page = wire.post(ASK)
    openbis.faults.inject(Fault(FaultKind.LOGIN_REDIRECT))
    redirected = wire.post(ASK)
    assert [found.status_code for found in redirected.history] == [302]
    assert page.status_code == redirected.status_code == 200
    assert "Sign in" in page.text
    assert page.text == redirected.text


def test_the_session_of_a_request_can_expire_with_that_request(openbis, wire):
    token, other = openbis.sessions.open("admin"), openbis.sessions.open("admin")
    openbis.faults.inject(Fault(FaultKind.EXPIRE_SESSION, method="getServerInformation"))
    assert wire.error("getServerInformation", token)["message"] == "Session no longer available. Please login again."
    assert wire.result("isSessionActive", other) is True


def test_faults_are_injected_listed_and_removed_over_http(openbis, wire):
    control = openbis.url + "/fake/faults"
    given = {"kind": "status", "status": 500, "path_prefix": AS_V3, "times": None}
    number = requests.post(control, json=given, timeout=10).json()["id"]
    assert wire.post(ASK).status_code == 500
    listed = requests.get(control, timeout=10).json()["faults"]
    assert [(fault["id"], fault["hits"], fault["kind"]) for fault in listed] == [(number, 1, "status")]
    requests.delete(control, timeout=10)
    assert wire.post(ASK).status_code == 200


@pytest.mark.parametrize("given", [{"kind": "earthquake"}, {"status": 500}, {"kind": "status", "colour": "red"}, [1]])
def test_an_unknown_fault_is_refused_with_the_reason(openbis, given):
    answer = requests.post(openbis.url + "/fake/faults", json=given, timeout=10)
    assert answer.status_code == 400
    assert answer.json()["reason"]


def test_chunk_faults_count_the_chunks_of_the_file_they_name():
    faults = Faults()
    faults.inject(Fault(FaultKind.CORRUPT_PAYLOAD, file_suffix="a.txt", occurrence=2))
    places = [RequestTarget("/p", "download", name) for name in ("a.txt", "b.txt", "original/a.txt", "a.txt")]
    assert [len(faults.take(place, CHUNK_KINDS)) for place in places] == [0, 0, 1, 0]


def test_a_mutation_changes_a_reply_reproducibly_by_its_seed(openbis, wire):
    def body(seed: int) -> bytes:
        openbis.faults.inject(Fault(FaultKind.MUTATE, seed=seed))
        with socket.create_connection(("127.0.0.1", int(openbis.url.rpartition(":")[2])), timeout=10) as client:
            content = json.dumps(ASK).encode()
            head = f"POST {AS_V3} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(content)}\r\n\r\n".encode()
            client.sendall(head + content)
            pieces = iter(lambda: client.recv(65536), b"")
            reply = b"".join(pieces)
        return b"\r\n".join(line for line in reply.split(b"\r\n") if not line.startswith(b"Date:"))

    replies = [body(seed) for seed in range(1, 21)]
    assert replies == [body(seed) for seed in range(1, 21)]
    healthy = wire.post(ASK).content
    assert len(set(replies)) > 10
    assert sum(reply.endswith(b"\r\n\r\n" + healthy) for reply in replies) < 10
