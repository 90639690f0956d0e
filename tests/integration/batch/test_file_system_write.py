"""Files of samples in openBIS's file server (AFS), written by pandas, numpy, dask and by hand."""

import concurrent.futures
import gc
import gzip
import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import dask.dataframe
import fsspec
import numpy as np
import pandas as pd
import pytest

from jupyter_openbis_server.domain.errors import ConnectionFailed, EntityNotFound, InvalidPath, RequestRefused
from jupyter_openbis_server.domain.object_files.errors import FilesChanged, NoFileServer
from jupyter_openbis_server.entrypoints.fsspec import OpenbisFileSystem
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_sample
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import noise
from tests.forked_program import ForkedProgram
from tests.integration.batch.laboratory_files import MIB, TABLES, add_files, write_connection
from tests.support.waiting import until

API = "/afs-server/api"
TEMPORARY = ".jupyter-openbis-upload-"
BIG = noise(5, 21 * MIB)

Stored = Callable[[], dict[str, bytes]]


def new_sample(openbis: FakeOpenbis) -> str:
    """Return the permId of a new sample."""
    code = f"S{openbis.laboratory.new_perm_id()}"
    return add_sample(openbis.laboratory, code, "ENTRY", project="/YEAST_LAB/GROWTH").perm_id


pytestmark = pytest.mark.usefixtures("config_folder")


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS, settings=ServerSettings("3.7", afs="unlisted")) as openbis:
        add_files(openbis, TABLES, {"original/notes.txt": b"fine"})
        yield openbis


@pytest.fixture
def owner(openbis: FakeOpenbis) -> str:
    """A sample that has never had files."""
    return new_sample(openbis)


@pytest.fixture
def root(owner: str) -> str:
    return f"lab/{owner}"


@pytest.fixture
def fs() -> OpenbisFileSystem:
    return fsspec.filesystem("openbis")


@pytest.fixture
def everything(openbis: FakeOpenbis, owner: str) -> Stored:
    """Read the disk of the file server, without its own caches."""
    folder = openbis.laboratory.afs_path(owner)

    def read() -> dict[str, bytes]:
        files = {each.relative_to(folder): each for each in folder.rglob("*") if each.is_file()}
        return {path.as_posix(): each.read_bytes() for path, each in files.items() if ".afs" not in path.parts}

    return read


@pytest.fixture
def stored(everything: Stored) -> Stored:
    """Read the files that have their final names."""
    return lambda: {
        path: content for path, content in everything().items() if not path.startswith((".afs.trash", TEMPORARY))
    }


# --- writers of other packages


