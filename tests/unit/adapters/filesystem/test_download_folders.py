"""Downloads to a real disk: malicious data stores, links, full disks, concurrent pieces."""

import errno
import json
import os
import random
import re
import shutil
import stat
import sys
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import (
    FilesystemDownloadFolder,
    FilesystemDownloadFolders,
)
from jupyter_openbis_server.adapters.filesystem.downloads.partials.positioned_file import PositionedFile
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import CAN_WALK, OpenFolder
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.download import FileState, LocalFile
from jupyter_openbis_server.domain.downloads.manifest import MANIFEST_NAME
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    IntegrityError,
    InvalidPath,
    OpenbisError,
    TargetNotWritable,
)
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from tests.support.tmpfs import run_on_disk

PERM_ID = "20240401101530123-42"
NAMES = [
    "ü" * 127,
    "🧪.csv",
    "plate #1.csv",
    "100 %.txt",
    "a\\b",
    "a\nb",
    " ",
    "-rf",
    "x" * 255,
    ".hidden",
    "10:30.txt",
]


@pytest.fixture
def folder(tmp_path: Path) -> FilesystemDownloadFolder:
    return FilesystemDownloadFolders().prepare(str(tmp_path / "downloads"), PERM_ID)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_bytes(b"precious")
    return outside


def receive(folder: FilesystemDownloadFolder, path: str, content: bytes) -> None:
    incoming = folder.receive(DataSetFile(path, len(content), zlib.crc32(content)))
    incoming.write(0, content)
    incoming.complete()


def everything_below(path: Path) -> dict[str, bytes]:
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in path.rglob("*") if each.is_file()}


# --- names


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_unusual_names_are_unchanged(folder: FilesystemDownloadFolder, name: str) -> None:
    receive(folder, name, b"content")
    assert everything_below(Path(folder.path)) == {name: b"content"}


