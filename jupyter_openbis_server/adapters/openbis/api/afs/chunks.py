"""Binary chunks, in which the file server (AFS) sends and receives parts of files (openbis-afs 3).

Big-endian: the number of chunks (int32), then for each the owner, the source, the offset (int64), the limit (int32) and
the data. Texts (UTF-8) and data are preceded by their length (int32); a length of -1 is null. A request may contain
chunks of several files and owners; its response contains the same chunks in the same order.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

MAX_BYTES = 10 * 1024 * 1024
"""Data in one request or response: the server refuses longer chunks to read, and holds all of them in memory."""
BLOCK_BYTES = 1024 * 1024
"""Data that is held in memory at a time while a response arrives."""

_LENGTH = struct.Struct(">i")
_PLACE = struct.Struct(">qi")


class MalformedChunks(Exception):
    """The response contains other chunks than requested."""


class ChunksCutOff(Exception):
    """The response ends before its last chunk."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a file.

    Attributes:
        owner: PermId of the sample or experiment that has the file.
        source: Path of the file, with a slash at its start.
        offset: Position of the first byte in the file, from 0.
        length: Number of bytes.
    """

    owner: str
    source: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Block:
    """Bytes of a chunk, at an offset of its file.

    Attributes:
        number: Position of the chunk in the request, from 0.
    """

    number: int
    offset: int
    data: bytes


def encoded_size(chunk: Chunk) -> int:
    """Return the bytes that a chunk takes in a request, without its data."""
    return len(_head(chunk)) + _LENGTH.size


def encoded(chunks: Sequence[Chunk], data: Iterable[bytes] | None = None) -> list[bytes]:
    """Encode chunks with their data, each of the length that its chunk states; without `data`, encode a read request.

    Returns:
        The parts of the request body.
    """
    contents = (b"" for _ in chunks) if data is None else data
    parts = [_LENGTH.pack(len(chunks))]
    for chunk, content in zip(chunks, contents, strict=True):
        parts += [_head(chunk) + _LENGTH.pack(len(content)), content]
    return parts


def blocks_in(read: Callable[[int], bytes], chunks: Sequence[Chunk]) -> Iterator[Block]:
    """Yield the data of a response while it arrives, in blocks of at most 1 MiB and in order.

    A chunk may contain less data than requested, e.g. at the end of the file.

    Args:
        read: Returns the next bytes of the response, fewer than requested only at its end.
        chunks: The requested chunks.

    Raises:
        MalformedChunks: the response contains other chunks than requested, more data, or bytes after the last chunk.
        ChunksCutOff: it ends before its last chunk.
    """
    if _read_int32(read) != len(chunks):
        raise MalformedChunks
    for number, chunk in enumerate(chunks):
        _skip_head(read, chunk)
        remaining, offset = _read_int32(read), chunk.offset
        if not 0 <= remaining <= chunk.length:
            raise MalformedChunks
        while remaining:
            data = _exactly(read, min(remaining, BLOCK_BYTES))
            yield Block(number, offset, data)
            remaining, offset = remaining - len(data), offset + len(data)
    if read(1):
        raise MalformedChunks


def _head(chunk: Chunk) -> bytes:
    owner, source = _bytes(chunk.owner), _bytes(chunk.source)
    place = _PLACE.pack(chunk.offset, chunk.length)
    return b"".join((_LENGTH.pack(len(owner)), owner, _LENGTH.pack(len(source)), source, place))


def _skip_head(read: Callable[[int], bytes], chunk: Chunk) -> None:
    """Read owner, source, offset and limit. The limit is not compared: the length of the data follows."""
    for text in (_bytes(chunk.owner), _bytes(chunk.source)):
        if _read_int32(read) != len(text) or _exactly(read, len(text)) != text:
            raise MalformedChunks
    offset, _ = _PLACE.unpack(_exactly(read, _PLACE.size))
    if offset != chunk.offset:
        raise MalformedChunks


def _read_int32(read: Callable[[int], bytes]) -> int:
    value: int = _LENGTH.unpack(_exactly(read, _LENGTH.size))[0]
    return value


def _exactly(read: Callable[[int], bytes], length: int) -> bytes:
    data = read(length) if length else b""
    if len(data) < length:
        raise ChunksCutOff
    return data


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