def test_pandas_writes_tables_that_it_reads_again(root: str, stored: Stored) -> None:
    table = pd.DataFrame({"time": [1, 2, 3], "name": ["a", "ü", "c"]})
    for name in ("run/table.csv", "run/table.csv.gz"):
        table.to_csv(f"openbis://{root}/{name}", index=False)
        pd.testing.assert_frame_equal(pd.read_csv(f"openbis://{root}/{name}"), table)
    table.to_parquet(f"openbis://{root}/run/table.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(f"openbis://{root}/run/table.parquet"), table)
    assert stored()["run/table.csv"] == "time,name\n1,a\n2,ü\n3,c\n".encode()
    assert set(stored()) == {"run/table.csv", "run/table.csv.gz", "run/table.parquet"}


def test_pandas_stores_nothing_of_a_table_that_it_cannot_write(root: str, everything: Stored) -> None:
    class Unwritable:
        def __str__(self) -> str:
            raise ValueError("unwritable")

    table = pd.DataFrame({"n": [*range(50_000), Unwritable()]}, dtype=object)
    with pytest.raises(ValueError, match="unwritable"):
        table.to_csv(f"openbis://{root}/table.csv")
    with pytest.raises(Exception, match="Unwritable"):
        table.to_parquet(f"openbis://{root}/table.parquet")
    gc.collect()
    assert everything() == {}


@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_dask_writes_partitions_in_threads_and_replaces_them(root: str, fs: OpenbisFileSystem, stored: Stored) -> None:
    table = pd.DataFrame({"n": range(100)})
    url = f"openbis://{root}/results.parquet"
    for frame in (table, table * 2):
        parts = dask.dataframe.from_pandas(frame, npartitions=4)
        parts.to_parquet(url, overwrite=True, compute_kwargs={"scheduler": "threads", "num_workers": 4})
        pd.testing.assert_frame_equal(dask.dataframe.read_parquet(url).compute(scheduler="threads"), frame)
    assert len([path for path in stored() if path.endswith(".parquet")]) == 4


def test_dask_writes_in_other_processes(openbis: FakeOpenbis, root: str, stored: Stored) -> None:
    parts = dask.dataframe.from_pandas(pd.DataFrame({"n": range(10)}), npartitions=2)
    options = {"scheduler": "processes", "num_workers": 2}
    parts.to_csv(f"openbis://{root}/part-*.csv", index=False, compute_kwargs=options)
    assert stored() == {
        "part-0.csv": b"n\n" + b"".join(b"%d\n" % n for n in range(5)),
        "part-1.csv": b"n\n" + b"".join(b"%d\n" % n for n in range(5, 10)),
    }


def test_numpy_and_zip_write_into_open_files(fs: OpenbisFileSystem, root: str, stored: Stored) -> None:
    array = np.arange(1_000_000)
    with fs.open(f"{root}/array.npy", "wb") as file:
        np.save(file, array)
    with fs.open(f"{root}/array.npy") as file:
        assert (np.load(file) == array).all()
    with fs.open(f"{root}/some.zip", "wb") as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "inside")
    with fs.open(f"{root}/some.zip") as file, zipfile.ZipFile(file) as archive:
        assert archive.read("a.txt") == b"inside"


def test_many_small_files_are_sent_together(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, root: str, stored: Stored
) -> None:
    chunks = {f"array.zarr/c/{number}": b"%d" % number for number in range(200)}
    openbis.requests.clear()
    fs.pipe({f"{root}/{path}": content for path, content in chunks.items()})
    assert len([each for each in openbis.requests if each.path.startswith(API)]) < 20
    assert stored() == chunks


# --- files


@pytest.mark.parametrize("compression", [None, "gzip"])
def test_text_is_written(fs: OpenbisFileSystem, root: str, stored: Stored, compression: str | None) -> None:
    with fs.open(f"{root}/notes.txt", "w", encoding="utf-8", compression=compression) as file:
        file.write("Größe\n")
        assert stored() == {}
    content = stored()["notes.txt"]
    assert (gzip.decompress(content) if compression else content) == "Größe\n".encode()


def test_a_place_in_a_file_can_be_written_again(fs: OpenbisFileSystem, root: str, stored: Stored) -> None:
    with fs.open(f"{root}/a.raw", "wb") as file:
        assert (file.writable(), file.readable(), file.seekable()) == (True, False, True)
        file.write(b"0123456789")
        assert (file.seek(2), file.write(memoryview(b"ab")), file.seek(0, 1)) == (2, 2, 4)
        assert file.seek(-1, 2) == 9
        file.truncate(12)
        file.truncate(11)
    assert stored() == {"a.raw": b"01ab456789\0"}
    with pytest.raises(ValueError, match="closed"):
        file.write(b"x")
    with pytest.raises(ValueError, match="negative"), fs.open(f"{root}/b.raw", "wb") as file:
        file.seek(-1)
    assert set(stored()) == {"a.raw"}


