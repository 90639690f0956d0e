import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunks import Chunk, DamagedHeader, read_chunks
from tests.support.file_transfer_chunks import chunk

BODY = chunk(7, 0, b"first") + chunk(8, 1 << 20, b"") + chunk(9, 2 << 20, bytes(range(256)) * 100)


def intact(number: int, offset: int, payload: bytes) -> Chunk:
    return Chunk(number, offset, memoryview(payload), zlib.crc32(payload), is_intact=True)


CHUNKS = [intact(7, 0, b"first"), intact(8, 1 << 20, b""), intact(9, 2 << 20, bytes(range(256)) * 100)]


def chunks_of(body: bytes) -> list[Chunk]:
    return list(read_chunks(BytesIO(body).read))


def test_consecutive_chunks_are_read() -> None:
    assert chunks_of(BODY) == CHUNKS


@given(st.integers(0, len(BODY) - 1))
def test_truncated_body_returns_the_complete_chunks(length: int) -> None:
    chunks = chunks_of(BODY[:length])
    assert chunks == CHUNKS[: len(chunks)]
    assert len(chunks) < len(CHUNKS)


def test_an_empty_body_has_no_chunks() -> None:
    assert chunks_of(b"") == []


def test_only_the_bytes_of_the_current_chunk_are_read() -> None:
    body = BytesIO(BODY)
    assert next(read_chunks(body.read)) == CHUNKS[0]
    assert body.read() == BODY[len(chunk(7, 0, b"first")) :]


@given(st.integers(0, len(chunk()) - 1), st.integers(0, 7))
def test_each_flipped_bit_is_detected(place: int, bit: int) -> None:
    body = bytearray(chunk())
    body[place] ^= 1 << bit
    try:
        assert [each for each in chunks_of(bytes(body)) if each.is_intact] == []
    except DamagedHeader:
        assert place < len(chunk()) - len(b"content") - 8


def test_a_damaged_payload_leaves_the_following_chunks_readable() -> None:
    body = bytearray(chunk(1, 0, b"one") + chunk(2, 0, b"two"))
    body[len(chunk(1, 0, b"one")) - 9] ^= 1
    first, second = chunks_of(bytes(body))
    assert (first.number, first.is_intact) == (1, False)
    assert second == intact(2, 0, b"two")


@pytest.mark.parametrize("body", [chunk(-1, 0), chunk(0, -1)])
def test_negative_numbers_are_refused_also_with_a_right_checksum(body: bytes) -> None:
    with pytest.raises(DamagedHeader):
        chunks_of(body)


@pytest.mark.parametrize(
    "header",
    [
        b"\xff" * 21,  # all numbers negative
        b"\0\0\0\0" + b"\0\0" + b"\0" + b"\0\0" + b"\0" * 8 + b"\x7f\xff\xff\xff",  # a payload of 2 GiB
        b"<html><body>Log in, please</body></html>",
        b'{"error":"Invalid download session id"}',
    ],
)
def test_invalid_chunk_is_refused_before_its_payload_is_read(header: bytes) -> None:
    with pytest.raises(DamagedHeader):
        chunks_of(header + b"\0" * 70_000)
