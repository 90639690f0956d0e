"""Clean-up of stale partial files of interrupted downloads; other files are never removed."""

import os
import time
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import (
    FilesystemDownloadFolder,
    FilesystemDownloadFolders,
)
from jupyter_openbis_server.adapters.filesystem.downloads.partials.owners import DAY, this_process
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.download import FileState
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

PERM_ID = "20240401101530123-42"
HOST = this_process().partition("-")[0]
DEAD = f"{HOST}-1-12345678"
OTHER_HOST = "00000000-1-12345678"
TOKEN = "0123456789abcdef"
FILM = DataSetFile("original/film.avi", 5 << 20, 17)


@pytest.fixture
def folder(tmp_path: Path) -> FilesystemDownloadFolder:
    folder = FilesystemDownloadFolders().prepare(str(tmp_path), PERM_ID)
    folder.make_folder("original/deep")
    return folder


@pytest.fixture
def original(folder: FilesystemDownloadFolder) -> Path:
    return Path(folder.path) / "original"


def suspend_film(folder: FilesystemDownloadFolder) -> None:
    incoming = folder.receive(FILM, resumable=True)
    incoming.write(0, b"some")
    incoming.suspend()


@pytest.mark.parametrize("owner", [DEAD, "free"])
@pytest.mark.parametrize("kind", ["part", "pieces"])
def test_files_of_ended_processes_are_removed_in_all_folders(
    folder: FilesystemDownloadFolder, original: Path, owner: str, kind: str
) -> None:
    for place in (original.parent, original, original / "deep"):
        (place / f".data.csv.{TOKEN}.{owner}.{kind}").write_bytes(b"half of")
    folder.clean_up()
    assert [path for path in original.parent.rglob("*") if path.is_file()] == []


def test_files_of_running_processes_are_kept(folder: FilesystemDownloadFolder) -> None:
    incoming = folder.receive(DataSetFile("original/data.csv", 1))
    FilesystemDownloadFolders().at(str(Path(folder.path).parent), PERM_ID).clean_up()
    incoming.write(0, b"1")
    incoming.complete()


def test_files_of_another_host_are_kept_for_a_day(folder: FilesystemDownloadFolder, original: Path) -> None:
    path = original / f".data.csv.{TOKEN}.{OTHER_HOST}.part"
    path.write_bytes(b"half of")
    folder.clean_up()
    assert path.exists()
    os.utime(path, (time.time() - 2 * DAY,) * 2)
    folder.clean_up()
    assert not path.exists()


@pytest.mark.parametrize(
    "name",
    [
        "data.csv",
        ".data.csv",
        ".data.csv.part",
        f".data.csv.{TOKEN}.part",
        f"data.csv.{TOKEN}.free.part",
        f".data.csv.{TOKEN}.{DEAD}.party",
        ".openbis-dataset.json",
    ],
)
def test_other_files_are_kept(folder: FilesystemDownloadFolder, original: Path, name: str) -> None:
    (original / name).write_bytes(b"precious")
    folder.clean_up()
    assert (original / name).read_bytes() == b"precious"


def test_folders_and_links_named_like_partial_files_are_kept(
    folder: FilesystemDownloadFolder, original: Path, tmp_path: Path
) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (original / f".a.{TOKEN}.free.part").mkdir()
    (original / f".b.{TOKEN[::-1]}.free.part").symlink_to(tmp_path / "precious")
    folder.clean_up()
    assert len(list(original.iterdir())) == 3


def test_links_are_not_followed(folder: FilesystemDownloadFolder, original: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / f".data.csv.{TOKEN}.free.part").write_bytes(b"")
    (original / "link").symlink_to(outside)
    folder.clean_up()
    assert len(list(outside.iterdir())) == 1


@pytest.mark.parametrize("is_there", [True, False])
def test_resumable_files_are_kept_until_the_file_is_complete(
    folder: FilesystemDownloadFolder, original: Path, is_there: bool
) -> None:
    suspend_film(folder)
    (original / "film.avi").write_bytes(bytes(FILM.size) if is_there else b"something older")
    folder.clean_up()
    assert len(list(original.glob(".film.avi.*"))) == (0 if is_there else 2)


def test_files_of_another_data_set_are_removed(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    suspend_film(folder)
    (tmp_path / PERM_ID).rename(tmp_path / "2-2")
    other = FilesystemDownloadFolders().prepare(str(tmp_path), "2-2")
    assert other.inspect(FILM, Cancellation()).state is FileState.MISSING
    other.clean_up()
    assert [path for path in (tmp_path / "2-2").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "notes", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"format": "openbis-partial/1", "savedAs": 1}', b"null"]
)
def test_files_with_an_invalid_sidecar_are_removed(
    folder: FilesystemDownloadFolder, original: Path, notes: bytes
) -> None:
    suspend_film(folder)
    (path,) = original.glob(".film.avi.*.pieces")
    path.write_bytes(notes)
    folder.clean_up()
    assert list(original.glob(".film.avi.*")) == []


def test_unreadable_sidecar_does_not_stop_the_clean_up(folder: FilesystemDownloadFolder, original: Path) -> None:
    (original / "deep").rmdir()
    (original / "deep").symlink_to("deep")
    os.mkfifo(original / f".a.{TOKEN}.free.pieces")
    (original / f".a.{TOKEN}.free.part").write_bytes(b"")
    (original.parent / f".b.{TOKEN}.free.part").write_bytes(b"")
    folder.clean_up()
    assert not (original.parent / f".b.{TOKEN}.free.part").exists()


def test_clean_up_of_a_missing_folder_does_nothing(tmp_path: Path) -> None:
    FilesystemDownloadFolders().at(str(tmp_path), "not", "there").clean_up()
    assert list(tmp_path.iterdir()) == []
