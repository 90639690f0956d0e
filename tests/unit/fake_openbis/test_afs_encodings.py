"""Encodings of AFS, byte by byte (openbis-afs 3)."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.fake_openbis.afs.encodings import (
    Chunk,
    FileLine,
    UndecodableChunks,
    decode_chunks,
    encode_chunks,
    encode_files,
)

CHUNK = Chunk("o1", "/ü", 5, 3, b"abc")
ENCODED = (
    b"\0\0\0\x01"
    b"\0\0\0\x02o1"
    b"\0\0\0\x03/\xc3\xbc"
    b"\0\0\0\0\0\0\0\x05"
    b"\0\0\0\x03"
    b"\0\0\0\x03abc"
)  # fmt: skip
NULL = struct.pack(">i", -1)

texts = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
chunks = st.builds(
    Chunk,
    texts,
    texts,
    st.none() | st.integers(0, 2**63 - 1),
    st.none() | st.integers(0, 2**31 - 1),
    st.none() | st.binary(max_size=50),
)


def test_chunks_are_big_endian_with_lengths_in_bytes():
    assert encode_chunks([CHUNK]) == ENCODED
    assert decode_chunks(ENCODED) == [CHUNK]


def test_null_is_minus_one():
    nothing = b"\0\0\0\x01" + NULL + NULL + struct.pack(">q", -1) + NULL + NULL
    assert decode_chunks(nothing) == [Chunk(None, None, None, None, None)]
    assert encode_chunks([Chunk(None, None, None, None, None)]) == nothing


def test_empty_data_is_not_null():
    empty = Chunk("o", "/a", 0, 10, b"")
    assert decode_chunks(encode_chunks([empty]))[0].data == b""
    assert encode_chunks([empty]).endswith(b"\0\0\0\x0a\0\0\0\0")


@given(st.lists(chunks, max_size=4))
def test_any_chunks_survive_both_ways(given_chunks):
    assert decode_chunks(encode_chunks(given_chunks)) == given_chunks


@pytest.mark.parametrize("length", range(len(ENCODED)))
def test_a_cut_body_is_refused(length):
    with pytest.raises(UndecodableChunks):
        decode_chunks(ENCODED[:length])


def test_a_negative_number_of_chunks_is_refused():
    with pytest.raises(UndecodableChunks):
        decode_chunks(NULL)


def test_file_lines_have_six_fields_and_no_line_end():
    folder = FileLine("o1", "/a", True, None, 1_700_000_000_123)
    file = FileLine("o1", "/a/b c.txt", False, 0, 1)
    assert encode_files([folder, file]) == b"o1\t/a\ta\ttrue\t\t1700000000123\no1\t/a/b c.txt\tb c.txt\tfalse\t0\t1"
    assert encode_files([]) == b""
