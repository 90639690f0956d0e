"""Data sets as a file system, read by pandas, dask and by hand."""

import concurrent.futures
import datetime as dt
import importlib
import io
import os
import pickle
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pandas as pd
import pytest
from fsspec.callbacks import Callback

from jupyter_openbis_server.domain.errors import (
    DataSetArchived,
    DataSetNotFound,
    FileNotInDataSet,
    InstanceUnreachable,
    NotLoggedIn,
    OpenbisError,
    UnknownConnection,
)
from jupyter_openbis_server.entrypoints.fsspec import OpenbisFileSystem
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.forked_program import ForkedProgram
from tests.integration.batch.laboratory_files import (
    BIG,
    BIG_FILE,
    MIB,
    PARTS,
    ROWS,
    STACK,
    TABLES,
    chunks_sent,
    laboratory,
    write_connection,
)

VERSIONS = ("3.5", "3.7")
"""Without file transfers, and with them; the contracts of the adapters cover all versions between."""


pytestmark = pytest.mark.usefixtures("config_folder")


@pytest.fixture(scope="module", params=VERSIONS)
def openbis(request: pytest.FixtureRequest) -> Iterator[FakeOpenbis]:
    with laboratory(request.param) as openbis:
        yield openbis


@pytest.fixture
def fs(openbis: FakeOpenbis) -> OpenbisFileSystem:
    openbis.requests.clear()
    return fsspec.filesystem("openbis")


only_with_file_transfer = pytest.mark.parametrize("openbis", ["3.7"], indirect=True, scope="module")
only_without_file_transfer = pytest.mark.parametrize("openbis", ["3.5"], indirect=True, scope="module")


# --- readers of other packages


def test_fsspec_knows_the_protocol() -> None:
    assert fsspec.get_filesystem_class("openbis") is OpenbisFileSystem


def test_pandas_reads_a_table() -> None:
    table = pd.read_csv(f"openbis://lab/{TABLES}/original/parts/part 0.csv")
    assert list(table.square) == [n * n for n in range(0, ROWS, 4)]


@pytest.fixture
def dataframe() -> Any:
    """`dask.dataframe`, which takes a second to import: only here, not in each process that collects the tests."""
    return importlib.import_module("dask.dataframe")


def test_dask_reads_many_tables_in_other_processes(openbis: FakeOpenbis, dataframe: Any) -> None:
    openbis.requests.clear()
    tables = dataframe.read_csv(f"openbis://lab/{TABLES}/original/parts/*.csv")
    total = tables.square.sum().compute(scheduler="processes", num_workers=2)
    assert total == sum(n * n for n in range(ROWS))
    OpenbisFileSystem.clear_instance_cache()
    methods = openbis.requests.methods()
    assert methods.count("login") <= 3, "one for each process"
    assert openbis.sessions.of_user("alice") == [], "processes log out when they end"


def test_dask_reads_many_tables_in_threads_by_one_listing_and_one_session(openbis: FakeOpenbis, dataframe: Any) -> None:
    openbis.requests.clear()
    tables = dataframe.read_csv(f"openbis://lab/{TABLES}/original/parts/*.csv")
    assert len(tables.compute(scheduler="threads", num_workers=4)) == ROWS
    methods = openbis.requests.methods()
    assert (methods.count("login"), methods.count("searchFiles")) == (1, 1)


def test_text_and_compression_are_handled_by_fsspec(fs: OpenbisFileSystem) -> None:
    with fsspec.open(f"openbis://lab/{TABLES}/original/notes.txt", "rt", encoding="utf-8") as text:
        assert text.read() == "Größe\n"


def test_a_table_is_read_through_a_local_cache(tmp_path: Path) -> None:
    url = f"filecache::openbis://lab/{TABLES}/original/parts/part 1.csv"
    with fsspec.open(url, "rb", filecache={"cache_storage": str(tmp_path / "cache")}) as file:
        assert file.read() == PARTS["original/parts/part 1.csv"].encode()


# --- listings


def test_the_root_holds_the_connections(fs: OpenbisFileSystem) -> None:
    assert fs.ls("openbis://", detail=False) == ["lab"]
    assert fs.isdir("openbis://")
    assert fs.isdir("openbis://lab")
    assert len(fs.ls("openbis://lab/" + TABLES)) == 1


