"""How fast download deals with what a data store answers, against answers laid out by hand."""

import json
import zlib
from collections.abc import Callable, Iterator

import pytest

from jupyter_openbis_server.adapters.memory import MemoryDownloadFolders
from jupyter_openbis_server.adapters.pybis.failed_files import FailedFiles
from jupyter_openbis_server.adapters.pybis.fast_download import FastDownload
from jupyter_openbis_server.adapters.pybis.file_transfer import FileTransfer
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    InstanceNonsense,
    InstanceUnreachable,
    IntegrityError,
    SessionExpired,
)
from jupyter_openbis_server.domain.model import Cancellation, DataSet, DataSetFile

from .scripted_data_store import SESSION_TOKEN, Cut, Page, Reply, ScriptedDataStore
from .wire import LIMITS, TOKEN, chunk

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


def test_one_reply_is_enough_when_nothing_goes_wrong(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    assert fetch() == ALL
    assert (data_store.queued, data_store.downloads, data_store.finished) == (["0:2"], 1, 1)


def test_the_servlet_gets_the_session_behind_the_token_and_lists_of_texts(
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


def test_the_token_is_asked_for_with_one_file_however_many_there_are(
    data_store: ScriptedDataStore, fetch: Fetch
) -> None:
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


def test_chunks_that_come_twice_or_were_not_asked_for_do_no_harm(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.replies = [CHUNKS[1] + CHUNKS[1] + chunk(99, 0, b"???") + CHUNKS[2] + CHUNKS[0]]
    assert fetch() == ALL


def test_the_chunks_of_a_file_may_come_in_any_order(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    content = bytes(range(256)) * (3 * MIB // 256)
    data_store.ranges = {"1-1/original/a.txt": "0:2"}
    data_store.replies = [b"".join(chunk(n, n * MIB, content[n * MIB : n * MIB + MIB]) for n in (2, 0, 1))]
    assert fetch(DataSetFile(A.path, 3 * MIB)) == {"a.txt": content}


def test_a_server_with_another_encoding_in_its_chunks_is_understood(
    data_store: ScriptedDataStore, fetch: Fetch
) -> None:
    data_store.replies = [chunk(0, 0, b"aaa", path="original/other.txt", item="?") + CHUNKS[1] + CHUNKS[2]]
    assert fetch() == ALL


def test_many_chunks_are_queued_in_portions_and_each_once(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    number = 9000
    data_store.ranges = {"1-1/original/big.raw": f"0:{number - 1}"}
    data_store.replies = [
        b"".join(chunk(n, n, b"x") for n in range(start, start + 1000)) for start in range(0, 9000, 1000)
    ]
    assert fetch(DataSetFile("original/big.raw", number)) == {"big.raw": b"x" * number}
    queued = [tuple(map(int, each.split(":"))) for each in data_store.queued]
    assert [n for first, last in queued for n in range(first, last + 1)] == list(range(number))
    assert len(queued) > 1


# --- what gets lost


def test_lost_chunks_are_queued_again_only_after_an_empty_reply(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.replies = [CHUNKS[0], CHUNKS[2], b"", CHUNKS[1]]
    assert fetch() == ALL
    assert data_store.queued == ["0:2", "1:1"]


def test_a_broken_reply_is_asked_on_before_anything_is_queued_again(
    data_store: ScriptedDataStore, fetch: Fetch
) -> None:
    data_store.replies = [Cut(CHUNKS[0] + CHUNKS[1][:10]), CHUNKS[2], b"", CHUNKS[1]]
    assert fetch() == ALL
    assert data_store.queued == ["0:2", "1:1"]


def test_a_damaged_chunk_is_asked_for_again(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.replies = [CHUNKS[0] + DAMAGED + CHUNKS[2], b"", CHUNKS[1]]
    assert fetch() == ALL
    assert data_store.queued == ["0:2", "1:1"]


def test_a_chunk_that_always_arrives_damaged_does_not_keep_the_others_away(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    data_store.replies = [CHUNKS[0] + DAMAGED + CHUNKS[2], *([DAMAGED, b""] * 20)]
    with pytest.raises(IntegrityError, match=r"b\.txt: arrives damaged again and again"):
        fetch()
    assert arrived(disk) == {"a.txt": b"aaa", "c.txt": b"ccc"}
    assert data_store.queued.count("1:1") < 5
    assert data_store.finished == 1


def test_an_unreadable_file_is_found_by_asking_one_by_one(
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


def test_breaks_with_progress_between_them_are_no_reason_to_ask_one_by_one(
    data_store: ScriptedDataStore, fetch: Fetch
) -> None:
    data_store.replies = [Cut(CHUNKS[0]), Cut(CHUNKS[1]), b"", CHUNKS[2]]
    assert fetch() == ALL
    assert 1 not in data_store.counts


@pytest.mark.parametrize("reply", [b"", CHUNKS[0][:20]], ids=["nothing", "the beginning of a chunk"])
def test_a_data_store_that_never_sends_the_chunks_is_not_asked_for_ever(
    data_store: ScriptedDataStore, fetch: Fetch, reply: Reply
) -> None:
    data_store.replies = [reply]
    with pytest.raises(DataNotAvailable, match=r"cannot send original/a\.txt"):
        fetch()
    assert data_store.downloads < 20
    assert data_store.finished == 1


@pytest.mark.parametrize("reply", [Cut(), Page(503), Cut(CHUNKS[0][:20])], ids=["cut", "503", "cut in a header"])
def test_a_data_store_that_always_breaks_off_is_said_to_be_unreachable(
    data_store: ScriptedDataStore, fetch: Fetch, reply: Reply
) -> None:
    data_store.replies = [reply]
    with pytest.raises(InstanceUnreachable):
        fetch()
    assert data_store.downloads < 20
    assert data_store.finished == 1


def test_a_burst_of_refusals_by_a_proxy_is_waited_for(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.replies = [Page(503), Page(502), CHUNKS[0] + CHUNKS[1] + CHUNKS[2]]
    assert fetch() == ALL
    assert data_store.queued == ["0:2"]


def test_a_server_that_answers_everything_with_500_is_not_asked_for_ever(
    data_store: ScriptedDataStore, fetch: Fetch
) -> None:
    data_store.replies = [Page(500)]
    with pytest.raises(InstanceUnreachable):
        fetch()
    assert data_store.downloads < 20
    assert data_store.finished == 1


def test_the_rest_of_a_file_that_was_given_up_is_not_asked_for(
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


# --- files that are not what they should be


def test_a_chunk_outside_its_file_is_not_written_and_keeps_no_others_away(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    data_store.replies = [chunk(0, 1 << 60, b"aaa") + CHUNKS[1] + CHUNKS[2]]
    with pytest.raises(IntegrityError, match=r"a\.txt"):
        fetch()
    assert arrived(disk) == {"b.txt": b"bbb", "c.txt": b"ccc"}
    assert data_store.queued == ["0:2"]


def test_a_file_that_is_shorter_than_listed_is_not_asked_for_again(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    with pytest.raises(IntegrityError, match=r"a\.txt"):
        fetch(DataSetFile(A.path, 4), B, C)
    assert arrived(disk) == {"b.txt": b"bbb", "c.txt": b"ccc"}
    assert data_store.downloads == 1


def test_a_file_with_a_wrong_checksum_is_fetched_once_more(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    with pytest.raises(IntegrityError, match=r"a\.txt"):
        fetch(DataSetFile(A.path, 3, crc32=7), B, C)
    assert arrived(disk) == {"b.txt": b"bbb", "c.txt": b"ccc"}
    assert (data_store.downloads, data_store.finished) == (2, 2)


# --- beginning and end


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
def test_a_beginning_that_is_not_understood_is_nonsense(
    data_store: ScriptedDataStore, fetch: Fetch, answer: Reply
) -> None:
    data_store.start = answer
    with pytest.raises(InstanceNonsense):
        fetch(A)


REFUSALS = ("Item ids cannot be null or empty", "Invalid download session id: DownloadSessionId[id=d]", "Unknown: 1-1")


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_means_a_dead_session_where_openbis_says_that_it_is_dead(
    data_store: ScriptedDataStore, fetch: Fetch, text: str
) -> None:
    data_store.start = {"error": text, "exception-class": "java.lang.IllegalArgumentException"}
    data_store.alive = False
    with pytest.raises(SessionExpired):
        fetch()


@pytest.mark.parametrize("text", REFUSALS)
def test_a_file_for_which_openbis_refuses_all_does_not_keep_the_others_away(
    data_store: ScriptedDataStore, fetch: Fetch, text: str, disk: MemoryDownloadFolders
) -> None:
    data_store.start = {"error": text, "exception-class": "java.lang.IllegalArgumentException"}
    data_store.files = {A.path: b"aaa", C.path: b"ccc"}
    with pytest.raises(DataNotAvailable, match=r"original/b\.txt' does not exist"):
        fetch()
    assert arrived(disk) == {"a.txt": b"aaa", "c.txt": b"ccc"}


def test_without_streams_the_plain_servlet_is_asked(data_store: ScriptedDataStore, fetch: Fetch) -> None:
    data_store.start = {"error": "Download server cannot provide any", "exception-class": "x", "retriable": True}
    data_store.files = {A.path: b"aaa", B.path: b"bbb", C.path: b"ccc"}
    assert fetch() == ALL


def test_an_error_half_way_is_told_with_its_text(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    data_store.replies = [CHUNKS[0], {"error": f"Resource of {TOKEN} is gone", "exception-class": "x"}]
    with pytest.raises(DataNotAvailable) as caught:
        fetch()
    assert str(caught.value) == "Resource of ****** is gone"
    assert arrived(disk) == {"a.txt": b"aaa"}
    assert data_store.finished == 1


def test_a_transfer_that_cannot_be_finished_is_left_to_openbis(data_store: ScriptedDataStore, fetch: Fetch) -> None:
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
def test_what_the_protocol_cannot_name_is_left_to_the_plain_servlet(
    data_store: ScriptedDataStore, data_set: DataSet, version: str, path: str, can_be_named: bool
) -> None:
    data_store.api_version = version
    assert FileTransfer(data_store.client(), data_set).can_name(DataSetFile(path, 3)) is can_be_named


# --- continuing


def test_only_those_chunks_are_asked_for_that_are_missing_on_the_disk(
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


def test_a_file_of_which_all_lies_on_the_disk_costs_no_chunk(
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


def test_what_lay_on_the_disk_and_is_wrong_is_fetched_anew(
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


def test_what_has_arrived_before_an_error_is_kept(
    data_store: ScriptedDataStore, fetch: Fetch, disk: MemoryDownloadFolders
) -> None:
    file = DataSetFile("original/big.raw", 2 * MIB)
    data_store.ranges = {"1-1/original/big.raw": "0:1"}
    data_store.replies = [chunk(0, 0, bytes(MIB)), {"error": "gone", "exception-class": "x"}]
    with pytest.raises(DataNotAvailable):
        fetch(file)
    assert list(disk.partials["/d/1/original/big.raw"].ranges) == [(0, MIB)]
