"""The policy for download folders."""

from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import FilesystemDownloadFolders
from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import DownloadPolicy
from jupyter_openbis_server.domain.errors import InvalidPath


def allows(places: DownloadPolicy, folder: Path) -> bool:
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
def test_folder_is_allowed_below_a_root_after_links_are_resolved(tmp_path: Path, folder: str, is_open: bool):
    (tmp_path / "data").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "link-in").symlink_to("data")
    (tmp_path / "data" / "link-out").symlink_to("../other")
    (tmp_path / "other" / "linked-root").symlink_to("../data")
    places = DownloadPolicy((tmp_path / "other" / "linked-root",), allow_outside_roots=False)
    assert allows(places, tmp_path / folder) == is_open


def test_the_refusal_names_the_roots(tmp_path: Path):
    places = DownloadPolicy((tmp_path / "a", tmp_path / "b"), allow_outside_roots=False)
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
def test_hidden_folders_are_refused_if_configured(tmp_path: Path, folder: str, is_open: bool):
    (tmp_path / ".ssh").mkdir()
    (tmp_path / "linked").symlink_to(".ssh")
    assert allows(DownloadPolicy((tmp_path, tmp_path / ".root"), hidden=False), tmp_path / folder) == is_open
    assert allows(DownloadPolicy(), tmp_path / folder)


def test_folder_outside_the_roots_below_a_hidden_folder_is_refused(tmp_path: Path):
    places = DownloadPolicy((tmp_path / "home",), hidden=False)
    assert not allows(places, tmp_path / ".other" / "a")
    assert allows(places, tmp_path / "other" / "a")


def test_data_set_named_like_a_hidden_folder_is_refused(tmp_path: Path):
    (tmp_path / ".ssh").mkdir()
    folders = FilesystemDownloadFolders(DownloadPolicy((tmp_path,), hidden=False))
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
def test_innermost_of_open_and_closed_folders_applies(
    tmp_path: Path, root: str, closed: str, folder: str, is_open: bool
):
    assert allows(DownloadPolicy((tmp_path / root,), (tmp_path / closed,)), tmp_path / folder) == is_open


def test_closed_folder_is_closed_under_all_its_names(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "config").symlink_to("real")
    assert not allows(DownloadPolicy(closed=(tmp_path / "config",)), tmp_path / "real" / "a")
    assert not allows(DownloadPolicy(closed=(tmp_path / "real",)), tmp_path / "config" / "a")


@pytest.mark.parametrize(
    ("mountpoint", "is_default", "is_open"),
    [
        ("data/lab", False, True),
        ("lab", False, False),
        ("lab", True, True),
        (".ipython/profile_default/startup", False, False),
        (".ipython", True, False),
        ("data/.hidden/lab", False, False),
        ("data/jupyter/kernels/evil", False, False),
    ],
)
def test_mountpoints_are_allowed_like_downloads_and_the_default_one_in_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mountpoint: str, is_default: bool, is_open: bool
):
    monkeypatch.setenv("HOME", str(tmp_path))
    places = DownloadPolicy(
        (tmp_path / "data",), (tmp_path / "data" / "jupyter",), allow_outside_roots=False, hidden=False
    )
    if is_open:
        places.check_mountpoint(tmp_path / mountpoint, "~/x", is_default=is_default)
    else:
        with pytest.raises(InvalidPath, match="choose a"):
            places.check_mountpoint(tmp_path / mountpoint, "~/x", is_default=is_default)
