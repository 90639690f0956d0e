"""Faults of AFS on demand (openbis-afs 7)."""

import threading
import time

import pytest
import requests

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from tests.integration.fake_openbis.afs_client import TIMEOUT, AfsClient, code, failure, start_with_afs

API = "/afs-server/api"


@pytest.fixture
def fake(start_fake_openbis) -> FakeOpenbis:
    return start_with_afs(start_fake_openbis)


@pytest.fixture
def afs(fake) -> AfsClient:
    client = AfsClient(fake)
    client.put("/a", b"old")
    return client


def test_a_lost_commit_is_answered_like_any_other(afs, fake):
    fake.faults.inject(Fault(FaultKind.AFS_LOST_COMMIT, method="write"))
    assert afs.write(("/a", 0, b"new"), ("/b", 0, b"new")) == "true"
    assert afs.read(("/a", 0, 3)) == [b"old"]
    assert afs.paths() == ["/a"]
    assert afs.write(("/a", 0, b"new")) == "true"
    assert afs.read(("/a", 0, 3)) == [b"new"]


def test_a_commit_is_lost_from_the_path_on_that_the_fault_names(afs, fake):
    fake.faults.inject(Fault(FaultKind.AFS_LOST_COMMIT, file_suffix="/b"))
    assert afs.write(("/a", 0, b"new"), ("/b", 0, b"1"), ("/c", 0, b"2")) == "true"
    assert afs.paths() == ["/a"]
    assert afs.read(("/a", 0, 3)) == [b"new"]


@pytest.mark.parametrize("method", ["create", "delete", "copy", "move", "truncate", "snapshot"])
def test_commits_of_all_methods_can_be_lost(afs, fake, method):
    before = afs.listing()
    fake.faults.inject(Fault(FaultKind.AFS_LOST_COMMIT, method=method))
    answers = {
        "create": lambda: afs.change("create", source="/b", directory="true"),
        "delete": lambda: afs.change("delete", source="/a", trash="true"),
        "copy": lambda: afs.move("/a", "/b", "copy").text,
        "move": lambda: afs.move("/a", "/b").text,
        "truncate": lambda: afs.change("truncate", source="/a", size="0"),
        "snapshot": lambda: afs.change("snapshot", source="/a"),
    }
    assert answers[method]() == "true"
    assert afs.listing() == before


def test_a_busy_path_is_free_after_two_attempts(afs, fake):
    fake.faults.inject(Fault(FaultKind.AFS_BUSY, method="write", times=2))
    for _ in range(2):
        refusal = failure(afs.write_answer(("/a", 0, b"new")))
        assert refusal.code == 10024
        assert refusal.message.endswith("/a locks cannot be obtained")
    assert afs.read(("/a", 0, 3)) == [b"old"]
    assert afs.write(("/a", 0, b"new")) == "true"


@pytest.mark.parametrize(("method", "expected"), [("list", 10011), ("read", 10011), ("hash", 10024), ("delete", 10024)])
def test_paths_are_busy_for_all_methods(afs, fake, method, expected):
    fake.faults.inject(Fault(FaultKind.AFS_BUSY))
    own = {"owner": afs.owner, "source": "/a"}
    answers = {
        "list": lambda: afs.call("list", **own, recursively="true"),
        "read": lambda: afs.read_answer(("/a", 0, 3)),
        "hash": lambda: afs.call("hash", **own),
        "delete": lambda: afs.call("delete", **own, trash="false"),
    }
    assert code(answers[method]()) == expected
    assert answers[method]().status_code == 200


def test_a_full_disk_is_an_unknown_error(afs, fake):
    fake.faults.inject(Fault(FaultKind.AFS_DISK_FULL, file_suffix="/b", times=None))
    refusal = failure(afs.write_answer(("/a", 0, b"new"), ("/b", 0, b"new")))
    assert (refusal.code, "No space left on device" in refusal.message) == (30001, True)
    assert afs.read(("/a", 0, 3)) == [b"old"]
    assert afs.write(("/a", 0, b"new")) == "true"


def test_a_file_can_be_missing_although_it_was_listed(afs, fake):
    for method in ("list", "read"):
        fake.faults.inject(Fault(FaultKind.AFS_NO_SUCH_FILE, method=method))
    assert "NoSuchFileException" in failure(afs.read_answer(("/a", 0, 3))).message
    listing = {"owner": afs.owner, "source": "/a", "recursively": "false"}
    assert "NoSuchFileException" in failure(afs.call("list", **listing)).message
    assert afs.read(("/a", 0, 3)) == [b"old"]


