"""Which bytes have arrived, and their checksum, whatever the order."""

import itertools
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.atomic import create_beside, write_all
from jupyter_openbis_server.adapters.filesystem.received_bytes import ReceivedBytes

contents = st.binary(max_size=60)


@st.composite
def contents_in_pieces(draw: st.DrawFn) -> tuple[bytes, list[tuple[int, bytes]]]:
    """Draw a content and pieces in any order that cover it, some of it several times."""
    content = draw(contents)
    places = st.integers(0, len(content))
    cuts = sorted({0, len(content), *draw(st.lists(places))})
    again = draw(st.lists(st.tuples(places, places), max_size=3))
    spans = [*itertools.pairwise(cuts), *((min(span), max(span)) for span in again)]
    return content, [(start, content[start:end]) for start, end in draw(st.permutations(spans))]


@settings(deadline=None)  # a disk takes the time it takes
@given(case=contents_in_pieces())
def test_the_checksum_is_right_in_whatever_order_the_pieces_come(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[bytes, list[tuple[int, bytes]]]
) -> None:
    content, pieces = case
    received = ReceivedBytes()
    target = tmp_path_factory.getbasetemp() / "pieces"
    with create_beside(target) as file:
        Path(str(file.name)).unlink()
        for offset, piece in pieces:
            file.seek(offset)
            write_all(file, piece)
            received.add(offset, piece)
        assert received.crc32_of(file) == zlib.crc32(content)
    assert received.is_all(len(content))
    assert received.total == len(content)


@given(spans=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 10))), size=st.integers(0, 30))
def test_a_hole_or_a_byte_too_many_is_noticed(spans: list[tuple[int, int]], size: int) -> None:
    received = ReceivedBytes()
    arrived: set[int] = set()
    for offset, length in spans:
        received.add(offset, bytes(length))
        arrived.update(range(offset, offset + length))
    assert received.total == len(arrived)
    assert received.is_all(size) == (arrived == set(range(size)))


def test_what_came_in_order_is_not_read_again(tmp_path: Path) -> None:
    received = ReceivedBytes()
    received.add(0, b"one ")
    received.add(4, memoryview(b"two"))
    with create_beside(tmp_path / "empty") as file:  # nothing to read there, and nothing is missed
        assert received.crc32_of(file) == zlib.crc32(b"one two")
