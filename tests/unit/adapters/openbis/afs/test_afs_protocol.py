"""Listing, downloading and reading files of the file server by the port `DataStore`."""

import random
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import FilesystemDownloadFolders
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.domain.catalogue.data_set import AFS, DataSet, DataSetFile, FileRange
from jupyter_openbis_server.domain.downloads.ports import DownloadFolder
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    DataNotAvailable,
    DataSetInAfs,
    DiskFull,
    InstanceUnreachable,
    IntegrityError,
    RequestRefused,
    SessionExpired,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from tests.contract.contracts.recording import RecordingFolder
from tests.unit.adapters.openbis.afs.scripted_file_server import OWNER, FileServer, Reply, Request, chunks_of, failure
from tests.unit.adapters.openbis.wire import LIMITS

MIB = 1024 * 1024
FILES = DataSet(OWNER, "AFS_DATA", data_store=AFS, is_mutable=True)
BIG = random.Random(7).randbytes(25 * MIB)
CONTENTS = {"/a.txt": b"hello", "/sub/b.bin": bytes(2 * MIB), "/sub/empty": b"", "/big.bin": BIG}
HIDDEN = {
    "/.afs": None,
    "/.afs/a.txt-hash.md5": b"x",
    "/sub/.afs/b.bin-preview.jpg": b"x",
    "/.afs.trash/old": b"x",
    "/.afs.snapshots/a.txt/2026_01_01_00_00_00_000": b"x",
}


class Download:
    """The data store of a scripted server, and a folder in memory."""

    def __init__(self, server: FileServer) -> None:
        self.server = server
        self.store = OpenbisDataStore(Clients(replace(LIMITS, response_bytes=4 * MIB)))
        self.disk = MemoryDownloadFolders()
        self.folder = RecordingFolder(self.disk.prepare("/d", "1"))

    def listed(self) -> tuple[DataSetFile, ...]:
        return self.store.files(self.server.session, FILES)

    def files(self) -> list[DataSetFile]:
        return [each for each in self.listed() if not each.is_folder]

    def fetch(self, files: list[DataSetFile] | None = None, cancellation: Cancellation | None = None) -> None:
        wanted = self.files() if files is None else files
        self.server.requests.clear()
        self.store.fetch(self.server.session, FILES, wanted, self.folder, cancellation or Cancellation())

    @property
    def arrived(self) -> dict[str, bytes]:
        return {path.removeprefix("/d/1"): content for path, content in self.disk.files.items()}

    @property
    def read_requests(self) -> list[list[tuple[str, int, int]]]:
        found = (each.chunks() for each in self.server.requests if each.method == "read")
        return [[(source, offset, limit) for _, source, offset, limit, _ in chunks] for chunks in found]


@pytest.fixture
def download(server: FileServer) -> Download:
    server.files = dict(CONTENTS)
    return Download(server)


def once(reply: Reply, is_meant: Callable[[Request], bool], times: int = 1) -> Callable[[Request], Reply | None]:
    """Return faults that answer the first requests of a kind with a reply."""
    left, lock = [times], threading.Lock()

    def fault(request: Request) -> Reply | None:
        with lock:
            if not is_meant(request) or not left[0]:
                return None
            left[0] -= 1
            return reply

    return fault


def is_read(request: Request) -> bool:
    return request.method == "read"


# --- listing


def test_files_are_listed_with_times_and_without_folders_of_the_server(server: FileServer, download: Download) -> None:
    server.files = {"/sub": None, **HIDDEN, "/sub/b.bin": b"1", "/a.txt": b"hello", "/sub-2": b"12"}
    found = download.listed()
    assert [(each.path, each.size, each.is_folder) for each in found] == [
        ("a.txt", 5, False),
        ("sub", 0, True),
        ("sub/b.bin", 1, False),
        ("sub-2", 2, False),
    ]
    assert found[0].modified is not None
    assert found[0].modified.timestamp() == 1_764_000_000.123
    assert found[0].crc32 is None


def test_owner_without_files_has_an_empty_list(server: FileServer, download: Download) -> None:
    server.files = {}
    assert download.listed() == ()


def test_files_of_many_leave_out_owners_that_are_refused(server: FileServer, download: Download) -> None:
    server.faults = lambda request: failure(40001) if request.parameters.get("owner") == "9-9" else None
    found = download.store.files_of_many(server.session, [FILES, replace(FILES, perm_id="9-9")])
    assert list(found) == [OWNER]
    with pytest.raises(RequestRefused, match="no right"):
        download.store.files(server.session, replace(FILES, perm_id="9-9"))


