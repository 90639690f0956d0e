"""Resumed files: in the same process, after a killed process, and with invalid partial files."""

import datetime as dt
import hashlib
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

from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import (
    FilesystemDownloadFolder,
    FilesystemDownloadFolders,
)
from jupyter_openbis_server.adapters.filesystem.downloads.incoming_file import FilesystemIncomingFile
from jupyter_openbis_server.adapters.filesystem.downloads.partials.owners import DAY, this_process
from jupyter_openbis_server.adapters.filesystem.downloads.partials.partials import MIN_RESUMABLE_BYTES
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.download import FileState, LocalFile
from jupyter_openbis_server.domain.errors import Cancelled, IntegrityError
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

PERM_ID = "20240401101530123-42"
MIB = 1 << 20
CONTENT = random.Random(3).randbytes(5 * MIB)
FILM = DataSetFile("original/film.avi", len(CONTENT), zlib.crc32(CONTENT))
EVERYTHING = ((0, FILM.size),)

WRITE_AND_WAIT = """
import random, sys, zlib
from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import FilesystemDownloadFolders
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile

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


def test_after_kill_9_only_missing_bytes_are_requested(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE_AND_WAIT, str(tmp_path), PERM_ID]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"written\n"
        folder = prepared(tmp_path)
        assert folder.inspect(FILM, Cancellation()) == LocalFile(FileState.MISSING)  # in use by the other process
        process.kill()
    folder = prepared(tmp_path)
    assert folder.inspect(FILM, Cancellation()) == LocalFile(FileState.PARTIAL, 2 * MIB)
    incoming = folder.receive(FILM, resumable=True)
    assert incoming.missing() == ((MIB, 2 * MIB), (3 * MIB, 5 * MIB))
    finish(incoming)
    assert (tmp_path / PERM_ID / FILM.path).read_bytes() == CONTENT
    assert all_names(tmp_path) == ["film.avi"]


def test_partial_file_of_a_running_process_is_not_taken_over(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE_AND_WAIT, str(tmp_path), PERM_ID]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"written\n"
        folder = prepared(tmp_path)
        incoming = folder.receive(FILM, resumable=True)
        assert incoming.missing() == EVERYTHING
        folder.clean_up()
        finish(incoming)
        assert len(all_names(tmp_path)) == 3
        process.kill()
    folder.clean_up()
    assert all_names(tmp_path) == ["film.avi"]


# --- files that can change


def test_part_of_a_file_that_was_changed_since_is_not_used(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    first = replace(FILM, crc32=None, modified=dt.datetime(2026, 11, 28, tzinfo=dt.timezone.utc))
    changed = replace(first, modified=dt.datetime(2026, 11, 29, tzinfo=dt.timezone.utc))
    incoming = folder.receive(first, resumable=True)
    incoming.write(0, CONTENT[:MIB])
    incoming.suspend()
    assert folder.inspect(changed, Cancellation()) == LocalFile(FileState.MISSING)
    assert folder.inspect(first, Cancellation()) == LocalFile(FileState.PARTIAL, MIB)
    incoming = folder.receive(first, resumable=True)
    assert incoming.missing() == ((MIB, FILM.size),)
    finish(incoming)


@pytest.mark.parametrize("is_right", [True, False])
def test_md5_is_compared_before_the_file_gets_its_name(
    tmp_path: Path, folder: FilesystemDownloadFolder, is_right: bool
) -> None:
    incoming = begin(folder, *range(0, FILM.size, MIB))
    if is_right:
        assert incoming.complete(hashlib.md5(CONTENT).hexdigest()) == FILM.crc32
    else:
        with pytest.raises(IntegrityError):
            incoming.complete(hashlib.md5(b"other").hexdigest())
    assert all_names(tmp_path) == (["film.avi"] if is_right else [])


def test_file_is_kept_if_its_verification_is_cancelled(folder: FilesystemDownloadFolder) -> None:
    cancelled = Cancellation()
    cancelled.cancel()
    incoming = begin(folder, *range(0, FILM.size, MIB))
    with cancelled.as_current(), pytest.raises(Cancelled):
        incoming.complete(hashlib.md5(CONTENT).hexdigest())
    assert folder.inspect(FILM, Cancellation()) == LocalFile(FileState.PARTIAL, FILM.size)


# --- validation of partial files


def test_piece_that_differs_from_its_note_is_received_again(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
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
def test_incomplete_line_is_ignored(tmp_path: Path, folder: FilesystemDownloadFolder, torn: bytes) -> None:
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
    "note", [b"\n0 9000000 00000000", b"\n9000000 10 00000000", b"\n0 0 00000000", b"\n0 5 ffffffff"]
)
def test_false_notes_are_rejected(tmp_path: Path, folder: FilesystemDownloadFolder, note: bytes) -> None:
    begin(folder, 0).suspend()
    with hidden(tmp_path, "pieces").open("ab") as notes:
        notes.write(note * 3)
    incoming = folder.receive(FILM, resumable=True)
    assert incoming.missing() == ((MIB, 5 * MIB),)
    incoming.discard()


def test_partial_file_of_another_size_is_resized(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    begin(folder, 0, 4 * MIB).suspend()
    os.truncate(hidden(tmp_path, "part"), 2 * MIB)
    incoming = folder.receive(FILM, resumable=True)
    assert incoming.missing() == ((MIB, 5 * MIB),)
    incoming.suspend()
    os.truncate(hidden(tmp_path, "part"), 7 * MIB)
    finish(folder.receive(FILM, resumable=True))
    assert (tmp_path / PERM_ID / FILM.path).read_bytes() == CONTENT


@pytest.mark.parametrize("kind", ["part", "pieces"])
def test_link_at_the_path_of_a_partial_file_is_not_followed(
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


def test_partial_file_with_several_hard_links_is_not_resumed(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    begin(folder, 0).suspend()
    precious = tmp_path / "precious"
    precious.hardlink_to(hidden(tmp_path, "part"))
    content = precious.read_bytes()
    finish(folder.receive(FILM, resumable=True))
    assert precious.read_bytes() == content


def test_partial_file_without_a_sidecar_is_not_resumed(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    begin(folder, 0).suspend()
    hidden(tmp_path, "pieces").unlink()
    incoming = folder.receive(FILM, resumable=True)
    assert incoming.missing() == EVERYTHING
    incoming.discard()
    folder.clean_up()
    assert all_names(tmp_path) == []


def test_partial_file_of_another_file_with_the_same_prefix_is_not_used(folder: FilesystemDownloadFolder) -> None:
    begin(folder, 0).suspend()
    for path in ("original/film", "original/film.avi.avi", "original/film.av"):
        incoming = folder.receive(replace(FILM, path=path), resumable=True)
        assert incoming.missing() == EVERYTHING
        incoming.discard()


def test_long_names_with_a_common_prefix_are_distinguished(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    first, second = (replace(FILM, path="x" * 254 + end) for end in "12")
    incoming = folder.receive(first, resumable=True)
    incoming.write(0, CONTENT[:MIB])
    incoming.suspend()
    for file, missing in ((second, EVERYTHING), (first, ((MIB, 5 * MIB),))):
        incoming = folder.receive(file, resumable=True)
        assert incoming.missing() == missing
        finish(incoming)
    assert all_names(tmp_path) == [first.path, second.path]


# --- ownership


def test_partial_file_of_another_host_is_taken_over_after_a_day(
    tmp_path: Path, folder: FilesystemDownloadFolder
) -> None:
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


def test_interrupted_takeover_can_be_taken_over(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    """The file is renamed before its sidecar: between the two renames they have different owners."""
    begin(folder, 0).suspend()
    host = this_process().partition("-")[0]
    for kind, owner in (("part", f"{host}-1-11111111"), ("pieces", f"{host}-1-22222222")):
        path = hidden(tmp_path, kind)
        path.rename(path.with_name(path.name.replace(".free.", f".{owner}.")))
    incoming = prepared(tmp_path).receive(FILM, resumable=True)
    assert incoming.missing() == ((MIB, 5 * MIB),)
    finish(incoming)
    assert all_names(tmp_path) == ["film.avi"]


def test_one_of_several_concurrent_downloads_resumes_and_all_complete(
    tmp_path: Path, folder: FilesystemDownloadFolder
) -> None:
    begin(folder, 0).suspend()
    with ThreadPoolExecutor(8) as pool:
        incoming = list(pool.map(lambda _: prepared(tmp_path).receive(FILM, resumable=True), range(8)))
        assert [each.missing() for each in incoming].count(((MIB, 5 * MIB),)) == 1
        list(pool.map(finish, incoming))
    assert (tmp_path / PERM_ID / FILM.path).read_bytes() == CONTENT
    assert all_names(tmp_path) == ["film.avi"]


def test_largest_partial_file_is_resumed(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    little, much = begin(folder, 0), begin(prepared(tmp_path), MIB, 2 * MIB)
    little.suspend()
    much.suspend()
    folder = prepared(tmp_path)
    incoming = folder.receive(FILM, resumable=True)
    assert incoming.missing() == ((0, MIB), (3 * MIB, 5 * MIB))
    finish(incoming)
    folder.clean_up()
    assert all_names(tmp_path) == ["film.avi"]


# --- further cases


def test_small_files_are_not_kept(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
    small = DataSetFile("small", MIN_RESUMABLE_BYTES - 1)
    incoming = folder.receive(small, resumable=True)
    incoming.write(0, b"some")
    assert len(all_names(tmp_path)) == 1
    incoming.suspend()
    assert all_names(tmp_path) == []


def test_check_of_a_partial_file_can_be_cancelled_and_keeps_it(
    tmp_path: Path, folder: FilesystemDownloadFolder
) -> None:
    begin(folder, 0).suspend()
    cancellation = Cancellation()
    cancellation.cancel()
    with cancellation.as_current(), pytest.raises(Cancelled):
        folder.receive(FILM, resumable=True)
    assert prepared(tmp_path).inspect(FILM, Cancellation()) == LocalFile(FileState.PARTIAL, MIB)


def test_concurrent_writes_during_suspension_are_safe(tmp_path: Path, folder: FilesystemDownloadFolder) -> None:
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
