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

_BUFFER_BYTES = 64 * 1024
"""What is read of a response at a time where its chunks are smaller: a call for each of them takes longer than they do.
Where a response breaks off, up to this number of bytes is requested again."""

_LENGTH = struct.Struct(">i")
_PLACE = struct.Struct(">qi")
_LIMIT_BYTES = 4


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


class EncodedChunks:
    """Chunks as the body of a request, in blocks of some 100 KiB; iterating again gives the same.

    Args:
        chunks: The chunks.
        data: The bytes of each, in blocks, as long as the chunk states; they are taken when they are sent. Without
            `data`, the chunks are to be read.

    Attributes:
        size: Bytes of the body.
    """

    def __init__(self, chunks: Sequence[Chunk], data: Sequence[Iterable[bytes]] | None = None) -> None:
        self._chunks = chunks
        self._data = data
        of_data = sum(each.length for each in chunks) if data is not None else 0
        self.size = _LENGTH.size + sum(map(encoded_size, chunks)) + of_data

    def __iter__(self) -> Iterator[bytes]:
        """Yield the blocks. Raises what the iterators of the data raise."""
        waiting, size = [_LENGTH.pack(len(self._chunks))], 0
        for part in self._parts():
            waiting.append(part)
            size += len(part)
            if size >= _BUFFER_BYTES:
                yield b"".join(waiting)
                waiting, size = [], 0
        if waiting:
            yield b"".join(waiting)

    def _parts(self) -> Iterator[bytes]:
        if self._data is None:
            yield from (_head(each) + _LENGTH.pack(0) for each in self._chunks)
            return
        for chunk, blocks in zip(self._chunks, self._data, strict=True):
            yield _head(chunk) + _LENGTH.pack(chunk.length)
            yield from blocks


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
    buffer = _Buffer(read)
    if buffer.int32() != len(chunks):
        raise MalformedChunks
    for number, chunk in enumerate(chunks):
        _check_head(buffer, chunk)
        remaining, offset = buffer.int32(), chunk.offset
        if not 0 <= remaining <= chunk.length:
            raise MalformedChunks
        while remaining:
            data = buffer.take(min(remaining, BLOCK_BYTES))
            yield Block(number, offset, data)
            remaining, offset = remaining - len(data), offset + len(data)
    if not buffer.is_at_end():
        raise MalformedChunks


class _Buffer:
    """Reads a response in larger parts than are taken from it."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._data = b""
        self._start = 0

    def take(self, length: int) -> bytes:
        """Return the next bytes. Raises ChunksCutOff if there are fewer."""
        data = self.take_some(length)
        if len(data) < length:
            raise ChunksCutOff
        return data

    def take_some(self, length: int) -> bytes:
        """Return the next bytes; fewer at the end of the response."""
        missing = length - (len(self._data) - self._start)
        if missing > 0:
            rest = self._data[self._start :]
            self._start, self._data = 0, rest + self._read(max(missing, _BUFFER_BYTES))
        start, self._start = self._start, min(self._start + length, len(self._data))
        return self._data[start : self._start]  # not copied if that is all

    def int32(self) -> int:
        value: int = _LENGTH.unpack(self.take(_LENGTH.size))[0]
        return value

    def is_at_end(self) -> bool:
        return self._start == len(self._data) and not self._read(1)


def _head(chunk: Chunk) -> bytes:
    owner, source = _bytes(chunk.owner), _bytes(chunk.source)
    place = _PLACE.pack(chunk.offset, chunk.length)
    return b"".join((_LENGTH.pack(len(owner)), owner, _LENGTH.pack(len(source)), source, place))


def _check_head(buffer: _Buffer, chunk: Chunk) -> None:
    """Read owner, source, offset and limit. The limit is not compared: the length of the data follows."""
    expected = _head(chunk)
    head = buffer.take_some(len(expected))
    if not expected.startswith(head[: len(expected) - _LIMIT_BYTES]):
        raise MalformedChunks
    if len(head) < len(expected):
        raise ChunksCutOff


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
