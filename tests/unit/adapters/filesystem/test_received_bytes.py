"""Received byte ranges and their checksum, in any order."""

import itertools
import zlib
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.downloads.partials import received_bytes
from jupyter_openbis_server.adapters.filesystem.downloads.partials.received_bytes import ReceivedBytes

contents = st.binary(max_size=60)


class Disk:
    """A file in memory that records reads."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.read: list[tuple[int, int]] = []

    def put(self, offset: int, data: bytes) -> None:
        self.content.extend(bytes(max(0, offset + len(data) - len(self.content))))
        self.content[offset : offset + len(data)] = data

    def blocks(self, start: int, end: int) -> Iterable[bytes]:
        self.read.append((start, end))
        return [bytes(self.content[start:end])]


def write(received: ReceivedBytes, disk: Disk, offset: int, data: bytes) -> None:
    writing = received.begin(offset, offset + len(data))
    disk.put(offset, data)
    received.finish(writing, zlib.crc32(data))


@st.composite
def contents_in_pieces(draw: st.DrawFn) -> tuple[bytes, list[tuple[int, bytes]]]:
    """Draw a content and pieces in any order that cover it, some of it several times."""
    content = draw(contents)
    places = st.integers(0, len(content))
    cuts = sorted({0, len(content), *draw(st.lists(places))})
    again = draw(st.lists(st.tuples(places, places), max_size=3))
    spans = [*itertools.pairwise(cuts), *((min(span), max(span)) for span in again)]
    return content, [(start, content[start:end]) for start, end in draw(st.permutations(spans))]


@given(case=contents_in_pieces(), longest=st.integers(1, 70))
def test_checksum_does_not_depend_on_the_order_of_pieces(
    case: tuple[bytes, list[tuple[int, bytes]]], longest: int
) -> None:
    content, pieces = case
    received, disk = ReceivedBytes(), Disk()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(received_bytes, "_MAX_RUN_BYTES", longest)
        for offset, piece in pieces:
            write(received, disk, offset, piece)
    assert received.crc32_with(disk.blocks) == zlib.crc32(content)
    assert received.is_all(len(content))
    assert received.missing(len(content)) == ()
    assert received.total == len(content)


@given(pieces=st.lists(st.tuples(st.integers(0, 20), st.binary(min_size=1, max_size=10)), min_size=1))
def test_last_of_overlapping_pieces_is_used(pieces: list[tuple[int, bytes]]) -> None:
    received, disk = ReceivedBytes(), Disk()
    write(received, disk, 0, bytes(30))
    for offset, piece in pieces:
        write(received, disk, offset, piece)
    assert received.crc32_with(disk.blocks) == zlib.crc32(disk.content)


@given(cuts=st.sets(st.integers(1, 59)), data=st.data())
def test_pieces_without_overlaps_are_never_read_again(cuts: set[int], data: st.DataObject) -> None:
    received, disk = ReceivedBytes(), Disk()
    edges = [0, *sorted(cuts), 60]
    for start, end in data.draw(st.permutations(list(itertools.pairwise(edges)))):
        write(received, disk, start, bytes([start]) * (end - start))
    assert received.crc32_with(disk.blocks) == zlib.crc32(disk.content)
    assert disk.read == []


@given(spans=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 10))), size=st.integers(0, 30))
def test_missing_or_excess_bytes_are_detected(spans: list[tuple[int, int]], size: int) -> None:
    received, disk = ReceivedBytes(), Disk()
    arrived: set[int] = set()
    for offset, length in spans:
        write(received, disk, offset, bytes(length))
        arrived.update(range(offset, offset + length))
    assert received.total == len(arrived)
    assert received.is_all(size) == (arrived == set(range(size)))
    missing = {place for start, end in received.missing(size) for place in range(start, end)}
    assert missing == set(range(size)) - arrived


def test_only_blocks_near_a_replaced_piece_are_read_again(monkeypatch) -> None:
    monkeypatch.setattr(received_bytes, "_MAX_RUN_BYTES", 8)
    received, disk = ReceivedBytes(), Disk()
    for start in range(0, 32, 4):
        write(received, disk, start, b"abcd")
    write(received, disk, 12, b"EFGH")
    assert received.crc32_with(disk.blocks) == zlib.crc32(disk.content)
    assert disk.read == [(8, 12)]


def test_state_for_many_pieces_is_small() -> None:
    received, disk = ReceivedBytes(), Disk()
    for start in range(10_000):
        write(received, disk, start, b"x")
    assert len(received._runs) == 1


def test_bytes_being_written_do_not_count_as_received() -> None:
    received, disk = ReceivedBytes(), Disk()
    write(received, disk, 0, b"abcdef")
    writing = received.begin(2, 4)
    assert received.missing(6) == ((2, 4),)
    received.give_up(writing)
    assert received.missing(6) == ((2, 4),)


def test_concurrently_written_bytes_are_read_again() -> None:
    received, disk = ReceivedBytes(), Disk()
    first, second = received.begin(0, 4), received.begin(2, 6)
    disk.put(2, b"XXXX")
    disk.put(0, b"abcd")
    received.finish(first, zlib.crc32(b"abcd"))
    received.finish(second, zlib.crc32(b"XXXX"))
    assert received.crc32_with(disk.blocks) == zlib.crc32(b"abcdXX")


def test_end_of_the_bytes_without_a_gap_is_found() -> None:
    received = ReceivedBytes()
    assert received.end_from(0) == 0
    received.add(10, 20, 1)
    assert (received.end_from(0), received.end_from(10), received.end_from(15)) == (0, 20, 20)
    received.add(0, 10, None)
    assert received.end_from(0) == 20
    received.add(20, 30, None)
    received.add(31, 40, None)
    assert (received.end_from(0), received.end_from(20), received.end_from(30)) == (30, 30, 30)