@settings(deadline=None)  # a disk takes the time it takes
@given(path=st.text(st.sampled_from("./\\C:a~\0\ud800ü "), max_size=16))
def test_arbitrary_paths_stay_below_the_folder(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    parent = tmp_path_factory.mktemp("parent")
    folder = FilesystemDownloadFolders().prepare(str(parent), PERM_ID)
    for attempt in (lambda: receive(folder, path, b"x"), lambda: folder.make_folder(path)):
        try:
            attempt()
        except OpenbisError:
            continue
    assert [entry.name for entry in parent.iterdir()] == [PERM_ID]


@settings(deadline=None)  # a disk takes the time it takes
@given(perm_id=st.text(st.sampled_from("./\\C:a~\0\ud800ü "), max_size=8))
def test_arbitrary_perm_ids_stay_below_the_chosen_folder(
    tmp_path_factory: pytest.TempPathFactory, perm_id: str
) -> None:
    parent = tmp_path_factory.mktemp("parent")
    try:
        made = FilesystemDownloadFolders().prepare(str(parent / "chosen"), perm_id).path
    except InvalidPath:
        assert list(parent.iterdir()) == []
    else:
        assert Path(made).parent == parent / "chosen"


def test_a_name_too_long_for_the_disk_is_reported(folder: FilesystemDownloadFolder) -> None:
    with pytest.raises(TargetNotWritable, match="too long"):
        receive(folder, "x" * 300 + "/a", b"")


def test_file_instead_of_a_folder_is_reported(folder: FilesystemDownloadFolder) -> None:
    receive(folder, "original", b"a file")
    with pytest.raises(TargetNotWritable, match="original"):
        receive(folder, "original/data.csv", b"x")
    assert everything_below(Path(folder.path)) == {"original": b"a file"}


def test_folder_instead_of_a_file_is_reported_before_the_transfer(folder: FilesystemDownloadFolder) -> None:
    folder.make_folder("original/data.csv")
    with pytest.raises(TargetNotWritable, match="there is a folder of that name"):
        folder.receive(DataSetFile("original/data.csv", 1))


def test_folder_created_at_the_path_of_a_file_is_reported(folder: FilesystemDownloadFolder) -> None:
    incoming = folder.receive(DataSetFile("original", 0))
    folder.make_folder("original")
    with pytest.raises(TargetNotWritable):
        incoming.complete()
    assert [path.name for path in Path(folder.path).iterdir()] == ["original"]


def test_names_that_are_equal_on_the_disk_do_not_overwrite_each_other(folder: FilesystemDownloadFolder) -> None:
    """A hard link simulates a case-insensitive disk: `A.txt` and `a.txt` have the same inode."""
    receive(folder, "a.txt", b"first")
    (Path(folder.path) / "A.txt").hardlink_to(Path(folder.path) / "a.txt")
    with pytest.raises(TargetNotWritable, match="same name"):
        receive(folder, "A.txt", b"second")
    assert everything_below(Path(folder.path)) == {"a.txt": b"first", "A.txt": b"first"}


def test_file_moved_by_another_program_is_no_name_conflict(folder: FilesystemDownloadFolder) -> None:
    receive(folder, "a.txt", b"1")
    (Path(folder.path) / "a.txt").rename(Path(folder.path) / "b.txt")
    receive(folder, "b.txt", b"2")
    assert everything_below(Path(folder.path)) == {"b.txt": b"2"}


def test_earlier_file_with_an_equal_name_on_the_disk_is_not_overwritten(
    tmp_path: Path, case_insensitive_disk: None
) -> None:
    first, second = (FilesystemDownloadFolders().prepare(str(tmp_path), PERM_ID) for _ in range(2))
    receive(first, "a.txt", b"first")
    other = DataSetFile("A.txt", 5, zlib.crc32(b"first"))
    assert second.inspect(other, Cancellation()).state is FileState.DIFFERENT
    with pytest.raises(TargetNotWritable, match="same name"):
        receive(second, "A.txt", b"second")
    assert everything_below(Path(first.path)) == {"a.txt": b"first"}


def test_file_is_replaced_by_its_new_version_on_a_case_insensitive_disk(
    tmp_path: Path, case_insensitive_disk: None
) -> None:
    first, second = (FilesystemDownloadFolders().prepare(str(tmp_path), PERM_ID) for _ in range(2))
    receive(first, "A.txt", b"first")
    receive(second, "A.txt", b"second")
    receive(second, "A.txt", b"third")
    assert everything_below(Path(first.path)) == {"A.txt": b"third"}


@pytest.fixture
def case_insensitive_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate a case-insensitive disk, like those of macOS and Windows."""
    at = OpenFolder._at

    def find(folder: OpenFolder, name: str) -> str:
        alike = [each.name for each in folder.entries() if each.name.casefold() == name.casefold()]
        return at(folder, alike[0] if alike else name)

    monkeypatch.setattr(OpenFolder, "_at", find)


def test_folders_that_are_equal_on_the_disk_are_refused(
    folder: FilesystemDownloadFolder, case_insensitive_disk: None
) -> None:
    receive(folder, "plate/x", b"first")
    with pytest.raises(TargetNotWritable, match="same folder as plate"):
        receive(folder, "Plate/x", b"second")
    with pytest.raises(TargetNotWritable, match="same folder as plate"):
        folder.make_folder("Plate")
    assert everything_below(Path(folder.path)) == {"plate/x": b"first"}


@pytest.mark.parametrize("kind", ["part", "pieces"])
def test_file_named_like_a_partial_file_is_refused(folder: FilesystemDownloadFolder, kind: str) -> None:
    name = f".data.csv.0123456789abcdef.free.{kind}"
    with pytest.raises(InvalidPath, match=re.escape(name)):
        folder.receive(DataSetFile(f"original/{name}", 1))
    assert everything_below(Path(folder.path)) == {}


@pytest.mark.parametrize("name", [MANIFEST_NAME, MANIFEST_NAME.upper()])
def test_file_named_like_the_manifest_is_refused(folder: FilesystemDownloadFolder, name: str) -> None:
    with pytest.raises(InvalidPath, match="manifest"):
        folder.receive(DataSetFile(name, 1))


# --- links


@pytest.mark.parametrize("path", ["up/new", "up/precious", "up/deep/new", "link", "dangling", "dangling/new"])
def test_nothing_is_written_through_a_link_to_outside(
    folder: FilesystemDownloadFolder, outside: Path, path: str
) -> None:
    (Path(folder.path) / "up").symlink_to(outside)
    (Path(folder.path) / "link").symlink_to(outside / "precious")
    (Path(folder.path) / "dangling").symlink_to(outside / "not yet")
    with pytest.raises(InvalidPath):
        receive(folder, path, b"x")
    assert everything_below(outside) == {"precious": b"precious"}
    assert [each.name for each in outside.iterdir()] == ["precious"]


def test_no_folder_is_made_through_a_link_to_outside(folder: FilesystemDownloadFolder, outside: Path) -> None:
    (Path(folder.path) / "up").symlink_to(outside)
    with pytest.raises(InvalidPath):
        folder.make_folder("up/new")
    assert [each.name for each in outside.iterdir()] == ["precious"]


def test_link_at_the_path_of_the_data_set_is_refused(tmp_path: Path, outside: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / PERM_ID).symlink_to(outside)
    with pytest.raises(InvalidPath):
        FilesystemDownloadFolders().prepare(str(tmp_path / "shared"), PERM_ID)


def test_the_chosen_folder_itself_may_be_a_link(tmp_path: Path, outside: Path) -> None:
    (tmp_path / "data").symlink_to(outside)
    folder = FilesystemDownloadFolders().prepare(str(tmp_path / "data"), PERM_ID)
    receive(folder, "original/a", b"1")
    assert folder.path == str(tmp_path / "data" / PERM_ID)
    assert (outside / PERM_ID / "original" / "a").read_bytes() == b"1"


def test_link_created_after_the_check_is_replaced_and_not_followed(
    folder: FilesystemDownloadFolder, outside: Path
) -> None:
    incoming = folder.receive(DataSetFile("data.csv", 3))
    (Path(folder.path) / "data.csv").symlink_to(outside / "precious")
    incoming.write(0, b"new")
    incoming.complete()
    assert everything_below(outside) == {"precious": b"precious"}
    assert everything_below(Path(folder.path)) == {"data.csv": b"new"}


@pytest.mark.parametrize("path", ["up/new", "up/precious", "link", "dangling"])
def test_files_outside_are_not_read(folder: FilesystemDownloadFolder, outside: Path, path: str) -> None:
    (Path(folder.path) / "up").symlink_to(outside)
    (Path(folder.path) / "link").symlink_to(outside / "precious")
    (Path(folder.path) / "dangling").symlink_to(outside / "not yet")
    with pytest.raises(InvalidPath):
        folder.inspect(DataSetFile(path, 8, zlib.crc32(b"precious")), Cancellation())


def test_link_to_equal_content_is_not_accepted_as_the_file(folder: FilesystemDownloadFolder) -> None:
    receive(folder, "a", b"1")
    (Path(folder.path) / "link").symlink_to("a")
    link = DataSetFile("link", 1, zlib.crc32(b"1"))
    assert folder.inspect(link, Cancellation()) == LocalFile(FileState.DIFFERENT)
    receive(folder, "link", b"2")
    assert everything_below(Path(folder.path)) == {"a": b"1", "link": b"2"}


@pytest.mark.parametrize("names", [(), ("component",)])
def test_link_that_replaces_the_data_set_folder_is_not_followed(
    tmp_path: Path, outside: Path, names: tuple[str, ...]
) -> None:
    folder = FilesystemDownloadFolders().prepare(str(tmp_path / "shared"), PERM_ID, *names)
    (tmp_path / "shared" / PERM_ID).rename(tmp_path / "shared" / "moved")
    outside.joinpath(*names).mkdir(exist_ok=True)
    (tmp_path / "shared" / PERM_ID).symlink_to(outside)
    with pytest.raises(TargetNotWritable):
        receive(folder, "a", b"1")
    assert everything_below(outside) == {"precious": b"precious"}


class SwappingPolicy:
    """A `DownloadPolicy` that replaces a folder with a link after the last check."""

    def __init__(self, checked: Path, folder: Path, target: Path) -> None:
        self._checked, self._folder, self._target = checked, folder, target

    def check(self, real: Path, shown: str) -> None:
        if real == self._checked:
            if self._folder.exists():
                self._folder.rename(self._folder.with_name("moved"))
            self._folder.symlink_to(self._target)


@pytest.mark.parametrize("swapped", ["home", "home/data", f"home/data/{PERM_ID}"])
@pytest.mark.parametrize("descriptors", [True, False])
def test_no_folder_is_created_through_a_link_that_appears_after_the_check(
    tmp_path: Path, outside: Path, swapped: str, descriptors: bool
) -> None:
    (tmp_path / "home" / "data").mkdir(parents=True)
    checked = tmp_path / "home" / "data" / PERM_ID
    folders = FilesystemDownloadFolders(SwappingPolicy(checked, tmp_path / swapped, outside), descriptors=descriptors)
    with pytest.raises(TargetNotWritable, match="a link instead of the folder"):
        folders.prepare(str(tmp_path / "home" / "data"), PERM_ID)
    if descriptors and CAN_WALK:  # without descriptors it is detected after the folder was created
        assert [each.name for each in outside.iterdir()] == ["precious"]


def test_no_link_is_created_through_a_link_that_appears_after_the_check(tmp_path: Path, outside: Path) -> None:
    (tmp_path / "home" / "data").mkdir(parents=True)
    places = SwappingPolicy(tmp_path / "home" / "data" / PERM_ID, tmp_path / "home", outside)
    (outside / "data").mkdir()
    with pytest.raises(TargetNotWritable, match="a link instead of the folder"):
        FilesystemDownloadFolders(places).link(str(tmp_path / "home" / "data"), PERM_ID, target="/mnt/a")
    assert list((outside / "data").iterdir()) == []


def test_link_that_replaces_a_parent_folder_is_not_followed(tmp_path: Path, outside: Path) -> None:
    """Not even if it leads to the moved folder of the data set: another user may own the new location."""
    folder = FilesystemDownloadFolders().prepare(str(tmp_path / "home" / "data"), PERM_ID)
    incoming = folder.receive(DataSetFile("original/a", 1))
    (tmp_path / "home").rename(outside / "home")
    (tmp_path / "home").symlink_to(outside / "home")
    incoming.write(0, b"1")
    incoming.complete()
    received = outside / "home" / "data" / PERM_ID / "original" / "a"  # in the folder that was opened first
    assert received.read_bytes() == b"1"
    with pytest.raises(TargetNotWritable):
        receive(folder, "b", b"2")


@pytest.mark.parametrize("plant", [Path.touch, lambda path: path.symlink_to("target")])
def test_partial_file_never_overwrites_an_existing_file(tmp_path: Path, plant) -> None:
    plant(tmp_path / "name")
    folder = OpenFolder.at(tmp_path)
    with pytest.raises(FileExistsError):
        folder.create("name")
    folder.close()
    assert not (tmp_path / "target").exists()


def test_a_link_inside_may_lead_to_another_folder_of_the_data_set(folder: FilesystemDownloadFolder) -> None:
    folder.make_folder("original")
    (Path(folder.path) / "linked").symlink_to("original")
    receive(folder, "linked/a", b"1")
    assert (Path(folder.path) / "original" / "a").read_bytes() == b"1"


# --- inspection


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EIO, errno.ESTALE])
def test_unreadable_file_is_reported_as_unreadable(
    folder: FilesystemDownloadFolder, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    receive(folder, "a", b"1")
    monkeypatch.setattr(OpenFolder, "open", refuse)
    again = FilesystemDownloadFolder(Path(folder.path), (PERM_ID,))
    assert again.inspect(DataSetFile("a", 1, zlib.crc32(b"1")), Cancellation()) == LocalFile(FileState.UNREADABLE)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe")
def test_pipe_is_reported_as_different_without_blocking(folder: FilesystemDownloadFolder) -> None:
    os.mkfifo(Path(folder.path) / "pipe")
    assert folder.inspect(DataSetFile("pipe", 0), Cancellation()) == LocalFile(FileState.DIFFERENT)


def test_file_instead_of_a_folder_is_different(folder: FilesystemDownloadFolder) -> None:
    receive(folder, "original", b"a file")
    assert folder.inspect(DataSetFile("original/a", 1), Cancellation()) == LocalFile(FileState.DIFFERENT)


def test_reading_a_large_file_can_be_cancelled(folder: FilesystemDownloadFolder) -> None:
    content = bytes(3 << 20)
    receive(folder, "large", content)
    checks = iter([False, False, True])

    class CancelledInTheMiddle(Cancellation):
        def check(self) -> None:
            if next(checks):
                raise Cancelled

    with pytest.raises(Cancelled):
        folder.inspect(DataSetFile("large", len(content), zlib.crc32(content)), CancelledInTheMiddle())


# --- bytes


def test_pieces_may_come_from_many_threads(folder: FilesystemDownloadFolder, request: pytest.FixtureRequest) -> None:
    request.addfinalizer(partial(sys.setswitchinterval, sys.getswitchinterval()))
    sys.setswitchinterval(1e-6)  # threads take turns all the time
    content = random.Random(7).randbytes(1_000_000)
    offsets = list(range(0, len(content), 997))
    random.Random(8).shuffle(offsets)
    incoming = folder.receive(DataSetFile("big.bin", len(content), zlib.crc32(content)))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda offset: incoming.write(offset, content[offset : offset + 997]), offsets))
    incoming.complete()
    assert everything_below(Path(folder.path)) == {"big.bin": content}


def test_missing_bytes_are_detected_without_a_checksum(folder: FilesystemDownloadFolder) -> None:
    incoming = folder.receive(DataSetFile("holes.bin", 10))
    incoming.write(6, b"6789")
    with pytest.raises(IntegrityError, match="4 bytes arrived"):
        incoming.complete()
    assert list(Path(folder.path).iterdir()) == []


def test_bytes_at_the_wrong_offset_are_detected(folder: FilesystemDownloadFolder) -> None:
    incoming = folder.receive(DataSetFile("shifted.bin", 10))
    incoming.write(1, b"0123456789")
    with pytest.raises(IntegrityError, match="not those"):
        incoming.complete()


def test_piece_that_is_sent_again_replaces_the_damaged_one(folder: FilesystemDownloadFolder) -> None:
    incoming = folder.receive(DataSetFile("a", 6, zlib.crc32(b"abcdef")))
    incoming.write(0, b"aXX")
    incoming.write(3, b"def")
    incoming.write(1, b"bc")
    incoming.complete()
    assert everything_below(Path(folder.path)) == {"a": b"abcdef"}


def test_a_failed_file_may_be_discarded_again(folder: FilesystemDownloadFolder) -> None:
    incoming = folder.receive(DataSetFile("a", 6))
    with pytest.raises(IntegrityError):
        incoming.complete()
    incoming.discard()
    assert list(Path(folder.path).iterdir()) == []


def test_a_discarded_file_takes_no_more_bytes(folder: FilesystemDownloadFolder) -> None:
    incoming = folder.receive(DataSetFile("a", 1))
    incoming.discard()
    with pytest.raises(ValueError, match="closed"):
        incoming.write(0, b"x")


def test_incoming_file_is_hidden_beside_its_final_path(folder: FilesystemDownloadFolder) -> None:
    incoming = folder.receive(DataSetFile("original/data.csv", 1))
    (unfinished,) = (Path(folder.path) / "original").iterdir()
    assert unfinished.name.startswith(".data.csv.")
    assert unfinished.name.endswith(".part")
    incoming.discard()


@pytest.mark.parametrize("umask", [0o027, 0o077, 0o022])
def test_files_and_folders_get_the_permissions_that_the_umask_allows(tmp_path: Path, umask: int) -> None:
    old = os.umask(umask)
    try:
        folder = FilesystemDownloadFolders().prepare(str(tmp_path / "new"), PERM_ID)
        receive(folder, "original/a", b"1")
        incoming = folder.receive(DataSetFile("arriving", 5 << 20), resumable=True)
        modes = {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.rglob("*") if each.is_file()}
        folders = {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.rglob("*") if each.is_dir()}
        incoming.discard()
    finally:
        os.umask(old)
    assert modes == {0o666 & ~umask}
    assert folders == {0o777 & ~umask}


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts open files in /proc")
def test_no_file_stays_open(folder: FilesystemDownloadFolder) -> None:
    before = open_files()
    receive(folder, "complete", b"1")
    folder.receive(DataSetFile("discarded", 1)).discard()
    with pytest.raises(IntegrityError):
        folder.receive(DataSetFile("wrong", 1)).complete()
    assert open_files() == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts open files in /proc")
def test_folders_are_opened_once_for_many_concurrent_files(folder: FilesystemDownloadFolder) -> None:
    before = open_files()
    incoming = [folder.receive(DataSetFile(f"original/deep/{number}", 1)) for number in range(20)]
    assert open_files() == before + 20 + 3
    for each in incoming:
        each.discard()
    assert open_files() == before


def test_removed_folder_is_created_again_for_the_next_file(
    folder: FilesystemDownloadFolder,
) -> None:
    first = folder.receive(DataSetFile("original/first", 1))
    shutil.rmtree(Path(folder.path) / "original")
    receive(folder, "original/second", b"2")
    first.write(0, b"1")
    with pytest.raises(TargetNotWritable):
        first.complete()
    assert everything_below(Path(folder.path)) == {"original/second": b"2"}


def test_a_target_that_was_removed_is_reported(folder: FilesystemDownloadFolder) -> None:
    shutil.rmtree(folder.path)
    with pytest.raises(TargetNotWritable, match="original/a"):
        receive(folder, "original/a", b"1")
    with pytest.raises(TargetNotWritable):
        folder.make_folder("original")


def test_a_file_is_not_complete_while_a_piece_is_being_written(
    folder: FilesystemDownloadFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    incoming = folder.receive(DataSetFile("a", 2))
    incoming.write(0, b"12")
    write, reached, may_go_on = PositionedFile.write, threading.Event(), threading.Event()

    def write_slowly(file: PositionedFile, data: bytes, offset: int) -> None:
        reached.set()
        assert may_go_on.wait(60)
        write(file, data, offset)

    monkeypatch.setattr(PositionedFile, "write", write_slowly)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(incoming.write, 0, b"3")
        assert reached.wait(60)
        with pytest.raises(IntegrityError, match="being written"):
            incoming.complete()
        may_go_on.set()
        late.result()
    assert everything_below(Path(folder.path)) == {}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts open files in /proc")
def test_file_is_closed_after_a_late_last_write(
    folder: FilesystemDownloadFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = open_files()
    incoming = folder.receive(DataSetFile("a", 2))
    write, reached, may_go_on = PositionedFile.write, threading.Event(), threading.Event()

    def write_slowly(file: PositionedFile, data: bytes, offset: int) -> None:
        reached.set()
        assert may_go_on.wait(60)
        write(file, data, offset)

    monkeypatch.setattr(PositionedFile, "write", write_slowly)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(incoming.write, 0, b"3")
        assert reached.wait(60)
        incoming.discard()
        with pytest.raises(ValueError, match="closed"):
            incoming.write(0, b"3")
        assert open_files() == before + 1
        may_go_on.set()
        late.result()
    assert open_files() == before


# --- full and read-only disks

RECEIVE = """
import json, sys
from pathlib import Path
from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import FilesystemDownloadFolders
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile

disk = Path(sys.argv[1])
def attempt(action):
    try:
        action()
    except OpenbisError as error:
        return [type(error).__name__, str(error)]
"""


def test_full_disk_is_reported_and_its_space_is_released(tmp_path: Path) -> None:
    script = """
incoming = FilesystemDownloadFolders().prepare(sys.argv[1], "1-2").receive(DataSetFile("big.bin", 200_000))
problem = attempt(lambda: incoming.write(0, bytes(200_000)))
incoming.discard()
print(json.dumps([problem, [path.name for path in disk.rglob("*")]]))
"""
    problem, left = json.loads(run_on_disk(tmp_path, "size=64k", RECEIVE + script))
    assert problem == ["DiskFull", "no space left for big.bin; free some and try again"]
    assert left == ["1-2"]


def test_disk_without_inodes_is_reported_as_full(tmp_path: Path) -> None:
    script = """
folder = FilesystemDownloadFolders().prepare(sys.argv[1], "1-2")
print(json.dumps(attempt(lambda: [folder.make_folder(str(number)) for number in range(20)])))
"""
    assert json.loads(run_on_disk(tmp_path, "nr_inodes=10", RECEIVE + script))[0] == "DiskFull"


def test_a_read_only_disk_is_a_target_that_cannot_be_written(tmp_path: Path) -> None:
    script = """
print(json.dumps(attempt(lambda: FilesystemDownloadFolders().prepare(sys.argv[1], "1-2"))))
"""
    name, text = json.loads(run_on_disk(tmp_path, "ro", RECEIVE + script))
    assert name == "TargetNotWritable"
    assert "Read-only file system" in text


def test_existing_folder_on_a_read_only_disk_is_reported_before_the_transfer(tmp_path: Path) -> None:
    script = """
import subprocess
FilesystemDownloadFolders().prepare(sys.argv[1], "1-2")
subprocess.run(["mount", "-o", "remount,bind,ro", sys.argv[1]], check=True)
print(json.dumps(attempt(lambda: FilesystemDownloadFolders().prepare(sys.argv[1], "1-2"))))
"""
    assert json.loads(run_on_disk(tmp_path, "size=64k", RECEIVE + script))[0] == "TargetNotWritable"


def test_bytes_received_before_the_disk_was_full_are_resumed(tmp_path: Path) -> None:
    script = """
import zlib
MIB = 1 << 20
film = DataSetFile("film", 6 * MIB, zlib.crc32(bytes(6 * MIB)))
folder = FilesystemDownloadFolders().prepare(sys.argv[1], "1-2")
incoming = folder.receive(film, resumable=True)
problems = [attempt(lambda: incoming.write(start, bytes(MIB))) for start in range(0, 6 * MIB, MIB)]
incoming.suspend()
again = folder.receive(film, resumable=True)
is_there = (disk / "1-2" / "film").exists()
print(json.dumps([problems[0], problems[-1][0], again.missing()[0][0], is_there]))
"""
    first, last, missing, is_there = json.loads(run_on_disk(tmp_path, "size=5m", RECEIVE + script))
    assert (first, last, is_there) == (None, "DiskFull", False)
    assert missing == 4 << 20


def test_free_space_is_that_of_the_nearest_existing_folder(tmp_path: Path) -> None:
    script = """
folders = FilesystemDownloadFolders()
print(json.dumps([folders.free_bytes(f"{sys.argv[1]}/not/there"), folders.free_bytes(sys.argv[1])]))
"""
    assert json.loads(run_on_disk(tmp_path, "size=64k", RECEIVE + script)) == [65536, 65536]


def test_free_space_is_unknown_where_nothing_can_be_written(tmp_path: Path) -> None:
    script = """
print(json.dumps([FilesystemDownloadFolders().free_bytes(each) for each in (sys.argv[1], "/proc/x")]))
"""
    assert json.loads(run_on_disk(tmp_path, "size=64k,ro", RECEIVE + script)) == [None, None]


def test_folder_has_the_same_identity_through_a_link(tmp_path: Path, outside: Path) -> None:
    (tmp_path / "link").symlink_to(outside)
    folders = FilesystemDownloadFolders()
    assert folders.identity(str(tmp_path / "link" / "new")) == folders.identity(str(outside / "new"))