def test_missing_file_server_is_reported_with_the_reason(server: FileServer, download: Download) -> None:
    server.faults = lambda _: Reply(b"404 NOT FOUND", 404, "text/plain")
    with pytest.raises(DataSetInAfs, match=r"cannot be reached: openBIS does not state its address"):
        download.listed()


def test_older_openbis_has_no_file_server(server: FileServer, download: Download) -> None:
    server.api_version = "3.6"
    with pytest.raises(DataSetInAfs, match="has no file server"):
        download.listed()


# --- the usual course


def test_all_files_arrive_in_few_large_requests(download: Download) -> None:
    download.fetch()
    assert download.arrived == CONTENTS
    assert download.folder.left_open == []
    sizes = [sum(limit for _, _, limit in each) for each in download.read_requests]
    again = len(CONTENTS["/a.txt"])
    assert len(sizes) == 5, sizes
    assert max(sizes) <= 10 * MIB
    assert sum(sizes) == sum(map(len, CONTENTS.values())) + again


def test_many_small_files_share_a_request(server: FileServer, download: Download) -> None:
    server.files = {f"/{number}.txt": b"%d" % number for number in range(1000)}
    download.fetch()
    assert download.arrived == server.files
    assert server.methods()[0] == "read"
    assert sorted(server.methods()[1:]) == ["list", "read"]  # at the same time


def test_wrong_byte_in_any_small_file_is_noticed_and_the_file_fetched_once_more(
    server: FileServer, download: Download
) -> None:
    server.files = {f"/{number}.txt": b"%d" % number for number in range(100, 300)}
    listed = download.files()
    reads: list[Request] = []

    def spoil_first_read(request: Request) -> None:
        if is_read(request):
            reads.append(request)
            server.files["/222.txt"] = b"xxx" if len(reads) == 1 else b"222"

    server.faults = spoil_first_read
    download.fetch(listed)
    assert download.arrived == server.files
    assert [int.from_bytes(each.body[:4], "big") for each in reads] == [200, 200, 1, 1]


def test_request_stays_below_the_limit_of_proxies(server: FileServer, download: Download) -> None:
    server.files = {f"/{'x' * 200}/{'y' * 200}{number}": b"1" for number in range(3000)}
    download.fetch()
    assert len(download.arrived) == 3000
    assert max(len(each.body) for each in server.requests) <= 512 * 1024 + 4


def test_empty_files_need_no_request(server: FileServer, download: Download) -> None:
    server.files = {"/a": b"", "/b": b""}
    download.fetch()
    assert (download.arrived, server.requests) == ({"/a": b"", "/b": b""}, [])


def test_no_more_than_four_requests_at_a_time(server: FileServer, download: Download) -> None:
    running, most, lock = [0], [0], threading.Lock()
    four = threading.Event()

    def fault(request: Request) -> None:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
            if running[0] == 4:
                four.set()
        if is_read(request):
            four.wait(20)
        with lock:
            running[0] -= 1

    server.files = {f"/{number}": bytes(9 * MIB) for number in range(8)}
    listed = download.files()
    server.faults = fault
    download.fetch(listed)
    assert most[0] == 4


def test_large_files_are_verified_by_md5_and_very_small_ones_by_reading_them_twice(download: Download) -> None:
    download.fetch()
    hashed = [each.parameters["source"] for each in download.server.requests if each.method == "hash"]
    assert sorted(hashed) == ["/big.bin", "/sub/b.bin"]
    assert [("/a.txt", 0, 5)] in download.read_requests


def test_files_arrive_on_the_disk(download: Download, tmp_path: Path) -> None:
    folder = FilesystemDownloadFolders().prepare(str(tmp_path), OWNER)
    download.store.fetch(download.server.session, FILES, download.files(), folder, Cancellation())
    found = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert {f"/{path.relative_to(tmp_path / OWNER).as_posix()}": path.read_bytes() for path in found} == CONTENTS


# --- resuming


def only_missing(folder: DownloadFolder, file: DataSetFile, start: int, end: int) -> None:
    """Leave a partial file with all but a range of it."""
    incoming = folder.receive(file, resumable=True)
    for first, last in ((0, start), (end, file.size)):
        for offset in range(first, last, MIB):
            incoming.write(offset, BIG[offset : min(offset + MIB, last)])
    incoming.suspend()