def test_a_large_file_needs_little_memory_and_no_name_on_the_disk(
    fs: OpenbisFileSystem, root: str, stored: Stored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    with fs.open(f"{root}/big.raw", "wb") as file:
        for start in range(0, len(BIG), MIB):
            file.write(BIG[start : start + MIB])
        assert list((tmp_path / "temporary").iterdir()) == []
    assert stored() == {"big.raw": BIG}


def test_appending_replaces_the_file_that_was_read(fs: OpenbisFileSystem, root: str, everything: Stored) -> None:
    for text in (b"1\n", b"2\n"):
        with fs.open(f"{root}/log.txt", "ab") as file:
            file.write(text)
    assert everything() == {"log.txt": b"1\n2\n", ".afs.trash/log.txt": b"1\n"}


def test_files_are_copied_moved_and_deleted(fs: OpenbisFileSystem, root: str, everything: Stored) -> None:
    fs.pipe_file(f"{root}/a.txt", b"a")
    fs.cp_file(f"lab/{TABLES}/original/notes.txt", f"{root}/copies/notes.txt")
    fs.mv(f"{root}/a.txt", f"{root}/copies")
    fs.mv(f"{root}/copies/notes.txt", f"{root}/new/fine.txt")
    with pytest.raises(FileExistsError):
        fs.mv(f"{root}/new/fine.txt", f"{root}/copies/a.txt")
    with pytest.raises(OSError, match="not empty"):
        fs.rm(f"{root}/new")
    fs.rm([f"{root}/new", f"{root}/copies/*"], recursive=True)
    assert everything() == {".afs.trash/new/fine.txt": b"fine", ".afs.trash/copies/a.txt": b"a"}
    with pytest.raises(FileNotFoundError):
        fs.rm(f"{root}/new", recursive=True)
    fs.rmdir(f"{root}/copies")
    assert fs.ls(root) == []


def test_a_file_moves_to_another_owner(fs: OpenbisFileSystem, root: str, openbis: FakeOpenbis, stored: Stored) -> None:
    other = new_sample(openbis)
    fs.pipe_file(f"{root}/a.txt", b"a")
    fs.mv(f"{root}/a.txt", f"lab/{other}/b.txt")
    assert stored() == {}
    assert (openbis.laboratory.afs_path(other) / "b.txt").read_bytes() == b"a"


def test_folders_are_made_once(fs: OpenbisFileSystem, root: str) -> None:
    assert fs.isdir(root), "an owner without files is an empty folder"
    fs.makedirs(root, exist_ok=True)
    with pytest.raises(FileNotFoundError, match="makedirs"):
        fs.mkdir(f"{root}/a/b", create_parents=False)
    fs.mkdir(f"{root}/a/b")
    assert fs.isdir(f"{root}/a/b")
    with pytest.raises(FileExistsError):
        fs.mkdir(f"{root}/a")
    fs.touch(f"{root}/a/file")
    for path in (f"{root}/a/file", root):
        with pytest.raises(FileExistsError):
            fs.makedirs(path)
    with pytest.raises(OSError, match="write it again"):
        fs.touch(f"{root}/a/file", truncate=False)
    with pytest.raises(IsADirectoryError):
        fs.open(f"{root}/a", "wb")
    with pytest.raises(NotADirectoryError):
        fs.rmdir(f"{root}/a/file")


def test_what_was_written_is_seen_at_once(fs: OpenbisFileSystem, root: str) -> None:
    for number in range(3):
        fs.pipe_file(f"{root}/n.txt", b"%d" % number)
        assert fs.cat_file(f"{root}/n.txt") == b"%d" % number
        assert fs.ls(root, detail=False) == [f"{root}/n.txt"]


def test_threads_write_side_by_side(root: str, stored: Stored) -> None:
    def write(number: int) -> None:
        with fsspec.open(f"openbis://{root}/new/{number}.txt", "w") as file:
            file.write(str(number))

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(12)))
    assert stored() == {f"new/{number}.txt": str(number).encode() for number in range(12)}


# --- all or nothing


class _Failure(Exception):
    pass


def _fail(kind: type[Exception] = _Failure) -> None:
    raise kind


