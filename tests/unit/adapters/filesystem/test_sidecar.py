import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.sidecar import Piece, SidecarWriter, Told, Whose, pieces_in, told_in
from jupyter_openbis_server.domain.model import DataSetFile

WHOSE = Whose(("20240101120000000-1",), DataSetFile("original/run/a.raw", 1000, 0xABCD))
TOLD = json.loads(WHOSE.header())
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
Opened = Callable[[bytes], int]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Return how notes with a content are opened."""
    path = tmp_path_factory.mktemp("notes") / "notes"

    def open_(content: bytes) -> int:
        path.write_bytes(content)
        return os.open(path, os.O_RDONLY)

    return open_


def noted(*pieces: Piece) -> bytes:
    """Return what is written about pieces."""
    reading, writing = os.pipe()
    writer = SidecarWriter(writing)
    writer.begin(WHOSE)
    for piece in pieces:
        writer.note(piece.start, piece.end - piece.start, piece.crc32)
    writer.close()
    with os.fdopen(reading, "rb") as pipe:
        return pipe.read()


PIECES = [Piece(0, 300, 1), Piece(300, 301, 0xFFFFFFFF), Piece(999, 1000, 0)]


def test_pieces_are_read_as_they_were_noted(opened: Opened) -> None:
    assert list(pieces_in(opened(noted(*PIECES)), WHOSE)) == PIECES
    assert told_in(opened(noted())) == Told(("20240101120000000-1",), "original/run", "a.raw", 1000)


@given(length=st.integers(0, len(noted(*PIECES))))
def test_notes_that_end_early_tell_the_pieces_before(opened: Opened, length: int) -> None:
    pieces = list(pieces_in(opened(noted(*PIECES)[:length]), WHOSE))
    assert pieces == PIECES[: len(pieces)]


@given(lines=st.lists(st.binary(max_size=80) | st.from_regex(rb"\A-?[0-9]{1,25} -?[0-9]{1,25} [0-9a-fA-F]{7,9}\Z")))
@example([b"9" * 19 + b" 1 00000000", b"0 " + b"9" * 19 + b" 00000000", b"0 0 00000000", b"\xff", b"1 " * 100_000])
def test_no_notes_whatsoever_tell_a_piece_outside_the_file(opened: Opened, lines: list[bytes]) -> None:
    for piece in pieces_in(opened(b"\n".join([WHOSE.header(), *lines])), WHOSE):
        assert 0 <= piece.start < piece.end <= WHOSE.file.size
        assert 0 <= piece.crc32 < 2**32


@given(header=st.binary())
@example(b"[" * 100_000)
@example(b"")
def test_what_are_no_notes_tells_nothing(opened: Opened, header: bytes) -> None:
    assert told_in(opened(header)) is None
    assert list(pieces_in(opened(header), WHOSE)) == []


@pytest.mark.parametrize("name", ["original/run/\0", "original/run/\ud800"])
def test_notes_about_a_file_that_cannot_be_are_none(opened: Opened, name: str) -> None:
    assert told_in(opened(json.dumps({**TOLD, "savedAs": name}).encode())) is None


@given(key=st.sampled_from(list(TOLD)), value=VALUES)
@example("size", float("inf"))
@example("size", 10**4000)
@example("savedAs", None)
def test_no_value_whatsoever_breaks_the_reader(opened: Opened, key: str, value: Any) -> None:
    content = json.dumps({**TOLD, key: value}).encode()
    told = told_in(opened(content))
    assert told is None or isinstance(told, Told)
    assert list(pieces_in(opened(content + b"\n0 1 00000000"), WHOSE)) in ([], [Piece(0, 1, 0)])