def test_the_name_of_a_connection_may_hold_a_slash(openbis: FakeOpenbis, config_folder: Path) -> None:
    write_connection(openbis, config_folder, "lab/one two")
    fs = fsspec.filesystem("openbis")
    (name,) = fs.ls("", detail=False)
    assert name == "lab%2Fone two"
    assert fs.cat_file(f"{name}/{TABLES}/original/notes.txt") == "Größe\n".encode()


def test_a_data_set_is_browsed_with_a_single_listing(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    root = f"lab/{TABLES}"
    assert fs.ls(f"openbis://{root}/original", detail=False) == [
        f"{root}/original/empty",
        f"{root}/original/notes.txt",
        f"{root}/original/parts",
    ]
    files = {*PARTS, "original/notes.txt"}
    assert set(fs.find(root)) == {f"{root}/{path}" for path in files}
    assert set(fs.glob(f"{root}/**/*.csv")) == {f"{root}/{path}" for path in PARTS}
    assert [path for path, _, _ in fs.walk(root)] == [
        root,
        f"{root}/original",
        f"{root}/original/empty",
        f"{root}/original/parts",
    ]
    assert fs.exists(f"{root}/original/parts")
    assert not fs.exists(f"{root}/original/part")
    assert fs.isdir(root)
    assert fs.isfile(f"{root}/original/notes.txt")
    assert fs.du(root) == sum(map(len, PARTS.values())) + 8
    assert openbis.requests.methods().count("searchFiles") == 1


def test_info_has_the_metadata_of_a_file(fs: OpenbisFileSystem) -> None:
    path = f"lab/{TABLES}/original/notes.txt"
    crc32 = zlib.crc32("Größe\n".encode())
    info = fs.info(f"openbis://{path}")
    created = info.pop("created")
    assert isinstance(created, float)  # as fsspec's local files have it; jupyter-fs reads both
    assert info.pop("mtime") == created
    assert fs.created(path) == dt.datetime.fromtimestamp(created, dt.timezone.utc)
    assert info == {
        "name": path,
        "size": 8,
        "type": "file",
        "crc32": crc32,
        "data_set": TABLES,
        "data_set_type": "RAW_DATA",
    }
    assert fs.checksum(path) == crc32
    assert fs.modified(path) == fs.created(path)
    assert fs.ls(path, detail=False) == [path]
    assert fs.size(path) == 8


def test_a_listing_is_requested_again_on_request(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    root = f"lab/{TABLES}"
    fs.ls(root)
    fs.ls(root, refresh=True)
    fs.invalidate_cache()
    fs.ls(root)
    fsspec.filesystem("openbis", use_listings_cache=False).ls(root)
    assert openbis.requests.methods().count("searchFiles") == 4


def test_the_components_of_a_container_are_folders(fs: OpenbisFileSystem) -> None:
    root = f"lab/{lab.CONTAINER}"
    assert fs.ls(root, detail=False) == [f"{root}/{lab.IMAGES}", f"{root}/{lab.CALIBRATION}"]
    path = f"{root}/{lab.IMAGES}/original/intensities.csv"
    assert fs.cat_file(path) == fs.cat_file(f"lab/{lab.IMAGES}/original/intensities.csv")
    assert fs.info(path)["data_set"] == lab.IMAGES


def test_unusual_names_work(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    store = openbis.laboratory.store_path(lab.ODD_NAMES)
    paths = [path for path in store.rglob("*") if path.is_file()]
    assert len(paths) >= len(lab.ODD_FILE_NAMES)
    for path in paths:
        with fs.open(f"openbis://lab/{lab.ODD_NAMES}/{path.relative_to(store).as_posix()}") as file:
            assert file.read() == path.read_bytes(), path


# --- reading


@only_with_file_transfer
def test_small_parts_of_a_big_file_do_not_fetch_it(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    fs.info(BIG_FILE)
    openbis.requests.clear()
    sent = chunks_sent(openbis)
    with fs.open(BIG_FILE) as file:
        for start in (17 * MIB + 5, 3, 29 * MIB):
            file.seek(start)
            assert file.read(1000) == STACK[start : start + 1000]
    assert sent() <= 3 * (fs.blocksize // MIB + 1)
    begun, repeated = ["createFastDownloadSession", "startDownloadSession"], ["queue", "download"]
    assert openbis.requests.methods() == [*begun, *repeated * 3, "finishDownloadSession"]


@only_with_file_transfer
def test_two_open_files_and_threads_do_not_disturb_each_other(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    def read(number: int) -> bool:
        with fs.open(BIG_FILE) as file:
            for start in (number * MIB, 29 * MIB - number, number * 1000):
                file.seek(start)
                if file.read(500) != STACK[start : start + 500]:
                    return False
        return True

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        assert all(pool.map(read, range(12)))
    methods = openbis.requests.methods()
    assert methods.count("startDownloadSession") == methods.count("finishDownloadSession")


@only_with_file_transfer
def test_many_ranges_take_few_requests(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    fs.info(BIG_FILE)
    openbis.requests.clear()
    starts = [number * MIB + 7 * number for number in range(20)]
    ends = [start + 10 for start in starts]
    assert fs.cat_ranges([BIG_FILE] * 20, starts, ends) == [STACK[start : start + 10] for start in starts]
    assert len(openbis.requests) <= 8


def test_ranges_of_several_files_are_returned_in_order_with_errors_in_place(fs: OpenbisFileSystem) -> None:
    notes = f"lab/{TABLES}/original/notes.txt"
    paths = [BIG_FILE, notes, f"lab/{TABLES}/original/missing.txt", BIG_FILE, f"lab/{TABLES}", notes]
    contents = fs.cat_ranges(paths, [-3, None, 0, 5, 0, 2], [None, None, 1, 5, 1, -1])
    assert [contents[index] for index in (0, 1, 3, 5)] == [
        STACK[-3:],
        "Größe\n".encode(),
        b"",
        "Größe\n".encode()[2:-1],
    ]
    assert isinstance(contents[2], FileNotFoundError)
    assert isinstance(contents[4], IsADirectoryError)
    with pytest.raises(FileNotFoundError):
        fs.cat_ranges(paths, 0, 1, on_error="raise")
    with pytest.raises(ValueError, match="as many"):
        fs.cat_ranges(paths, [0], [1])
    assert fs.cat_ranges([], [], []) == []


@only_with_file_transfer
def test_a_transfer_that_ends_early_is_restarted(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    with fs.open(BIG_FILE) as file:
        assert file.read(10) == STACK[:10]
        openbis.faults.inject(Fault(FaultKind.TRUNCATE, after_bytes=100_000, method="download"))
        file.seek(20 * MIB)
        assert file.read(10) == STACK[20 * MIB : 20 * MIB + 10]
        file.seek(12 * MIB)
        assert file.read(10) == STACK[12 * MIB : 12 * MIB + 10]
    methods = openbis.requests.methods()
    assert methods.count("startDownloadSession") == methods.count("finishDownloadSession") == 3


@only_with_file_transfer
def test_a_single_range_requests_only_the_chunks_that_cover_it(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    sent = chunks_sent(openbis)
    assert fs.cat_file(BIG_FILE, 5 * MIB - 1, 5 * MIB + 1) == STACK[5 * MIB - 1 : 5 * MIB + 1]
    assert sent() == 2
    assert fs.cat_file(BIG_FILE, -17) == STACK[-17:]
    assert sent() == 3
    assert fs.cat_ranges([BIG_FILE] * 2, [0, 2 * MIB], [4, 2 * MIB + 4]) == [STACK[:4], STACK[2 * MIB : 2 * MIB + 4]]
    assert sent() == 5


def test_sequential_reads_read_ahead(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    openbis.requests.clear()
    with fs.open(BIG_FILE) as file:
        content = b"".join(iter(lambda: file.read(64 * 1024), b""))
    assert content == STACK
    transfers = [each for each in openbis.requests if each.method == "startDownloadSession" or each.verb == "GET"]
    assert len(transfers) <= len(STACK) // fs.blocksize + 1


@only_without_file_transfer
def test_a_big_file_without_range_requests_is_copied_once_and_the_copy_removed(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with fs.open(BIG_FILE) as file:
        for start in (29 * MIB, 3, 17 * MIB):
            file.seek(start)
            assert file.read(1000) == STACK[start : start + 1000]
        assert len(list((tmp_path / "temporary").iterdir())) == 1
    assert [request.verb for request in openbis.requests].count("GET") == 1
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_damaged_chunk_is_requested_again(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    place = {"path_prefix": f"/datastore_server/{BIG}"}
    if openbis.settings.api_version != "3.5":
        place = {"method": "download"}
    hits = openbis.faults.inject(Fault(FaultKind.TRUNCATE, after_bytes=100_000, **place))
    with fs.open(BIG_FILE) as file:
        assert file.read(2 * MIB) == STACK[: 2 * MIB]
    assert openbis.faults.hits(hits) == 1


def test_an_expired_session_is_renewed(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    with fs.open(BIG_FILE) as file:
        assert file.read(10) == STACK[:10]
        openbis.restart()
        file.seek(20 * MIB)
        assert file.read(10) == STACK[20 * MIB : 20 * MIB + 10]


def test_many_threads_read_side_by_side_in_one_session(fs: OpenbisFileSystem, openbis: FakeOpenbis) -> None:
    def read(number: int) -> bool:
        start = number * MIB
        return fsspec.filesystem("openbis").cat_file(BIG_FILE, start, start + 100) == STACK[start : start + 100]

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        assert all(pool.map(read, range(24)))
    methods = openbis.requests.methods()
    assert (methods.count("login"), methods.count("searchFiles")) == (1, 1)


class Counting(Callback):
    def __init__(self) -> None:
        super().__init__()
        self.last = 0

    def call(self, *args: object, **kwargs: object) -> None:
        self.last = self.value


def test_a_file_is_copied_to_the_disk_like_downloads(fs: OpenbisFileSystem, tmp_path: Path) -> None:
    callback = Counting()
    fs.get_file(BIG_FILE, str(tmp_path / "new" / "stack.raw"), callback=callback)
    assert (tmp_path / "new" / "stack.raw").read_bytes() == STACK
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["stack.raw"]
    assert callback.size == callback.last == len(STACK)
    buffer = io.BytesIO()
    fs.get_file(f"lab/{TABLES}/original/notes.txt", buffer)
    assert buffer.getvalue() == "Größe\n".encode()


# --- other processes


_IN_ANOTHER_PROCESS = """
import pickle, sys
fs, file = pickle.load(sys.stdin.buffer)
print(fs.cat_file({path!r}, 3, 8).hex(), file.read(4).hex())
"""


def test_file_systems_and_open_files_are_pickled_without_secrets(
    forked_program: ForkedProgram, fs: OpenbisFileSystem, openbis: FakeOpenbis
) -> None:
    with fs.open(BIG_FILE) as file:
        file.seek(MIB)
        sent = pickle.dumps((fs, file))
    (token,) = openbis.sessions.of_user("alice") or [lab.USERS["alice"]]
    assert lab.USERS["alice"].encode() not in sent
    assert str(token).encode() not in sent
    script = _IN_ANOTHER_PROCESS.format(path=BIG_FILE)
    done = forked_program.run([], environment=os.environ, folder=Path.cwd(), typed=sent, script=script)
    assert done.out.split() == [STACK[3:8].hex().encode(), STACK[MIB : MIB + 4].hex().encode()]


_FORKED = """
import multiprocessing, fsspec

def read():
    return fsspec.filesystem("openbis").cat_file({path!r}, 3, 8)

if __name__ == "__main__":
    mine = read()
    with multiprocessing.get_context("fork").Pool(1) as pool:
        other = pool.apply(read)
        pool.close()
        pool.join()
    print((mine + other + read()).hex())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system knows no fork")
def test_a_forked_process_has_a_session_of_its_own(forked_program: ForkedProgram, openbis: FakeOpenbis) -> None:
    openbis.requests.clear()
    script = _FORKED.format(path=BIG_FILE)
    done = forked_program.run([], environment=os.environ, folder=Path.cwd(), script=script)
    assert done.out.decode().strip() == (3 * STACK[3:8]).hex(), done.err.decode()
    methods = openbis.requests.methods()
    assert (methods.count("login"), methods.count("logout")) == (2, 2)


@pytest.mark.parametrize("option", ["token", "password", "username"])
def test_credentials_are_no_storage_option(option: str) -> None:
    with pytest.raises(ValueError, match=f"takes no {option}") as caught:
        fsspec.filesystem("openbis", **{option: "very secret"})
    assert "very secret" not in str(caught.value)


def test_the_session_is_closed_at_the_end_of_the_program(openbis: FakeOpenbis) -> None:
    script = f"import fsspec; print(len(fsspec.filesystem('openbis').cat_file('lab/{TABLES}/original/notes.txt')))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "8\n"
    assert openbis.sessions.of_user("alice") == []


# --- errors


@pytest.mark.parametrize(
    ("path", "kind", "cause"),
    [
        ("nowhere", FileNotFoundError, UnknownConnection),
        ("nowhere/1-1/x", FileNotFoundError, UnknownConnection),
        ("lab/20990101000000000-1/x", FileNotFoundError, DataSetNotFound),
        (f"lab/{TABLES}/original/none.csv", FileNotFoundError, FileNotInDataSet),
    ],
)
def test_a_missing_path_is_file_not_found(
    fs: OpenbisFileSystem, path: str, kind: type[OSError], cause: type[OpenbisError]
) -> None:
    for read_path in (fs.info, fs.ls, fs.open, fs.cat_file):
        with pytest.raises(kind) as caught:
            read_path(f"openbis://{path}")
        assert isinstance(caught.value.__cause__, cause)
        assert caught.value.strerror == str(caught.value.__cause__)
        assert caught.value.filename == path
    assert not fs.exists(path)
    assert fs.find(path) == []


def test_without_a_login_access_is_a_permission_error(openbis: FakeOpenbis, config_folder: Path) -> None:
    write_connection(openbis, config_folder, credentials=False)
    fs = fsspec.filesystem("openbis")
    for read_path in (fs.info, fs.exists, fs.find, fs.open):
        with pytest.raises(PermissionError, match="Not logged in to lab") as caught:
            read_path(f"lab/{TABLES}")
        assert isinstance(caught.value.__cause__, NotLoggedIn)


def test_an_openbis_that_is_down_is_a_connection_error(openbis: FakeOpenbis, config_folder: Path) -> None:
    file = config_folder / "openbis-connections.yaml"
    file.write_text(file.read_text().replace(openbis.url, "http://127.0.0.1:1"))
    with pytest.raises(ConnectionError) as caught:
        fsspec.filesystem("openbis").info(f"lab/{TABLES}")
    assert isinstance(caught.value.__cause__, InstanceUnreachable)


def test_the_error_for_archived_files_says_what_to_do(fs: OpenbisFileSystem) -> None:
    (path, *_) = fs.find(f"lab/{lab.ARCHIVED}")
    with fs.open(path) as file, pytest.raises(OSError, match="unarchive") as caught:
        file.read(1)
    assert isinstance(caught.value.__cause__, DataSetArchived)


def test_a_folder_is_no_file(fs: OpenbisFileSystem) -> None:
    for path in ("", "lab", f"lab/{TABLES}", f"lab/{TABLES}/original"):
        for read in (fs.open, fs.cat_file):
            with pytest.raises(IsADirectoryError):
                read(path)


def test_nothing_can_be_written(fs: OpenbisFileSystem, tmp_path: Path) -> None:
    path = f"lab/{TABLES}/original/new"
    (tmp_path / "file").write_text("x")
    attempts = [
        lambda: fs.open(path, "wb"),
        lambda: fs.open(path, "ab"),
        lambda: fs.pipe_file(path, b"x"),
        lambda: fs.put(str(tmp_path / "file"), path),
        lambda: fs.mkdir(path),
        lambda: fs.makedirs(path),
        lambda: fs.touch(path),
        lambda: fs.rm(f"lab/{TABLES}", recursive=True),
        lambda: fs.rm_file(f"lab/{TABLES}/original/notes.txt"),
        lambda: fs.cp_file(f"lab/{TABLES}/original/notes.txt", path),
        lambda: fs.mv(f"lab/{TABLES}/original/notes.txt", path),
    ]
    for attempt in attempts:
        with pytest.raises(OSError, match="never change"):
            attempt()
    assert fs.exists(f"lab/{TABLES}/original/notes.txt")
