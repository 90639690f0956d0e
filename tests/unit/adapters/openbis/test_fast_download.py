"""Fast download, with scripted responses of the data store."""

import json
import zlib
from collections.abc import Callable, Iterator

import pytest

from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.fast_download import FastDownload
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.file_transfer import FileTransfer
from jupyter_openbis_server.adapters.openbis.transfer.failed_files import FailedFiles
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    InstanceUnreachable,
    IntegrityError,
    SessionExpired,
    UnexpectedResponse,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from tests.support.file_transfer_chunks import chunk
from tests.unit.adapters.openbis.scripted_data_store import SESSION_TOKEN, Cut, Page, Reply, ScriptedDataStore
from tests.unit.adapters.openbis.wire import LIMITS, TOKEN

A, B, C = (DataSetFile(f"original/{name}.txt", 3) for name in "abc")
CHUNKS = {0: chunk(0, 0, b"aaa"), 1: chunk(1, 0, b"bbb"), 2: chunk(2, 0, b"ccc")}
DAMAGED = CHUNKS[1][:-9] + b"!" + CHUNKS[1][-8:]
ALL = {"a.txt": b"aaa", "b.txt": b"bbb", "c.txt": b"ccc"}
MIB = 1024 * 1024
Fetch = Callable[..., dict[str, bytes]]


@pytest.fixture
def data_store() -> Iterator[ScriptedDataStore]:
    with ScriptedDataStore().serving() as scripted:
        scripted.replies = [b"".join(CHUNKS.values())]
        yield scripted


@pytest.fixture
def disk() -> MemoryDownloadFolders:
    return MemoryDownloadFolders()


@pytest.fixture
def data_set(data_store: ScriptedDataStore) -> DataSet:
    return DataSet("1-1", "RAW_DATA", data_store_url=data_store.url)


@pytest.fixture
def fetch(data_store: ScriptedDataStore, data_set: DataSet, disk: MemoryDownloadFolders) -> Fetch:
    def run(*files: DataSetFile) -> dict[str, bytes]:
        failed = FailedFiles()
        FastDownload(data_store.client(), data_set, disk.prepare("/d", "1"), failed).fetch(
            files or (A, B, C), Cancellation()
        )
        failed.raise_if_any()
        return arrived(disk)

    return run


def arrived(disk: MemoryDownloadFolders) -> dict[str, bytes]:
    return {path.removeprefix("/d/1/original/"): content for path, content in disk.files.items()}


# --- the usual course