@pytest.mark.parametrize(("mode", "options"), [("wb", {}), ("w", {}), ("w", {"compression": "gzip"})])
def test_an_error_in_the_block_stores_nothing(
    fs: OpenbisFileSystem, root: str, everything: Stored, mode: str, options: dict[str, str]
) -> None:
    for opened in (fs.open, fsspec.open):
        with suppress(_Failure), opened(f"openbis://{root}/a.txt", mode, **options) as file:
            file.write("incomplete" if mode == "w" else b"incomplete")
            raise _Failure
    gc.collect()
    assert everything() == {}


def test_a_file_that_is_closed_while_an_older_error_is_handled_is_stored(
    fs: OpenbisFileSystem, root: str, stored: Stored
) -> None:
    try:
        fs.cat_file(f"{root}/cached.txt")
    except FileNotFoundError:
        with fs.open(f"{root}/cached.txt", "w") as file:
            file.write("made")
    assert stored() == {"cached.txt": b"made"}


_MODES = [("wb", {}), ("w", {}), ("wb", {"compression": "gzip"}), ("w", {"compression": "gzip"})]


@pytest.mark.parametrize(("mode", "options"), _MODES)
def test_the_end_of_a_block_in_a_handler_stores_the_file_unless_the_block_raises(
    fs: OpenbisFileSystem, root: str, stored: Stored, mode: str, options: dict[str, str]
) -> None:
    data = "made" if mode == "w" else b"made"
    file = fs.open(f"{root}/stored", mode, **options)
    try:
        _fail()
    except _Failure:
        with file:
            file.write(data)
    with suppress(_Failure):
        try:
            _fail()
        except _Failure:
            with fs.open(f"{root}/interrupted", mode, **options) as other:
                other.write(data)
                raise
    assert set(stored()) == {"stored"}
    content = stored()["stored"]
    assert (gzip.decompress(content) if options else content) == b"made"


def test_close_stores_a_file_that_is_younger_than_the_handled_errors(
    fs: OpenbisFileSystem, root: str, stored: Stored
) -> None:
    try:
        _fail()
    except _Failure:
        try:
            _fail(KeyError)
        except KeyError:
            file = fs.open(f"{root}/a.txt", "wb")
            file.write(b"a")
        file.close()
    assert stored() == {"a.txt": b"a"}


def test_close_discards_a_file_while_a_younger_error_or_one_raised_again_is_handled(
    fs: OpenbisFileSystem, root: str, stored: Stored, caplog: pytest.LogCaptureFixture
) -> None:
    files = [fs.open(f"{root}/a.txt", "wb")]
    try:
        _fail()
    except _Failure as error:
        files[0].close()
        files.append(fs.open(f"{root}/b.txt", "wb"))
        try:
            raise error
        except _Failure:
            files[1].close()
    assert all(each.closed for each in files)
    assert [each.getMessage().split(" was ")[1] for each in caplog.records if "b.txt" in each.getMessage()]
    assert stored() == {}


@pytest.mark.parametrize(("mode", "options"), [("wb", {}), ("w", {}), ("wb", {"compression": "gzip"})])
def test_a_file_that_is_not_closed_is_not_stored_and_named(
    fs: OpenbisFileSystem,
    root: str,
    everything: Stored,
    caplog: pytest.LogCaptureFixture,
    mode: str,
    options: dict[str, str],
) -> None:
    file = fs.open(f"{root}/a.txt", mode, **options)
    file.write("incomplete" if mode == "w" else b"incomplete")
    with caplog.at_level(logging.WARNING):
        del file
        gc.collect()
    assert f"openbis://{root}/a.txt was not stored: it was not closed" in caplog.text
    assert everything() == {}


def test_the_end_of_the_interpreter_stores_nothing(root: str, everything: Stored) -> None:
    script = f"import fsspec; file = fsspec.filesystem('openbis').open('{root}/a.txt', 'wb'); file.write(b'x')"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60, capture_output=True)
    assert everything() == {}


_INTERRUPTED = """
import fsspec, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    fsspec.filesystem("openbis").pipe_file({path!r}, bytes({size}))
except KeyboardInterrupt:
    print("interrupted")
"""


