"""A tree of folders that are opened once; concurrent changes never lead outside."""

import os
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.folders.folder_tree import FolderTree
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import HAS_DESCRIPTORS, OpenFolder
from jupyter_openbis_server.domain.errors import InvalidPath, TargetNotWritable

needs_descriptors = pytest.mark.skipif(not HAS_DESCRIPTORS, reason="this system cannot open files in an open folder")


@pytest.fixture(params=[pytest.param(True, marks=needs_descriptors), False], ids=["descriptors", "paths"])
def descriptors(request) -> bool:
    return request.param


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


@pytest.fixture
def tree(root: Path, descriptors: bool) -> FolderTree:
    return FolderTree(root, None, descriptors=descriptors)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    (tmp_path / "outside").mkdir()
    return tmp_path / "outside"


def put(folder: OpenFolder, name: str, content: bytes = b"") -> None:
    descriptor = folder.create(name)
    os.write(descriptor, content)
    os.close(descriptor)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_folders_are_created_on_request(tree: FolderTree, root: Path) -> None:
    with pytest.raises(FileNotFoundError), tree.using(("a", "b"), "a/b"):
        pass
    assert list(root.iterdir()) == []
    with tree.using(("a", "b"), "a/b", make=True) as folder:
        put(folder, "file")
    assert (root / "a" / "b" / "file").exists()


@needs_descriptors
def test_link_that_replaces_an_open_folder_has_no_effect(root: Path, outside: Path) -> None:
    tree = FolderTree(root, None)
    with tree.using(("a",), "a", make=True), tree.using(("a", "b"), "a/b", make=True):
        (root / "a").rename(root / "moved")
        (root / "a").symlink_to(outside)
        with tree.using(("a", "c"), "a/c", make=True) as folder:
            put(folder, "file")
    assert list(outside.iterdir()) == []
    assert (root / "moved" / "c" / "file").exists()


def test_link_is_detected_when_a_folder_is_opened(tree: FolderTree, root: Path, outside: Path) -> None:
    (root / "a").symlink_to(outside)
    with pytest.raises(InvalidPath, match="a/b"), tree.using(("a", "b"), "a/b", make=True):
        pass
    assert list(outside.iterdir()) == []


def test_chained_links_inside_are_followed(tree: FolderTree, root: Path) -> None:
    (root / "one").mkdir()
    (root / "two").symlink_to("one")
    (root / "one" / "three").symlink_to("../four")
    with tree.using(("two", "three", "five"), "two/three/five", make=True) as folder:
        put(folder, "file")
    assert (root / "four" / "five" / "file").exists()


def test_links_in_a_folder_that_is_removed_are_not_followed(root: Path, outside: Path, descriptors: bool) -> None:
    (root / "old" / "deep").mkdir(parents=True)
    (root / "old" / "deep" / "a.txt").touch()
    (outside / "kept.txt").touch()
    (root / "old" / "deep" / "link").symlink_to(outside)
    (root / "link").symlink_to(outside)
    with closing(OpenFolder.at(root, descriptors=descriptors)) as folder:
        folder.remove_tree("old")
        with pytest.raises(OSError):
            folder.remove_tree("link")
    assert [each.name for each in root.iterdir()] == ["link"]
    assert (outside / "kept.txt").exists()


def test_circular_links_are_an_error(tree: FolderTree, root: Path) -> None:
    (root / "a").symlink_to("b")
    (root / "b").symlink_to("a")
    with pytest.raises((InvalidPath, TargetNotWritable, OSError)), tree.using(("a", "x"), "a/x", make=True):
        pass


def test_file_instead_of_a_folder_is_reported(tree: FolderTree, root: Path) -> None:
    (root / "a").write_bytes(b"")
    with pytest.raises(TargetNotWritable, match="there is a file of that name"), tree.using(("a",), "a", make=True):
        pass


def test_folder_that_replaces_the_root_is_refused(root: Path, descriptors: bool) -> None:
    status = root.stat()
    tree = FolderTree(root, (status.st_dev, status.st_ino), descriptors=descriptors)
    with tree.using((), ""):
        pass
    root.rename(root.with_name("moved"))
    root.mkdir()
    with pytest.raises(TargetNotWritable, match="another folder"), tree.using((), ""):
        pass


@needs_descriptors
def test_link_that_replaces_the_root_is_not_followed(root: Path, outside: Path) -> None:
    tree = FolderTree(root, None)
    root.rmdir()
    root.symlink_to(outside)
    with pytest.raises(OSError), tree.using(("a",), "a", make=True):
        pass
    assert list(outside.iterdir()) == []


def test_removed_folder_is_created_again_for_the_next_caller(tree: FolderTree, root: Path) -> None:
    with tree.using(("a",), "a", make=True) as folder:
        (root / "a").rmdir()
        with pytest.raises(FileNotFoundError) as caught:
            folder.create("file")
        assert tree.forget_removed(caught.value)
        with tree.using(("a",), "a", make=True) as again:
            put(again, "file")
    assert (root / "a" / "file").exists()


def test_other_errors_are_not_taken_for_a_removed_folder(tree: FolderTree) -> None:
    assert not tree.forget_removed(PermissionError(13, "Permission denied"))


@needs_descriptors
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts open files in /proc")
def test_number_of_open_folders_is_limited_and_zero_if_none_is_used(root: Path) -> None:
    tree, before = FolderTree(root, None), open_files()
    with tree.using((), ""):
        for number in range(100):
            with tree.using((str(number), "deep"), "", make=True):
                pass
        assert open_files() < before + 40
    assert open_files() == before


@needs_descriptors
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts open files in /proc")
def test_folder_in_use_stays_open_and_is_closed_afterwards(root: Path) -> None:
    tree, before = FolderTree(root, None), open_files()
    with tree.using(("used",), "", make=True) as used:
        for number in range(100):
            with tree.using((str(number),), "", make=True):
                pass
        put(used, "file")
    assert open_files() == before
    assert (root / "used" / "file").exists()


def test_several_threads_can_use_a_tree(tree: FolderTree, root: Path) -> None:
    def put_files(number: int) -> None:
        for folder_number in random.Random(number).sample(range(40), 40):
            with tree.using((str(folder_number), "deep"), "", make=True) as folder:
                put(folder, str(number))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put_files, range(8)))
    assert len(list(root.glob("*/deep/*"))) == 8 * 40
    assert (tree._open, tree._users) == ({}, {})


def test_too_deep_path_is_an_os_error(tree: FolderTree) -> None:
    with pytest.raises(OSError), tree.using(("deep",) * 5000, "deep", make=False):
        pass


@needs_descriptors
def test_folders_that_are_equal_on_the_disk_are_detected(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a case-insensitive disk, `Plate` is `plate`."""
    tree = FolderTree(root, None)
    at = OpenFolder._at
    monkeypatch.setattr(OpenFolder, "_at", lambda folder, name: at(folder, name.lower()))
    (root / "plate").mkdir()
    with tree.using(("plate",), "plate"):
        pass
    with pytest.raises(TargetNotWritable, match="same folder as plate"), tree.using(("Plate",), "Plate"):
        pass


def test_folder_whose_real_name_differs_in_case_is_detected(tree: FolderTree, root: Path) -> None:
    """A link simulates a case-insensitive disk that returns the real name, like Windows."""
    (root / "plate").mkdir()
    (root / "Plate").symlink_to("plate")
    with pytest.raises(TargetNotWritable, match="same folder as plate"), tree.using(("Plate",), "Plate"):
        pass
