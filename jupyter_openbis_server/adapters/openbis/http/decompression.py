"""Compressed responses, a little at a time: ten megabytes of gzip can be ten gigabytes of zeros."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

_GZIP = 16 + zlib.MAX_WBITS

Decode = Callable[[Iterable[bytes]], Iterator[bytes]]


class CorruptStream(Exception):
    """This is not compressed data, or not all of it."""


class UnknownEncoding(Exception):
    """Compressed in a way that was not asked for."""


def decoder(encoding: str, size: int) -> Decode:
    """Return what makes the pieces of a body into pieces of its content, none bigger than `size` if it is compressed.

    Args:
        encoding: The header Content-Encoding.
        size: Bytes.

    Raises:
        UnknownEncoding: it is neither gzip nor nothing.
    """
    match encoding.strip().lower():
        case "" | "identity":
            return iter
        case "gzip" | "x-gzip":
            return lambda pieces: _gunzipped(pieces, size)
    raise UnknownEncoding(encoding)


def _gunzipped(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Decompress. Raises CorruptStream."""
    gunzip = zlib.decompressobj(_GZIP)
    has_begun = False
    for piece in pieces:
        has_begun, rest = True, piece
        while rest and not gunzip.eof:
            try:
                content = gunzip.decompress(rest, size)
            except zlib.error as error:
                raise CorruptStream from error
            if content:
                yield content
            rest = gunzip.unconsumed_tail
    if has_begun and not gunzip.eof:
        raise CorruptStream
