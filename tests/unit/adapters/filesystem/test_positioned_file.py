"""Files that several threads write at once, with and without the system's help."""

import os
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.positioned_file import BLOCK, PositionedFile, SeekingFile, positioned

CONTENT = random.Random(1).randbytes(300_000)


@pytest.fixture(params=[PositionedFile, SeekingFile])
def file(request, tmp_path: Path):
    if request.param is PositionedFile and not hasattr(os, "pwrite"):
        pytest.skip("this system has no pwrite")
    file = request.param(os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)))
    yield file
    file.close()


def test_several_threads_write_and_read_without_disturbing_each_other(file, request: pytest.FixtureRequest) -> None:
    interval = sys.getswitchinterval()
    request.addfinalizer(lambda: sys.setswitchinterval(interval))
    sys.setswitchinterval(1e-6)  # threads take turns all the time

    def write_and_read(start: int) -> bytes:
        file.write(memoryview(CONTENT)[start : start + 997], start)
        return b"".join(file.blocks(start, min(start + 997, len(CONTENT))))

    starts = range(0, len(CONTENT), 997)
    with ThreadPoolExecutor(8) as pool:
        assert b"".join(pool.map(write_and_read, starts)) == CONTENT


def test_what_is_read_ends_where_the_file_ends(file) -> None:
    file.write(bytes(BLOCK + 5), 0)
    assert [len(block) for block in file.blocks(3, BLOCK * 9)] == [BLOCK, 2]


def test_what_the_system_takes_in_several_turns_is_written_whole(file, monkeypatch) -> None:
    write_some = file._write_some
    monkeypatch.setattr(file, "_write_some", lambda data, offset: write_some(data[:1000], offset))
    file.write(CONTENT, 7)
    assert b"".join(file.blocks(7, 7 + len(CONTENT))) == CONTENT


def test_closing_twice_does_not_close_somebody_elses_file(file, tmp_path: Path) -> None:
    file.close()
    with (tmp_path / "other").open("wb") as other:
        file.close()
        other.write(b"fine")
    assert (tmp_path / "other").read_bytes() == b"fine"


def test_the_system_decides_which_way_is_taken(tmp_path: Path) -> None:
    file = positioned(os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT))
    file.close()
    assert isinstance(file, SeekingFile) is not hasattr(os, "pwrite")