def test_only_the_rest_of_a_partial_file_is_fetched(download: Download, tmp_path: Path) -> None:
    (big,) = [each for each in download.files() if each.path == "big.bin"]
    folder = FilesystemDownloadFolders().prepare(str(tmp_path), OWNER)
    only_missing(folder, big, 3 * MIB, 5 * MIB)
    download.server.requests.clear()
    download.store.fetch(download.server.session, FILES, [big], folder, Cancellation())
    assert download.read_requests == [[("/big.bin", 3 * MIB, 2 * MIB)]]
    assert (tmp_path / OWNER / "big.bin").read_bytes() == BIG


def test_partial_file_that_lacks_nothing_is_verified(download: Download, tmp_path: Path) -> None:
    (big,) = [each for each in download.files() if each.path == "big.bin"]
    folder = FilesystemDownloadFolders().prepare(str(tmp_path), OWNER)
    only_missing(folder, big, 0, 0)
    download.server.requests.clear()
    download.store.fetch(download.server.session, FILES, [big], folder, Cancellation())
    assert download.server.methods() == ["hash"]
    assert (tmp_path / OWNER / "big.bin").read_bytes() == BIG


def test_only_the_rest_of_an_answer_that_breaks_off_is_asked_for_again(server: FileServer, download: Download) -> None:
    server.files = {"/big.bin": BIG[: 9 * MIB]}
    listed = download.files()
    server.faults = once(Reply(chunks_of((OWNER, "/big.bin", 0, 9 * MIB, BIG[: 9 * MIB])), cut=5 * MIB + 1000), is_read)
    download.fetch(listed)
    assert download.arrived == server.files
    assert download.read_requests == [[("/big.bin", 0, 9 * MIB)], [("/big.bin", 5 * MIB, 4 * MIB)]]
    assert download.folder.bytes_written("big.bin") == 9 * MIB


def _sources(request: Request) -> list[str]:
    return [source for _, source, *_ in request.chunks()] if is_read(request) else []


# --- faults


def test_connection_that_breaks_each_time_ends_the_download_and_keeps_what_arrived(download: Download) -> None:
    listed = download.files()
    download.server.faults = lambda request: Reply(bytes(100), cut=0) if is_read(request) else None
    with pytest.raises(InstanceUnreachable):
        download.fetch(listed)
    assert download.folder.left_open == []
    assert set(download.arrived) <= {"/sub/empty"}


def test_removed_file_fails_alone(download: Download) -> None:
    listed = download.files()
    del download.server.files["/a.txt"]
    with pytest.raises(DataNotAvailable, match=r"a\.txt: it was removed or renamed in openBIS"):
        download.fetch(listed)
    assert download.arrived == {path: data for path, data in CONTENTS.items() if path != "/a.txt"}
    assert download.folder.left_open == []
    assert download.server.methods("list") == ["list"]


def test_shortened_file_fails_alone(download: Download) -> None:
    listed = download.files()
    download.server.files["/big.bin"] = BIG[: 24 * MIB]
    with pytest.raises(DataNotAvailable, match=r"big\.bin: it was changed in openBIS.* 25165824 bytes now"):
        download.fetch(listed)
    assert set(download.arrived) == {"/a.txt", "/sub/b.bin", "/sub/empty"}
    assert download.folder.left_open == []


def test_file_that_changes_while_it_is_read_fails_alone(download: Download) -> None:
    listed = download.files()
    download.server.files["/big.bin"] = bytes(len(BIG))
    download.server.times["/big.bin"] = 1_764_000_001_000
    changed = once(Reply(b"0" * 32, kind="text/plain"), lambda each: each.parameters.get("source") == "/big.bin")
    download.server.faults = changed
    with pytest.raises(DataNotAvailable, match=r"big\.bin: it was changed in openBIS after it was listed; download"):
        download.fetch(listed)
    assert "/big.bin" not in download.arrived
    assert len(download.arrived) == 3


def test_file_with_a_wrong_md5_is_fetched_once_more(download: Download) -> None:
    listed = download.files()
    wrong = once(Reply(b"0" * 32, kind="text/plain"), lambda each: each.parameters.get("source") == "/big.bin")
    download.server.faults = wrong
    download.fetch(listed)
    assert download.arrived == CONTENTS


