"""Files that are continued: by this process, after a process was killed, and whatever lies there."""

import os
import random
import shutil
import subprocess
import sys
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.download_folders import (
    FilesystemDownloadFolder,
    FilesystemDownloadFolders,
)
from jupyter_openbis_server.adapters.filesystem.incoming_file import FilesystemIncomingFile
from jupyter_openbis_server.adapters.filesystem.owners import DAY, this_process
from jupyter_openbis_server.adapters.filesystem.partials import SMALLEST_KEPT
from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.model import Cancellation, DataSetFile, FileState, LocalFile

PERM_ID = "20240401101530123-42"
MIB = 1 << 20
CONTENT = random.Random(3).randbytes(5 * MIB)
FILM = DataSetFile("original/film.avi", len(CONTENT), zlib.crc32(CONTENT))
EVERYTHING = ((0, FILM.size),)

WRITE_AND_WAIT = """
import random, sys, zlib
from jupyter_openbis_server.adapters.filesystem.download_folders import FilesystemDownloadFolders
from jupyter_openbis_server.domain.model import DataSetFile

content = random.Random(3).randbytes(5 << 20)
folder = FilesystemDownloadFolders().prepare(*sys.argv[1:])
incoming = folder.receive(DataSetFile("original/film.avi", len(content), zlib.crc32(content)), resumable=True)
for start in (2 << 20, 0):
    piece = content[start : start + (1 << 20)]
    incoming.write(start, piece, zlib.crc32(piece))
print("written", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> FilesystemDownloadFolder:
    return prepared(tmp_path)


def prepared(tmp_path: Path) -> FilesystemDownloadFolder:
    return FilesystemDownloadFolders().prepare(str(tmp_path), PERM_ID)


def begin(folder: FilesystemDownloadFolder, *starts: int) -> FilesystemIncomingFile:
    """Let some pieces of the film arrive."""
    incoming = folder.receive(FILM, resumable=True)
    for start in starts:
        incoming.write(start, CONTENT[start : start + MIB], zlib.crc32(CONTENT[start : start + MIB]))
    return incoming


def finish(incoming: FilesystemIncomingFile) -> None:
    for start, end in incoming.missing():
        incoming.write(start, CONTENT[start:end])
    incoming.complete()


def hidden(tmp_path: Path, kind: str) -> Path:
    (found,) = (tmp_path / PERM_ID / "original").glob(f".film.avi.*.{kind}")
    return found


def all_names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in tmp_path.rglob("*") if path.is_file())


# --- kill -9


def test_after_kill_9_only_the_missing_bytes_are_asked_for(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE_AND_WAIT, str(tmp_path), PERM_ID]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"written\n"
        folder = prepared(tmp_path)
        assert folder.look(FILM, Cancellation()) == LocalFile(FileState.MISSING)  # it is being worked on
        process.kill()
    folder = prepared(tmp_path)
    assert folder.look(FILM, Cancellation()) == LocalFile(FileState.PARTIAL, 2 * MIB)
    incoming = folder.receive(FILM, resumable=True)
    assert incoming.missing() == ((MIB, 2 * MIB), (3 * MIB, 5 * MIB))
    finish(incoming)
    assert (tmp_path / PERM_ID / FILM.path).read_bytes() == CONTENT
    assert all_names(tmp_path) == ["film.avi"]


def test_a_file_that_another_process_works_on_is_not_taken_away(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE_AND_WAIT, str(tmp_path), PERM_ID]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"written\n"
        folder = prepared(tmp_path)
        incoming = folder.receive(FILM, resumable=True)
        assert incoming.missing() == EVERYTHING
        folder.tidy()
        finish(incoming)
        assert len(all_names(tmp_path)) == 3
        process.kill()
    folder.tidy()
    assert all_names(tmp_path) == ["film.avi"]


# --- what is believed


def test_a_piece_that_is_not_what_the_notes_say_comes_again(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    begin(folder, 0, MIB, 3 * MIB).suspend()
    with hidden(tmp_path, "part").open("r+b") as file:
        file.seek(MIB + 17)
        file.write(bytes([CONTENT[MIB + 17] ^ 1]))
    incoming = folder.receive(FILM, resumable=True)
    assert incoming.missing() == ((MIB, 3 * MIB), (4 * MIB, 5 * MIB))
    finish(incoming)
    assert (tmp_path / PERM_ID / FILM.path).read_bytes() == CONTENT


@pytest.mark.parametrize(
    "torn",
    [b"\n3145728 1048576 ", b"\n3145728 10485", b"\n3145728 1048576 1234abc", b"\n", b"\n\xff\x00", b"\n-1 5 00000000"],
)
def test_a_line_that_was_not_written_to_its_end_is_left_out(
    tmp_path: Path, folder: FilesystemDownloadFolder, torn: bytes
) -> None:
    begin(folder, 0).suspend()
    with hidden(tmp_path, "pieces").open("ab") as notes:
        notes.write(torn)
    incoming = begin(folder, 4 * MIB)
    assert incoming.missing() == ((MIB, 4 * MIB),)
    incoming.suspend()
    incoming = folder.receive(FILM, resumable=True)
    assert incoming.missing() == ((MIB, 4 * MIB),)
    incoming.discard()


@pytest.mark.parametrize(
    "lie", [b"\n0 9000000 00000000", b"\n9000000 10 00000000", b"\n0 0 00000000", b"\n0 5 ffffffff"]
)
def test_notes_that_lie_are_not_believed(tmp_path: Path, folder: FilesystemDownloadFolder, lie: bytes) -> None:
    begin(folder, 0).suspend()
    with hidden(tmp_path, "pieces").open("ab") as notes:
        notes.write(lie * 3)
    incoming = folder.receive(FILM, resumable=True)
    assert incoming.missing() == ((MIB, 5 * MIB),)
    incoming.discard()


def test_an_unfinished_file_that_was_cut_or_has_grown_is_brought_to_its_size(
    tmp_path: Path, folder: FilesystemDownloadFolder
) -> None:
    begin(folder, 0, 4 * MIB).suspend()
    os.truncate(hidden(tmp_path, "part"), 2 * MIB)
    incoming = folder.receive(FILM, resumable=True)
    assert incoming.missing() == ((MIB, 5 * MIB),)
    incoming.suspend()
    os.truncate(hidden(tmp_path, "part"), 7 * MIB)
    finish(folder.receive(FILM, resumable=True))
    assert (tmp_path / PERM_ID / FILM.path).read_bytes() == CONTENT


@pytest.mark.parametrize("kind", ["part", "pieces"])
def test_a_link_in_the_place_of_an_unfinished_file_is_not_followed(
    tmp_path: Path, folder: FilesystemDownloadFolder, kind: str
) -> None:
    begin(folder, 0).suspend()
    precious = tmp_path / "precious"
    shutil.copyfile(hidden(tmp_path, kind), precious)
    content = precious.read_bytes()
    planted = hidden(tmp_path, kind)
    planted.unlink()
    planted.symlink_to(precious)
    incoming = folder.receive(FILM, resumable=True)
    assert incoming.missing() == EVERYTHING
    finish(incoming)
    assert precious.read_bytes() == content
    assert (tmp_path / PERM_ID / FILM.path).read_bytes() == CONTENT


def test_a_file_of_several_names_is_not_continued(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    begin(folder, 0).suspend()
    precious = tmp_path / "precious"
    precious.hardlink_to(hidden(tmp_path, "part"))
    content = precious.read_bytes()
    finish(folder.receive(FILM, resumable=True))
    assert precious.read_bytes() == content


def test_without_its_notes_an_unfinished_file_is_worth_nothing(
    tmp_path: Path, folder: FilesystemDownloadFolder
) -> None:
    begin(folder, 0).suspend()
    hidden(tmp_path, "pieces").unlink()
    incoming = folder.receive(FILM, resumable=True)
    assert incoming.missing() == EVERYTHING
    incoming.discard()
    folder.tidy()
    assert all_names(tmp_path) == []


def test_a_name_that_begins_like_another_one_does_not_lead_to_its_bytes(folder: FilesystemDownloadFolder) -> None:
    begin(folder, 0).suspend()
    for path in ("original/film", "original/film.avi.avi", "original/film.av"):
        incoming = folder.receive(replace(FILM, path=path), resumable=True)
        assert incoming.missing() == EVERYTHING
        incoming.discard()


def test_long_names_that_begin_alike_are_kept_apart(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    first, second = (replace(FILM, path="x" * 254 + end) for end in "12")
    incoming = folder.receive(first, resumable=True)
    incoming.write(0, CONTENT[:MIB])
    incoming.suspend()
    for file, missing in ((second, EVERYTHING), (first, ((MIB, 5 * MIB),))):
        incoming = folder.receive(file, resumable=True)
        assert incoming.missing() == missing
        finish(incoming)
    assert all_names(tmp_path) == [first.path, second.path]


# --- whose it is


def test_what_another_host_has_left_is_taken_over_after_a_day(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    begin(folder, 0).suspend()
    for kind in ("part", "pieces"):
        path = hidden(tmp_path, kind)
        path.rename(path.with_name(path.name.replace(".free.", ".00000000-1-00000000.")))
    incoming = prepared(tmp_path).receive(FILM, resumable=True)
    assert incoming.missing() == EVERYTHING
    incoming.discard()
    yesterday = time.time() - 2 * DAY
    os.utime(hidden(tmp_path, "part"), (yesterday, yesterday))
    incoming = prepared(tmp_path).receive(FILM, resumable=True)
    assert incoming.missing() == ((MIB, 5 * MIB),)
    incoming.discard()


def test_somebody_who_died_while_taking_over_leaves_what_can_be_taken_over(
    tmp_path: Path, folder: FilesystemDownloadFolder
) -> None:
    """The file is renamed first and its notes after it: between the two they have different owners."""
    begin(folder, 0).suspend()
    host = this_process().partition("-")[0]
    for kind, owner in (("part", f"{host}-1-11111111"), ("pieces", f"{host}-1-22222222")):
        path = hidden(tmp_path, kind)
        path.rename(path.with_name(path.name.replace(".free.", f".{owner}.")))
    incoming = prepared(tmp_path).receive(FILM, resumable=True)
    assert incoming.missing() == ((MIB, 5 * MIB),)
    finish(incoming)
    assert all_names(tmp_path) == ["film.avi"]


def test_of_several_who_want_to_continue_a_file_one_does_and_all_arrive(
    tmp_path: Path, folder: FilesystemDownloadFolder
) -> None:
    begin(folder, 0).suspend()
    with ThreadPoolExecutor(8) as pool:
        incoming = list(pool.map(lambda _: prepared(tmp_path).receive(FILM, resumable=True), range(8)))
        assert [each.missing() for each in incoming].count(((MIB, 5 * MIB),)) == 1
        list(pool.map(finish, incoming))
    assert (tmp_path / PERM_ID / FILM.path).read_bytes() == CONTENT
    assert all_names(tmp_path) == ["film.avi"]


def test_the_one_with_most_of_the_file_is_continued(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    little, much = begin(folder, 0), begin(prepared(tmp_path), MIB, 2 * MIB)
    little.suspend()
    much.suspend()
    folder = prepared(tmp_path)
    incoming = folder.receive(FILM, resumable=True)
    assert incoming.missing() == ((0, MIB), (3 * MIB, 5 * MIB))
    finish(incoming)
    folder.tidy()
    assert all_names(tmp_path) == ["film.avi"]


# --- the rest


def test_small_files_are_not_worth_it(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    small = DataSetFile("small", SMALLEST_KEPT - 1)
    incoming = folder.receive(small, resumable=True)
    incoming.write(0, b"some")
    assert len(all_names(tmp_path)) == 1
    incoming.suspend()
    assert all_names(tmp_path) == []


def test_checking_what_is_there_can_be_cancelled_and_leaves_it(
    tmp_path: Path, folder: FilesystemDownloadFolder
) -> None:
    begin(folder, 0).suspend()
    cancellation = Cancellation()
    cancellation.cancel()
    with cancellation.governs(), pytest.raises(Cancelled):
        folder.receive(FILM, resumable=True)
    assert prepared(tmp_path).look(FILM, Cancellation()) == LocalFile(FileState.PARTIAL, MIB)


def test_threads_that_write_while_a_file_is_suspended_do_no_harm(
    tmp_path: Path, folder: FilesystemDownloadFolder
) -> None:
    incoming = begin(folder, 0)

    def write(start: int) -> None:
        with suppress(ValueError):  # it is closed
            incoming.write(start, CONTENT[start : start + 4096])

    with ThreadPoolExecutor(8) as pool:
        writing = [pool.submit(write, start) for start in range(MIB, FILM.size, 4096)]
        writing[20].result()
        incoming.suspend()
        for each in writing:
            each.result()
    continued = folder.receive(FILM, resumable=True)
    assert sum(end - start for start, end in continued.missing()) < FILM.size - MIB
    finish(continued)
    assert (tmp_path / PERM_ID / FILM.path).read_bytes() == CONTENT