def test_a_short_read_lacks_the_last_byte_of_a_chunk(afs, fake):
    afs.put("/b", b"123")
    fake.faults.inject(Fault(FaultKind.AFS_SHORT_READ, file_suffix="/b"))
    assert afs.read(("/a", 0, 3), ("/b", 0, 3)) == [b"old", b"12"]
    assert afs.read(("/b", 0, 3)) == [b"123"]


def test_a_file_can_change_between_list_and_read(afs, fake):
    (listed,) = afs.listing()
    checksum = afs.call("hash", owner=afs.owner, source="/a").text
    fake.faults.inject(Fault(FaultKind.AFS_FILE_CHANGED, offset=1))
    assert afs.read(("/a", 0, 3)) == [b"o\x93d"]
    assert [entry.size for entry in afs.listing("/a")] == [listed.size]
    assert afs.call("hash", owner=afs.owner, source="/a").text != checksum


def test_a_session_can_expire_in_the_middle(afs, fake):
    fake.faults.inject(Fault(FaultKind.EXPIRE_SESSION, path_prefix=API, method="read", occurrence=2))
    assert afs.read(("/a", 0, 3)) == [b"old"]
    assert code(afs.read_answer(("/a", 0, 3))) == 40003
    assert code(afs.call("isSessionValid")) == 40003


def test_the_session_of_a_form_can_expire_as_well(afs, fake):
    fake.faults.inject(Fault(FaultKind.EXPIRE_SESSION, method="create"))
    other = AfsClient(fake)
    assert code(afs.call("create", owner=afs.owner, source="/b", directory="true")) == 40003
    assert other.call("isSessionValid").text == "true"


def test_a_connection_can_be_cut_while_a_file_is_read(afs, fake):
    afs.put("/b", bytes(100_000))
    fake.faults.inject(Fault(FaultKind.TRUNCATE, method="read", after_bytes=50_000))
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        afs.read_answer(("/b", 0, 100_000))
    assert afs.read(("/b", 0, 100_000)) == [bytes(100_000)]


def test_a_connection_can_be_cut_before_and_after_a_file_is_written(afs, fake):
    fake.faults.inject(Fault(FaultKind.RESET, method="write"))
    with pytest.raises(requests.exceptions.ConnectionError):
        afs.write(("/a", 0, b"new"))
    assert afs.read(("/a", 0, 3)) == [b"old"]
    fake.faults.inject(Fault(FaultKind.TRUNCATE, method="write"))
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        afs.write(("/a", 0, b"new"))
    assert afs.read(("/a", 0, 3)) == [b"new"]


def test_answers_can_be_slow_while_others_are_served(afs, fake):
    fake.faults.inject(Fault(FaultKind.LATENCY, method="hash", seconds=0.4))
    began = time.monotonic()
    slow = threading.Thread(target=afs.call, args=("hash",), kwargs={"owner": afs.owner, "source": "/a"})
    slow.start()
    assert afs.paths() == ["/a"]
    assert slow.is_alive()
    slow.join(TIMEOUT)
    assert time.monotonic() - began >= 0.4


def test_errors_of_proxies_and_broken_json_hit_afs_too(afs, fake):
    fake.faults.inject(Fault(FaultKind.STATUS, path_prefix=API, status=502))
    answer = afs.read_answer(("/a", 0, 3))
    assert (answer.status_code, answer.text.startswith("<html>")) == (502, True)
    fake.faults.inject(Fault(FaultKind.BAD_JSON, method="hash"))
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        afs.call("hash", owner=afs.owner, source="/missing").json()


def test_requests_are_counted_by_method(afs, fake):
    fake.requests.clear()
    afs.read(("/a", 0, 3))
    afs.change("create", source="/b", directory="true")
    assert fake.requests.methods() == ["read", "create"]


def test_faults_of_afs_are_injected_over_http(afs, fake):
    given = {"kind": "afs-busy", "path_prefix": API, "times": None}
    requests.post(fake.url + "/fake/faults", json=given, timeout=TIMEOUT).raise_for_status()
    assert code(afs.write_answer(("/a", 0, b"new"))) == 10024
