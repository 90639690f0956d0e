"""Combination of checksums, with each supported library."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_openbis_server.adapters.shared.crc32 import combined, combined_in_python, crc32, fastest_library

implementations = pytest.mark.parametrize("combine", [combined, combined_in_python])


@given(content=st.binary(), value=st.integers(0, 0xFFFFFFFF))
def test_checksum_equals_that_of_zlib_for_each_buffer_type(content: bytes, value: int) -> None:
    for each in (content, bytearray(content), memoryview(content)):
        assert crc32(each, value) == zlib.crc32(content, value)
    assert crc32(content) == zlib.crc32(content)


@implementations
@given(first=st.binary(), second=st.binary())
def test_two_checksums_are_combined(combine, first: bytes, second: bytes) -> None:
    assert combine(zlib.crc32(first), zlib.crc32(second), len(second)) == zlib.crc32(first + second)


@implementations
@given(parts=st.lists(st.binary(max_size=50)))
def test_many_checksums_are_combined(combine, parts: list[bytes]) -> None:
    checksum = 0
    for part in parts:
        checksum = combine(checksum, zlib.crc32(part), len(part))
    assert checksum == zlib.crc32(b"".join(parts))


@implementations
def test_parts_may_exceed_32_bit_lengths(combine) -> None:
    """A part of 2³⁵ zeros can be appended at once or by halves, and the result is the same."""
    zeros, length = zlib.crc32(bytes(1 << 20)), 1 << 20
    while length < 1 << 34:
        zeros, length = combined_in_python(zeros, zeros, length), 2 * length
    first = zlib.crc32(b"first")
    both = combined_in_python(zeros, zeros, length)
    by_halves = combined_in_python(combined_in_python(first, zeros, length), zeros, length)
    assert combine(first, both, 2 * length) == by_halves


def test_missing_library_has_a_fallback() -> None:
    assert fastest_library(["there.is.no.such.library"]) is zlib


def test_installed_library_is_used_in_the_order_of_preference() -> None:
    assert fastest_library(["there.is.no.such.library", "binascii", "zlib"]).__name__ == "binascii"
