"""Locks of files: those of this system, and by fakes those of Windows and of systems without any."""

import os
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.folders import file_locks


class FakeMsvcrt:
    """The locks of Windows: of bytes at the position of a file, by file identity."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        self.locked: list[tuple[int, int]] = []

    def locking(self, descriptor: int, mode: int, count: int) -> None:
        byte = os.fstat(descriptor).st_ino, os.lseek(descriptor, 0, os.SEEK_CUR)
        if byte in self.locked:
            raise PermissionError(13, "Permission denied")
        self.locked.append(byte)


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> FakeMsvcrt:
    fake = FakeMsvcrt()
    monkeypatch.setattr(file_locks, "fcntl", None)
    monkeypatch.setattr(file_locks, "msvcrt", fake)
    return fake


def test_a_second_lock_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "file").open("a+b") as first, (tmp_path / "file").open("a+b") as second:
        file_locks.lock(first)
        with pytest.raises(file_locks.Locked):
            file_locks.lock(second)


def test_a_second_lock_is_refused_on_windows(on_windows: FakeMsvcrt, tmp_path: Path) -> None:
    with (tmp_path / "file").open("a+b") as first, (tmp_path / "file").open("a+b") as second:
        file_locks.lock(first)
        with pytest.raises(file_locks.Locked):
            file_locks.lock(second)


def test_locks_of_windows_are_beyond_the_content_and_appended_data_is_at_its_end(
    on_windows: FakeMsvcrt, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one\n")
    with path.open("a+b", buffering=0) as file:
        file_locks.lock(file)
        file.write(b"two\n")
    assert path.read_bytes() == b"one\ntwo\n"
    ((_, offset),) = on_windows.locked
    assert offset > 2**30


def test_systems_without_locks_are_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(file_locks, "fcntl", None)
    monkeypatch.setattr(file_locks, "msvcrt", None)
    with (tmp_path / "file").open("a+b") as file, pytest.raises(file_locks.NotLockable):
        file_locks.lock(file)