def test_an_interrupt_ends_the_transfer(
    forked_program: ForkedProgram, openbis: FakeOpenbis, root: str, stored: Stored
) -> None:
    openbis.faults.inject(Fault(FaultKind.HANG, path_prefix=API, method="write", times=None))
    script = _INTERRUPTED.format(path=f"{root}/big.raw", size=len(BIG))
    with forked_program.started([], environment=os.environ, folder=Path.cwd(), script=script) as process:
        until(lambda: openbis.faults.hanging)
        process.send_signal(signal.SIGINT)
    assert process.wait().out == b"interrupted\n"
    assert stored() == {}


def test_a_transaction_stores_all_files_together_or_none(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, root: str, everything: Stored, tmp_path: Path
) -> None:
    (tmp_path / "local.txt").write_text("local")
    with suppress(_Failure), fs.transaction:
        fs.pipe_file(f"{root}/a.txt", b"a")
        raise _Failure
    assert everything() == {}
    with fs.transaction:
        for number in range(20):
            with fs.open(f"{root}/{number}.txt", "wb") as file:
                file.write(b"%d" % number)
        fs.put(str(tmp_path / "local.txt"), f"{root}/local.txt")
        with pytest.raises(_Failure), fs.open(f"{root}/failed.txt", "wb"):
            raise _Failure
        assert everything() == {}
        openbis.requests.clear()
    assert everything() == {**{f"{number}.txt": b"%d" % number for number in range(20)}, "local.txt": b"local"}
    assert openbis.requests.methods().count("write") == 1
    fs.pipe_file(f"{root}/after.txt", b"")
    assert "after.txt" in everything()


def test_a_transaction_stores_copies_at_its_end(root: str, fs: OpenbisFileSystem, stored: Stored) -> None:
    fs.pipe(f"{root}/a", b"1")
    with suppress(_Failure), fs.transaction:
        fs.copy(f"{root}/a", f"{root}/b")
        raise _Failure
    assert stored() == {"a": b"1"}
    with fs.transaction:
        fs.copy(f"{root}/a", f"{root}/b")
        assert stored() == {"a": b"1"}
    assert stored() == {"a": b"1", "b": b"1"}


def test_a_transaction_refuses_a_move_to_another_owner_before_anything_is_deleted(
    root: str, fs: OpenbisFileSystem, openbis: FakeOpenbis, stored: Stored
) -> None:
    fs.pipe(f"{root}/a", b"1")
    with pytest.raises(OSError, match="copy them, and delete them after its end"), fs.transaction:
        fs.mv(f"{root}/a", f"lab/{new_sample(openbis)}/a")
    assert stored() == {"a": b"1"}


def test_a_connection_that_is_cut_while_closing_is_an_error(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, root: str, stored: Stored
) -> None:
    fs.pipe_file(f"{root}/a.raw", b"old")
    openbis.faults.inject(Fault(FaultKind.RESET, path_prefix=API, method="write", occurrence=2, times=None))
    file = fs.open(f"{root}/a.raw", "wb")
    file.write(BIG)
    with pytest.raises(ConnectionError) as caught:
        file.close()
    assert isinstance(caught.value.__cause__, ConnectionFailed)
    assert file.closed
    assert stored() == {"a.raw": b"old"}
    openbis.faults.clear()
    fs.pipe_file(f"{root}/a.raw", BIG)
    assert stored() == {"a.raw": BIG}


@pytest.mark.parametrize("mode", ["wb", "ab", "xb"])
def test_what_another_program_writes_meanwhile_is_kept(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, owner: str, root: str, stored: Stored, mode: str
) -> None:
    if mode != "xb":
        fs.pipe_file(f"{root}/a.txt", b"old")
    file = fs.open(f"{root}/a.txt", mode)
    file.write(b"mine")
    theirs = openbis.laboratory.afs_path(owner) / "a.txt"
    theirs.parent.mkdir(parents=True, exist_ok=True)
    theirs.write_bytes(b"theirs")
    with pytest.raises(FileExistsError, match="another program changed") as caught:
        file.close()
    assert isinstance(caught.value.__cause__, FilesChanged)
    assert stored() == {"a.txt": b"theirs"}


