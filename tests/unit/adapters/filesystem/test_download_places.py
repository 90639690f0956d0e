"""Which folders are open for downloads."""

from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.download_folders import FilesystemDownloadFolders
from jupyter_openbis_server.adapters.filesystem.download_places import DownloadPlaces
from jupyter_openbis_server.domain.errors import InvalidPath


def allows(places: DownloadPlaces, folder: Path) -> bool:
    try:
        FilesystemDownloadFolders(places).check(str(folder))
    except InvalidPath:
        return False
    return True


@pytest.mark.parametrize(
    ("folder", "is_open"),
    [
        ("data", True),
        ("data/a/b", True),
        ("data/../data/a", True),
        ("data.old", False),
        ("data/..", False),
        ("data/../other", False),
        ("link-in", True),
        ("data/link-out", False),
        ("data/link-out/../a", False),
        ("other/linked-root/a", True),
    ],
)
def test_with_roots_a_folder_has_to_be_below_one_really(tmp_path: Path, folder: str, is_open: bool):
    (tmp_path / "data").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "link-in").symlink_to("data")
    (tmp_path / "data" / "link-out").symlink_to("../other")
    (tmp_path / "other" / "linked-root").symlink_to("../data")
    places = DownloadPlaces((tmp_path / "other" / "linked-root",), elsewhere=False)
    assert allows(places, tmp_path / folder) == is_open


def test_the_refusal_names_the_roots(tmp_path: Path):
    places = DownloadPlaces((tmp_path / "a", tmp_path / "b"), elsewhere=False)
    with pytest.raises(InvalidPath, match=f"only go below {tmp_path}/a or {tmp_path}/b on this server; choose"):
        FilesystemDownloadFolders(places).check(str(tmp_path / "c"))


@pytest.mark.parametrize(
    ("folder", "is_open"),
    [
        (".ssh", False),
        ("a/.cache/b", False),
        ("a/..b", False),
        ("linked", False),
        (".ssh/../a", True),
        ("a", True),
        (".root", True),
        (".root/a", True),
        (".root/.b", False),
    ],
)
def test_hidden_folders_are_closed_where_that_is_wanted(tmp_path: Path, folder: str, is_open: bool):
    (tmp_path / ".ssh").mkdir()
    (tmp_path / "linked").symlink_to(".ssh")
    assert allows(DownloadPlaces((tmp_path, tmp_path / ".root"), hidden=False), tmp_path / folder) == is_open
    assert allows(DownloadPlaces(), tmp_path / folder)


def test_a_folder_without_a_root_is_hidden_by_any_name_on_its_way(tmp_path: Path):
    places = DownloadPlaces((tmp_path / "home",), hidden=False)
    assert not allows(places, tmp_path / ".other" / "a")
    assert allows(places, tmp_path / "other" / "a")


def test_a_data_set_that_is_called_like_a_hidden_folder_is_refused(tmp_path: Path):
    (tmp_path / ".ssh").mkdir()
    folders = FilesystemDownloadFolders(DownloadPlaces((tmp_path,), hidden=False))
    with pytest.raises(InvalidPath, match="hidden"):
        folders.prepare(str(tmp_path), ".ssh")


@pytest.mark.parametrize(
    ("root", "closed", "folder", "is_open"),
    [
        ("home", "home/jupyter", "home/jupyter", False),
        ("home", "home/jupyter", "home/jupyter/kernels", False),
        ("home", "home/jupyter", "home/data", True),
        ("etc/work", "etc", "etc/work/data", True),
        ("etc/work", "etc", "etc/data", False),
        ("same", "same", "same/data", True),
    ],
)
def test_of_an_open_and_a_closed_folder_the_inner_one_counts(
    tmp_path: Path, root: str, closed: str, folder: str, is_open: bool
):
    assert allows(DownloadPlaces((tmp_path / root,), (tmp_path / closed,)), tmp_path / folder) == is_open


def test_a_closed_folder_is_closed_by_any_name(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "config").symlink_to("real")
    assert not allows(DownloadPlaces(closed=(tmp_path / "config",)), tmp_path / "real" / "a")
    assert not allows(DownloadPlaces(closed=(tmp_path / "real",)), tmp_path / "config" / "a")
