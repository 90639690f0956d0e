"""Reading of open files: range requests, read-ahead and local copies."""

from pathlib import Path

import pytest
from fsspec.caching import ReadAheadCache

from jupyter_openbis_server.entrypoints.fsspec.opened_file import Parts, TemporaryCopy

MIB = 2**20
SIZE = 500 * MIB


class RecordingReader:
    """A reader of a file of zeros that records the ranges read."""

    def __init__(self) -> None:
        self.reads: list[tuple[int, int]] = []
        self.parts = Parts(self._read, SIZE, lambda: None)

    def _read(self, start: int, end: int) -> bytes:
        self.reads.append((start, end))
        return bytes(end - start)


def test_copy_is_created_on_first_read_and_removed_on_close() -> None:
    places: list[Path] = []

    def copy_to(target: str) -> None:
        places.append(Path(target))
        Path(target).write_bytes(b"0123456789")

    copy = TemporaryCopy(copy_to)
    assert places == []
    assert (copy.read(7, 9), copy.read(0, 2), copy.read(9, 20)) == (b"78", b"01", b"9")
    (place,) = places
    copy.close()
    assert not place.parent.exists()


def test_failed_copy_is_retried_and_removed() -> None:
    places: list[Path] = []

    def copy_to(target: str) -> None:
        places.append(Path(target))
        if len(places) == 1:
            raise OSError("the connection broke off")
        Path(target).write_bytes(b"abc")

    copy = TemporaryCopy(copy_to)
    with pytest.raises(OSError, match="broke off"):
        copy.read(0, 1)
    assert copy.read(0, 1) == b"a"
    copy.close()
    assert not any(place.parent.exists() for place in places)


def test_unread_file_is_not_copied() -> None:
    TemporaryCopy(lambda _: pytest.fail("copied")).close()


# --- reading ahead


def test_strided_reads_take_few_requests() -> None:
    counted = RecordingReader()
    cache = ReadAheadCache(4 * MIB, counted.parts.read, SIZE)
    for start in range(0, SIZE, 2 * MIB):  # each chunk of the array
        assert len(cache._fetch(start, start + 8192)) == 8192
    begin_and_finish, each = 3, 2
    assert begin_and_finish + each * len(counted.reads) <= 60
    assert all(end - start <= 33 * MIB for start, end in counted.reads)


def test_reads_at_two_positions_in_turn_take_few_requests() -> None:
    """The chunks of a plane alternate between two places if two planes of chunks were written in turn."""
    counted = RecordingReader()
    cache = ReadAheadCache(4 * MIB, counted.parts.read, SIZE)
    for start in range(100 * MIB, 130 * MIB, 2 * MIB):
        for position in (start, start + 200 * MIB):
            assert len(cache._fetch(position, position + 8192)) == 8192
    assert len(counted.reads) <= 14  # 30 without


def test_memory_of_bytes_read_ahead_is_limited() -> None:
    counted = RecordingReader()
    for start in range(0, 90 * MIB, MIB):
        for position in range(0, 400 * MIB, 100 * MIB):
            counted.parts.read(position + start, position + start + MIB)
    assert sum(len(each.ahead) for each in counted.parts._positions) <= 64 * MIB


def test_random_reads_are_not_read_ahead() -> None:
    counted = RecordingReader()
    for start in (400 * MIB, 3, 100 * MIB, 99 * MIB, 300 * MIB, 20 * MIB):
        counted.parts.read(start, start + 1000)
    assert all(end - start == 1000 for start, end in counted.reads)


def test_bytes_read_ahead_equal_the_file() -> None:
    content = bytes(number % 251 for number in range(100_000))
    parts = Parts(lambda start, end: content[start:end], len(content), lambda: None)
    for start in (*range(0, 99_000, 700), 5, 99_990):
        end = min(start + 1000, len(content))
        assert parts.read(start, end) == content[start:end]


def test_close_calls_its_callback() -> None:
    closed: list[bool] = []
    Parts(lambda *_: b"", 0, lambda: closed.append(True)).close()
    assert closed == [True]


def test_failed_read_is_retried_at_the_right_place() -> None:
    failures = [False, True, False]

    def read(start: int, end: int) -> bytes:
        if failures.pop(0):
            raise ConnectionError("the connection broke off")
        return bytes(range(start, end))

    parts = Parts(read, 100, lambda: None)
    assert parts.read(0, 10) == bytes(range(10))
    with pytest.raises(ConnectionError):
        parts.read(5, 12)
    assert parts.read(5, 12) == bytes(range(5, 12))


# --- files that can change


class _Versions:
    """A file that is checked; `changed` makes each check fail."""

    def __init__(self) -> None:
        self.checks = 0
        self.is_changed = False
        self.parts = Parts(lambda start, end: bytes(end - start), SIZE, lambda: None, self._check)

    def _check(self) -> None:
        self.checks += 1
        if self.is_changed:
            raise OSError("it was changed")


def test_several_reads_are_checked_together() -> None:
    file = _Versions()
    for number in range(20):
        file.parts.read(number % 2 * 200 * MIB + number * 10 * MIB, number % 2 * 200 * MIB + number * 10 * MIB + 10)
    assert file.checks == 2
    file.parts.check()
    assert file.checks == 3
    file.parts.check()
    assert file.checks == 3


def test_end_of_a_file_is_checked_once() -> None:
    file = _Versions()
    for start in (0, SIZE - 1000, SIZE - 50 * MIB, SIZE - 900):
        file.parts.read(start, start + 10 if start == 0 else SIZE)
    assert file.checks == 1


def test_single_read_is_not_checked() -> None:
    file = _Versions()
    file.parts.read(SIZE - 10, SIZE)
    file.parts.check()
    assert file.checks == 0


def test_long_read_is_checked() -> None:
    file = _Versions()
    file.parts.read(0, 9 * MIB)
    assert file.checks == 0
    file.parts.check()
    assert file.checks == 1


def test_changed_file_is_an_error_of_each_later_read_and_not_of_close() -> None:
    file = _Versions()
    file.parts.read(0, 10)
    file.is_changed = True
    for _ in range(2):
        with pytest.raises(OSError, match="changed"):
            file.parts.read(SIZE - 10, SIZE)
    with pytest.raises(OSError, match="changed"):
        file.parts.read(0, 10)
    file.parts.check()
