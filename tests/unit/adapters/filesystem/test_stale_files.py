"""What interrupted downloads leave is removed when nobody can use it, and nothing else ever is."""

import os
import time
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.download_folders import (
    FilesystemDownloadFolder,
    FilesystemDownloadFolders,
)
from jupyter_openbis_server.adapters.filesystem.owners import DAY, this_process
from jupyter_openbis_server.domain.model import Cancellation, DataSetFile, FileState

PERM_ID = "20240401101530123-42"
HOST = this_process().partition("-")[0]
DEAD = f"{HOST}-1-12345678"
ELSEWHERE = "00000000-1-12345678"
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
def test_what_the_dead_have_left_is_removed_in_all_folders(
    folder: FilesystemDownloadFolder, original: Path, owner: str, kind: str
) -> None:
    for place in (original.parent, original, original / "deep"):
        (place / f".data.csv.{TOKEN}.{owner}.{kind}").write_bytes(b"half of")
    folder.tidy()
    assert [path for path in original.parent.rglob("*") if path.is_file()] == []


def test_what_the_living_work_on_stays(folder: FilesystemDownloadFolder) -> None:
    incoming = folder.receive(DataSetFile("original/data.csv", 1))
    FilesystemDownloadFolders().at(str(Path(folder.path).parent), PERM_ID).tidy()
    incoming.write(0, b"1")
    incoming.complete()


def test_what_another_host_works_on_stays_for_a_day(folder: FilesystemDownloadFolder, original: Path) -> None:
    path = original / f".data.csv.{TOKEN}.{ELSEWHERE}.part"
    path.write_bytes(b"half of")
    folder.tidy()
    assert path.exists()
    os.utime(path, (time.time() - 2 * DAY,) * 2)
    folder.tidy()
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
def test_files_that_are_not_ours_stay(folder: FilesystemDownloadFolder, original: Path, name: str) -> None:
    (original / name).write_bytes(b"precious")
    folder.tidy()
    assert (original / name).read_bytes() == b"precious"


def test_folders_and_links_that_are_called_like_ours_stay(
    folder: FilesystemDownloadFolder, original: Path, tmp_path: Path
) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (original / f".a.{TOKEN}.free.part").mkdir()
    (original / f".b.{TOKEN[::-1]}.free.part").symlink_to(tmp_path / "precious")
    folder.tidy()
    assert len(list(original.iterdir())) == 3


def test_links_are_not_followed(folder: FilesystemDownloadFolder, original: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / f".data.csv.{TOKEN}.free.part").write_bytes(b"")
    (original / "link").symlink_to(outside)
    folder.tidy()
    assert len(list(outside.iterdir())) == 1


@pytest.mark.parametrize("is_there", [True, False])
def test_what_can_be_continued_stays_until_the_file_is_there(
    folder: FilesystemDownloadFolder, original: Path, is_there: bool
) -> None:
    suspend_film(folder)
    (original / "film.avi").write_bytes(bytes(FILM.size) if is_there else b"something older")
    folder.tidy()
    assert len(list(original.glob(".film.avi.*"))) == (0 if is_there else 2)


def test_what_belongs_to_another_data_set_cannot_be_continued(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    suspend_film(folder)
    (tmp_path / PERM_ID).rename(tmp_path / "2-2")
    other = FilesystemDownloadFolders().prepare(str(tmp_path), "2-2")
    assert other.look(FILM, Cancellation()).state is FileState.MISSING
    other.tidy()
    assert [path for path in (tmp_path / "2-2").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "notes", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"format": "openbis-partial/1", "savedAs": 1}', b"null"]
)
def test_notes_that_make_no_sense_are_worth_nothing(
    folder: FilesystemDownloadFolder, original: Path, notes: bytes
) -> None:
    suspend_film(folder)
    (path,) = original.glob(".film.avi.*.pieces")
    path.write_bytes(notes)
    folder.tidy()
    assert list(original.glob(".film.avi.*")) == []


def test_what_cannot_be_looked_at_keeps_nobody_from_tidying_the_rest(
    folder: FilesystemDownloadFolder, original: Path
) -> None:
    (original / "deep").rmdir()
    (original / "deep").symlink_to("deep")
    os.mkfifo(original / f".a.{TOKEN}.free.pieces")
    (original / f".a.{TOKEN}.free.part").write_bytes(b"")
    (original.parent / f".b.{TOKEN}.free.part").write_bytes(b"")
    folder.tidy()
    assert not (original.parent / f".b.{TOKEN}.free.part").exists()


def test_there_may_be_nothing_to_tidy(tmp_path: Path) -> None:
    FilesystemDownloadFolders().at(str(tmp_path), "not", "there").tidy()
    assert list(tmp_path.iterdir()) == []