def test_one_reply_is_enough_without_errors(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    assert fetch() == ALL
    assert (data_store.queued, data_store.downloads, data_store.finished) == (["0:2"], 1, 1)


def test_servlet_gets_the_session_of_the_access_token_and_lists_of_texts(
    data_store: ScriptedDataStore, fetch: Fetch
) -> None:
    fetch()
    items = ["1-1/original/a.txt", "1-1/original/b.txt", "1-1/original/c.txt"]
    assert data_store.started == {
        "method": ["startDownloadSession"],
        "userSessionId": [SESSION_TOKEN],
        "downloadItemIds": [json.dumps(items)],
        "wishedNumberOfStreams": [str(LIMITS.download_streams)],
        "version": ["2"],
    }


def test_session_is_requested_with_one_file_only(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    fetch()
    assert data_store.items == [A.path]


def test_version_1_joins_the_items_by_commas(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.api_version = "3.6"
    assert fetch() == ALL
    assert data_store.started["downloadItemIds"] == ["1-1/original/a.txt,1-1/original/b.txt,1-1/original/c.txt"]
    assert "version" not in data_store.started


def test_several_streams_share_the_work(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    streams = {"downloadSessionId": "d", "ranges": data_store.ranges, "streamIds": ["s", "t", "u"]}
    data_store.start = streams
    data_store.replies = [CHUNKS[2], CHUNKS[0], CHUNKS[1], b""]
    assert fetch() == ALL


def test_repeated_and_unrequested_chunks_are_ignored(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.replies = [CHUNKS[1] + CHUNKS[1] + chunk(99, 0, b"???") + CHUNKS[2] + CHUNKS[0]]
    assert fetch() == ALL


def test_the_chunks_of_a_file_may_come_in_any_order(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    content = bytes(range(256)) * (3 * MIB // 256)
    data_store.ranges = {"1-1/original/a.txt": "0:2"}
    data_store.replies = [b"".join(chunk(n, n * MIB, content[n * MIB : n * MIB + MIB]) for n in (2, 0, 1))]
    assert fetch(DataSetFile(A.path, 3 * MIB)) == {"a.txt": content}


def test_chunks_in_another_text_encoding_are_read(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.replies = [chunk(0, 0, b"aaa", path="original/other.txt", item="?") + CHUNKS[1] + CHUNKS[2]]
    assert fetch() == ALL


def test_many_chunks_are_queued_in_batches_and_each_once(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    number = 9000
    data_store.ranges = {"1-1/original/big.raw": f"0:{number - 1}"}
    data_store.replies = [
        b"".join(chunk(n, n, b"x") for n in range(start, start + 1000)) for start in range(0, 9000, 1000)
    ]
    assert fetch(DataSetFile("original/big.raw", number)) == {"big.raw": b"x" * number}
    queued = [tuple(map(int, each.split(":"))) for each in data_store.queued]
    assert [n for first, last in queued for n in range(first, last + 1)] == list(range(number))
    assert len(queued) > 1


# --- lost and damaged chunks


def test_lost_chunks_are_queued_again_only_after_an_empty_reply(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.replies = [CHUNKS[0], CHUNKS[2], b"", CHUNKS[1]]
    assert fetch() == ALL
    assert data_store.queued == ["0:2", "1:1"]


def test_interrupted_reply_is_continued_before_chunks_are_queued_again(
    data_store: ScriptedDataStore, fetch: Fetch
) -> None:
    data_store.replies = [Cut(CHUNKS[0] + CHUNKS[1][:10]), CHUNKS[2], b"", CHUNKS[1]]
    assert fetch() == ALL
    assert data_store.queued == ["0:2", "1:1"]


def test_damaged_chunk_is_requested_again(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.replies = [CHUNKS[0] + DAMAGED + CHUNKS[2], b"", CHUNKS[1]]
    assert fetch() == ALL
    assert data_store.queued == ["0:2", "1:1"]


def test_permanently_damaged_chunk_does_not_affect_other_files(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    data_store.replies = [CHUNKS[0] + DAMAGED + CHUNKS[2], *([DAMAGED, b""] * 20)]
    with pytest.raises(IntegrityError, match=r"b\.txt: was damaged in every attempt"):
        fetch()
    assert arrived(disk) == {"a.txt": b"aaa", "c.txt": b"ccc"}
    assert data_store.queued.count("1:1") < 5
    assert data_store.finished == 1


def test_unreadable_file_is_found_by_single_requests(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    data_store.replies = [Page(), b"", CHUNKS[0], Page(), CHUNKS[2], *([b"", Page()] * 10)]
    with pytest.raises(DataNotAvailable, match=r"cannot read original/b\.txt"):
        fetch()
    assert arrived(disk) == {"a.txt": b"aaa", "c.txt": b"ccc"}
    assert data_store.counts[2:5] == [1, 1, 1]
    assert data_store.queued[:2] == ["0:2", "0:2"]
    assert set(data_store.queued[2:]) == {"1:1"}
    assert data_store.finished == 1


def test_interruptions_with_progress_do_not_cause_single_requests(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.replies = [Cut(CHUNKS[0]), Cut(CHUNKS[1]), b"", CHUNKS[2]]
    assert fetch() == ALL
    assert 1 not in data_store.counts


@pytest.mark.parametrize("reply", [b"", CHUNKS[0][:20]], ids=["nothing", "the beginning of a chunk"])
def test_missing_chunks_are_not_requested_endlessly(data_store: ScriptedDataStore, fetch: Fetch, reply: Reply) -> None:
    data_store.replies = [reply]
    with pytest.raises(DataNotAvailable, match=r"cannot send original/a\.txt"):
        fetch()
    assert data_store.downloads < 20
    assert data_store.finished == 1


@pytest.mark.parametrize("reply", [Cut(), Page(503), Cut(CHUNKS[0][:20])], ids=["cut", "503", "cut in a header"])
def test_permanently_interrupted_data_store_is_unreachable(
    data_store: ScriptedDataStore, fetch: Fetch, reply: Reply
) -> None:
    data_store.replies = [reply]
    with pytest.raises(InstanceUnreachable):
        fetch()
    assert data_store.downloads < 20
    assert data_store.finished == 1


def test_burst_of_refusals_by_a_proxy_is_retried(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.replies = [Page(503), Page(502), CHUNKS[0] + CHUNKS[1] + CHUNKS[2]]
    assert fetch() == ALL
    assert data_store.queued == ["0:2"]


def test_permanent_server_error_is_not_retried_endlessly(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.replies = [Page(500)]
    with pytest.raises(InstanceUnreachable):
        fetch()
    assert data_store.downloads < 20
    assert data_store.finished == 1


def test_remaining_chunks_of_a_failed_file_are_not_requested(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    number = 20_000
    data_store.ranges = {"1-1/original/big.raw": f"0:{number - 1}", "1-1/original/a.txt": f"{number}:{number}"}
    rest = b"".join(chunk(n, n, b"x") for n in range(1, 2000))
    data_store.replies = [rest, b"", b"", b"", b"", chunk(number, 0, b"aaa")]
    with pytest.raises(DataNotAvailable, match=r"big\.raw"):
        fetch(DataSetFile("original/big.raw", number), A)
    assert arrived(disk) == {"a.txt": b"aaa"}
    assert data_store.queued[-1] == f"{number}:{number}"


# --- files that differ from their listing


def test_chunk_outside_its_file_is_not_written_and_others_are(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    data_store.replies = [chunk(0, 1 << 60, b"aaa") + CHUNKS[1] + CHUNKS[2]]
    with pytest.raises(IntegrityError, match=r"a\.txt"):
        fetch()
    assert arrived(disk) == {"b.txt": b"bbb", "c.txt": b"ccc"}
    assert data_store.queued == ["0:2"]


def test_file_shorter_than_listed_is_not_requested_again(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    with pytest.raises(IntegrityError, match=r"a\.txt"):
        fetch(DataSetFile(A.path, 4), B, C)
    assert arrived(disk) == {"b.txt": b"bbb", "c.txt": b"ccc"}
    assert data_store.downloads == 1


def test_file_with_a_wrong_checksum_is_requested_once_more(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    with pytest.raises(IntegrityError, match=r"a\.txt"):
        fetch(DataSetFile(A.path, 3, crc32=7), B, C)
    assert arrived(disk) == {"b.txt": b"bbb", "c.txt": b"ccc"}
    assert (data_store.downloads, data_store.finished) == (2, 2)


# --- start and end of a transfer


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
def test_invalid_session_response_is_unexpected(data_store: ScriptedDataStore, fetch: Fetch, answer: Reply) -> None:
    data_store.start = answer
    with pytest.raises(UnexpectedResponse):
        fetch(A)


REFUSALS = ("Item ids cannot be null or empty", "Invalid download session id: DownloadSessionId[id=d]", "Unknown: 1-1")


@pytest.mark.parametrize("text", REFUSALS)
def test_refusal_is_an_expired_session_if_openbis_reports_it_expired(
    data_store: ScriptedDataStore, fetch: Fetch, text: str
) -> None:
    data_store.start = {"error": text, "exception-class": "java.lang.IllegalArgumentException"}
    data_store.alive = False
    with pytest.raises(SessionExpired):
        fetch()


@pytest.mark.parametrize("text", REFUSALS)
def test_file_refused_by_openbis_does_not_affect_the_others(
    data_store: ScriptedDataStore, fetch: Fetch, text: str, disk: MemoryDownloadFolders
) -> None:
    data_store.start = {"error": text, "exception-class": "java.lang.IllegalArgumentException"}
    data_store.files = {A.path: b"aaa", C.path: b"ccc"}
    with pytest.raises(DataNotAvailable, match=r"original/b\.txt' does not exist"):
        fetch()
    assert arrived(disk) == {"a.txt": b"aaa", "c.txt": b"ccc"}


def test_plain_servlet_is_used_without_free_streams(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.start = {"error": "Download server cannot provide any", "exception-class": "x", "retriable": True}
    data_store.files = {A.path: b"aaa", B.path: b"bbb", C.path: b"ccc"}
    assert fetch() == ALL


def test_error_during_the_transfer_has_its_message(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    data_store.replies = [CHUNKS[0], {"error": f"Resource of {TOKEN} is missing", "exception-class": "x"}]
    with pytest.raises(DataNotAvailable) as caught:
        fetch()
    assert str(caught.value) == "Resource of ****** is missing"
    assert arrived(disk) == {"a.txt": b"aaa"}
    assert data_store.finished == 1


def test_failure_to_finish_a_transfer_is_ignored(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.finish = {"error": "x", "exception-class": "x"}
    assert fetch() == ALL


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
def test_paths_that_the_protocol_cannot_express_use_the_plain_servlet(
    data_store: ScriptedDataStore, data_set: DataSet, version: str, path: str, can_be_named: bool
) -> None:
    data_store.api_version = version
    assert FileTransfer(data_store.client(), data_set).can_name(DataSetFile(path, 3)) is can_be_named


# --- resuming


def test_only_missing_chunks_are_requested(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    content = bytes(range(256)) * (3 * MIB // 256)
    file = DataSetFile("original/big.raw", len(content))
    before = disk.prepare("/d", "1").receive(file, resumable=True)
    before.write(0, content[: MIB + 5])
    before.write(2 * MIB - 5, content[2 * MIB - 5 :])
    before.suspend()
    data_store.ranges = {"1-1/original/big.raw": "10:12"}
    data_store.replies = [chunk(11, MIB, content[MIB : 2 * MIB])]
    assert fetch(file) == {"big.raw": content}
    assert data_store.queued == ["11:11"]


def test_file_with_all_bytes_on_the_disk_requests_no_chunk(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    content = bytes(2 * MIB)
    file = DataSetFile("original/big.raw", len(content))
    before = disk.prepare("/d", "1").receive(file, resumable=True)
    before.write(0, content)
    before.suspend()
    data_store.ranges = {"1-1/original/big.raw": "0:1"}
    assert fetch(file) == {"big.raw": content}
    assert (data_store.queued, data_store.downloads) == ([], 0)


def test_wrong_bytes_on_the_disk_are_requested_again(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    content = bytes(range(256)) * (2 * MIB // 256)
    file = DataSetFile("original/big.raw", len(content), zlib.crc32(content))
    before = disk.prepare("/d", "1").receive(file, resumable=True)
    before.write(0, bytes(MIB))
    before.suspend()
    data_store.ranges = {"1-1/original/big.raw": "0:1"}
    halves = [chunk(0, 0, content[:MIB]), chunk(1, MIB, content[MIB:])]
    data_store.replies = [halves[1], halves[0] + halves[1]]
    assert fetch(file) == {"big.raw": content}
    assert data_store.queued == ["1:1", "0:1"]


def test_chunks_received_before_an_error_are_kept(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    file = DataSetFile("original/big.raw", 2 * MIB)
    data_store.ranges = {"1-1/original/big.raw": "0:1"}
    data_store.replies = [chunk(0, 0, bytes(MIB)), {"error": "missing", "exception-class": "x"}]
    with pytest.raises(DataNotAvailable):
        fetch(file)
    assert list(disk.partials["/d/1/original/big.raw"].ranges) == [(0, MIB)]
