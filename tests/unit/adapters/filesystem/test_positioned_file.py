"""Files that several threads write concurrently, with and without `pwrite`."""

import os
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.partials.positioned_file import (
    BLOCK,
    PositionedFile,
    SeekingFile,
    positioned,
)

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


def test_reading_stops_at_the_end_of_the_file(file) -> None:
    file.write(bytes(BLOCK + 5), 0)
    assert [len(block) for block in file.blocks(3, BLOCK * 9)] == [BLOCK, 2]


def test_partial_writes_are_completed(file, monkeypatch) -> None:
    write_some = file._write_some
    monkeypatch.setattr(file, "_write_some", lambda data, offset: write_some(data[:1000], offset))
    file.write(CONTENT, 7)
    assert b"".join(file.blocks(7, 7 + len(CONTENT))) == CONTENT


def test_closing_twice_does_not_close_a_reused_descriptor(file, tmp_path: Path) -> None:
    file.close()
    with (tmp_path / "other").open("wb") as other:
        file.close()
        other.write(b"fine")
    assert (tmp_path / "other").read_bytes() == b"fine"


def test_implementation_depends_on_the_system(tmp_path: Path) -> None:
    file = positioned(os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT))
    file.close()
    assert isinstance(file, SeekingFile) is not hasattr(os, "pwrite")