def test_file_that_stays_wrong_fails_alone(download: Download) -> None:
    listed = download.files()
    download.server.faults = lambda each: (
        Reply(b"0" * 32, kind="text/plain") if each.parameters.get("source") == "/sub/b.bin" else None
    )
    with pytest.raises(IntegrityError, match=r"sub/b\.bin"):
        download.fetch(listed)
    assert set(download.arrived) == set(CONTENTS) - {"/sub/b.bin"}
    assert download.folder.left_open == []


def test_short_answer_is_asked_for_once_more(server: FileServer, download: Download) -> None:
    server.files = {"/a.txt": b"hello"}
    listed = download.files()
    server.faults = once(Reply(chunks_of((OWNER, "/a.txt", 0, 5, b"hel"))), is_read)
    download.fetch(listed)
    assert download.arrived == {"/a.txt": b"hello"}
    server.faults = lambda each: Reply(chunks_of((OWNER, "/a.txt", 0, 5, b"hel"))) if is_read(each) else None
    download.disk.files.clear()
    with pytest.raises(IntegrityError, match="less than it states"):
        download.fetch(listed)
    assert download.arrived == {}


def test_refused_file_is_found_among_many(server: FileServer, download: Download) -> None:
    server.files = {f"/{number}.txt": b"1" for number in range(200)}
    listed = download.files()
    server.faults = lambda each: failure(30001, "disk fails") if "/77.txt" in _sources(each) else None
    with pytest.raises(RequestRefused, match="disk fails"):
        download.fetch(listed)
    assert set(download.arrived) == set(server.files) - {"/77.txt"}
    assert len(server.methods("read")) <= 20


def test_busy_file_fails_alone(server: FileServer, download: Download) -> None:
    server.files = {f"/{number}.txt": b"1" for number in range(50)}
    listed = download.files()
    server.faults = lambda each: failure(10024, "locked") if "/7.txt" in _sources(each) else None
    with pytest.raises(DataNotAvailable, match=r"7\.txt: another program"):
        download.fetch(listed)
    assert len(download.arrived) == 49


@pytest.mark.parametrize(("code", "expected"), [(40003, SessionExpired), (40001, RequestRefused)])
def test_refusal_of_the_user_ends_the_download_at_once(download: Download, code: int, expected: type) -> None:
    listed = download.files()
    download.server.faults = lambda each: failure(code) if is_read(each) else None
    with pytest.raises(expected):
        download.fetch(listed)
    assert len(download.server.methods("read")) <= LIMITS.file_server_requests
    assert download.folder.left_open == []


def test_full_disk_ends_the_download(download: Download) -> None:
    listed = download.files()
    download.disk.capacity = 5 * MIB
    with pytest.raises(DiskFull):
        download.fetch(listed)
    assert download.folder.left_open == []


def test_download_can_be_cancelled(download: Download) -> None:
    listed, cancellation, stop = download.files(), Cancellation(), threading.Event()

    def silent(request: Request) -> None:
        if is_read(request):
            cancellation.cancel()
            stop.wait(60)

    download.server.faults = silent
    try:
        with pytest.raises(Cancelled):
            download.fetch(listed, cancellation)
    finally:
        stop.set()
    assert download.folder.left_open == []


# --- reading


def test_ranges_of_several_files_take_one_request(download: Download) -> None:
    files = {each.path: each for each in download.files()}
    download.server.requests.clear()
    ranges = [
        FileRange(files["a.txt"], 1, 3),
        FileRange(files["big.bin"], 20 * MIB, 20 * MIB + 7),
        FileRange(files["a.txt"], 2, 2),
        FileRange(files["a.txt"], 0, 5),
    ]
    found = download.store.read_ranges(download.server.session, FILES, ranges, Cancellation())
    assert found == (b"el", BIG[20 * MIB : 20 * MIB + 7], b"", b"hello")
    assert download.server.methods() == ["read"]


def test_long_range_is_read_in_several_requests(download: Download) -> None:
    (big,) = [each for each in download.files() if each.path == "big.bin"]
    download.server.requests.clear()
    assert download.store.reads_parts(download.server.session, FILES)
    end = len(BIG) - 1
    assert download.store.read(download.server.session, FILES, big, 1, end, Cancellation()) == BIG[1:end]
    assert download.server.methods() == ["read"] * 3
    download.store.end_reading()


def test_range_of_a_shortened_file_is_refused(download: Download) -> None:
    (file,) = [each for each in download.files() if each.path == "a.txt"]
    download.server.files["/a.txt"] = b"hel"
    with pytest.raises(DataNotAvailable, match="it was changed in openBIS"):
        download.store.read(download.server.session, FILES, file, 0, 5, Cancellation())
