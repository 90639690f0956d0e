import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.filesystem.downloads.partials.sidecar import (
    FileIdentity,
    Piece,
    SidecarHeader,
    SidecarWriter,
    pieces_in,
    read_header,
)
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile

IDENTITY = FileIdentity(("20240101120000000-1",), DataSetFile("original/run/a.raw", 1000, 0xABCD))
HEADER = json.loads(IDENTITY.header())
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
Opened = Callable[[bytes], int]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Return a function that writes a sidecar with a content and opens it."""
    path = tmp_path_factory.mktemp("notes") / "notes"

    def open_(content: bytes) -> int:
        path.write_bytes(content)
        return os.open(path, os.O_RDONLY)

    return open_


def sidecar_of(*pieces: Piece) -> bytes:
    """Return the sidecar for pieces."""
    reading, writing = os.pipe()
    writer = SidecarWriter(writing)
    writer.begin(IDENTITY)
    for piece in pieces:
        writer.note(piece.start, piece.end - piece.start, piece.crc32)
    writer.close()
    with os.fdopen(reading, "rb") as pipe:
        return pipe.read()


PIECES = [Piece(0, 300, 1), Piece(300, 301, 0xFFFFFFFF), Piece(999, 1000, 0)]


def test_pieces_are_read_as_written(opened: Opened) -> None:
    assert list(pieces_in(opened(sidecar_of(*PIECES)), IDENTITY)) == PIECES
    assert read_header(opened(sidecar_of())) == SidecarHeader(("20240101120000000-1",), "original/run", "a.raw", 1000)


@given(length=st.integers(0, len(sidecar_of(*PIECES))))
def test_truncated_sidecar_returns_the_complete_pieces(opened: Opened, length: int) -> None:
    pieces = list(pieces_in(opened(sidecar_of(*PIECES)[:length]), IDENTITY))
    assert pieces == PIECES[: len(pieces)]


@given(lines=st.lists(st.binary(max_size=80) | st.from_regex(rb"\A-?[0-9]{1,25} -?[0-9]{1,25} [0-9a-fA-F]{7,9}\Z")))
@example([b"9" * 19 + b" 1 00000000", b"0 " + b"9" * 19 + b" 00000000", b"0 0 00000000", b"\xff", b"1 " * 100_000])
def test_arbitrary_lines_return_no_piece_outside_the_file(opened: Opened, lines: list[bytes]) -> None:
    for piece in pieces_in(opened(b"\n".join([IDENTITY.header(), *lines])), IDENTITY):
        assert 0 <= piece.start < piece.end <= IDENTITY.file.size
        assert 0 <= piece.crc32 < 2**32


@given(header=st.binary())
@example(b"[" * 100_000)
@example(b"")
def test_invalid_header_returns_no_pieces(opened: Opened, header: bytes) -> None:
    assert read_header(opened(header)) is None
    assert list(pieces_in(opened(header), IDENTITY)) == []


@pytest.mark.parametrize("name", ["original/run/\0", "original/run/\ud800"])
def test_header_with_an_invalid_file_name_is_refused(opened: Opened, name: str) -> None:
    assert read_header(opened(json.dumps({**HEADER, "savedAs": name}).encode())) is None


@given(key=st.sampled_from(list(HEADER)), value=VALUES)
@example("size", float("inf"))
@example("size", 10**4000)
@example("savedAs", None)
def test_arbitrary_values_never_make_reading_fail(opened: Opened, key: str, value: Any) -> None:
    content = json.dumps({**HEADER, key: value}).encode()
    header = read_header(opened(content))
    assert header is None or isinstance(header, SidecarHeader)
    assert list(pieces_in(opened(content + b"\n0 1 00000000"), IDENTITY)) in ([], [Piece(0, 1, 0)])