def test_the_last_of_two_writers_is_refused(fs: OpenbisFileSystem, root: str, stored: Stored) -> None:
    begun = threading.Barrier(2)

    def write(content: bytes) -> bool:
        file = fsspec.filesystem("openbis").open(f"{root}/a.raw", "wb")
        file.write(content)
        begun.wait(60)
        try:
            file.close()
        except FileExistsError:
            return False
        return True

    contents = (b"1" * 100, b"2" * 200)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        done = list(pool.map(write, contents))
    assert sorted(done) == [False, True]
    assert stored() == {"a.raw": contents[done.index(True)]}


# --- refused at once


def test_data_sets_are_refused_with_the_next_step(fs: OpenbisFileSystem) -> None:
    path = f"lab/{TABLES}/original/notes.txt"
    for attempt in (
        lambda: fs.open(path, "wb"),
        lambda: fs.pipe_file(path, b""),
        lambda: fs.rm(path),
        lambda: fs.mv(path, f"lab/{lab.EMPTY_BENCH.replace('/', '%2F')}/notes.txt"),
    ):
        with pytest.raises(OSError, match="never change; register a new one"):
            attempt()
    assert fs.cat_file(path) == b"fine"


def test_missing_rights_and_immutable_files_are_refused_by_open(
    fs: OpenbisFileSystem, openbis: FakeOpenbis, owner: str, root: str
) -> None:
    sample = openbis.laboratory.samples.get(owner)
    assert sample is not None
    openbis.laboratory.put(replace(sample, immutable_data=True))
    with pytest.raises(PermissionError) as caught:
        fs.open(f"{root}/a.txt", "wb")
    assert isinstance(caught.value.__cause__, RequestRefused)


@pytest.mark.parametrize(
    ("path", "kind", "cause"),
    [
        ("lab", IsADirectoryError, None),
        ("lab/{owner}", IsADirectoryError, None),
        ("lab/{owner}/a:b", OSError, InvalidPath),
        ("lab/{owner}/a/../b", OSError, InvalidPath),
        ("lab/20990101000000000-1/x", FileNotFoundError, EntityNotFound),
    ],
)
def test_places_where_no_file_can_be_are_refused(
    fs: OpenbisFileSystem, owner: str, path: str, kind: type[OSError], cause: type[Exception] | None
) -> None:
    with pytest.raises(kind) as caught:
        fs.open(path.format(owner=owner), "wb")
    assert isinstance(caught.value.__cause__, cause) if cause else caught.value.__cause__ is None


def test_other_modes_are_refused(fs: OpenbisFileSystem, root: str) -> None:
    with pytest.raises(OSError, match="choose rb, wb, xb, ab"):
        fs.open(f"{root}/a.txt", "r+b")


def test_older_servers_are_named_as_the_reason(config_folder: Path) -> None:
    with FakeOpenbis(users=lab.USERS) as older:
        write_connection(older, config_folder)
        with pytest.raises(OSError, match="upload them as a data set") as caught:
            fsspec.filesystem("openbis").open(f"lab/{lab.EMPTY_BENCH.replace('/', '%2F')}/a.txt", "wb")
    assert isinstance(caught.value.__cause__, NoFileServer)


def test_open_files_name_no_credentials_and_are_not_pickled(fs: OpenbisFileSystem, root: str) -> None:
    with fs.open(f"{root}/a.txt", "wb") as file:
        assert repr(file) == f"<WrittenFile openbis://{root}/a.txt mode='wb'>"
        with pytest.raises(TypeError, match="open it there"):
            pickle.dumps(file)
    assert lab.USERS["alice"].encode() not in pickle.dumps(fs)
    assert os.environ["JUPYTER_CONFIG_DIR"] not in repr(fs)
