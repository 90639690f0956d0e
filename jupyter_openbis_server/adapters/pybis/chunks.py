"""The stream of openBIS's file-transfer servlet (openBIS: ChunkInputStream).

Big-endian, without padding: a header of 21 bytes (sequence number int32, length of the item id int16, directory flag
byte, length of the file path int16, offset in the file int64, length of the payload int32), item id, file path, CRC32
of all that in 8 bytes, payload, CRC32 of the payload in 8 bytes. The next chunk follows at once.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

_HEADER = struct.Struct(">ihbhqi")
_CRC = struct.Struct(">q")
_LONGEST_PAYLOAD = 64 * 1024 * 1024  # openBIS sends 1 MiB; a chunk is held in memory as a whole


class DamagedHeader(Exception):
    """A header is wrong; where the next chunk begins cannot be known."""


@dataclass(frozen=True)
class Chunk:
    """A piece of a file. The file is known by the number: the texts in the header have the server's own encoding."""

    number: int
    offset: int
    payload: bytes = field(repr=False)
    is_intact: bool = True


def read_chunks(pieces: Iterator[bytes]) -> Iterator[Chunk]:
    """Yield the chunks of a body that arrives in arbitrary pieces.

    A body that ends inside a chunk ends the iteration: only the numbers tell what has arrived.

    Raises:
        DamagedHeader: a header has a wrong checksum or impossible lengths.
    """
    buffer = _Buffer(pieces)
    while buffer.has(_HEADER.size):
        header = buffer.take(_HEADER.size)
        number, id_length, _, path_length, offset, length = _HEADER.unpack(header)
        if min(number, id_length, path_length, offset, length) < 0 or length > _LONGEST_PAYLOAD:
            raise DamagedHeader
        if not buffer.has(id_length + path_length + _CRC.size):
            return
        header += buffer.take(id_length + path_length)
        if buffer.take(_CRC.size) != _CRC.pack(zlib.crc32(header)):
            raise DamagedHeader
        if not buffer.has(length + _CRC.size):
            return
        payload = buffer.take(length)
        yield Chunk(number, offset, payload, buffer.take(_CRC.size) == _CRC.pack(zlib.crc32(payload)))


class _Buffer:
    """Cuts arbitrary pieces into the lengths that are wanted."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._bytes = bytearray()

    def has(self, count: int) -> bool:
        """Gather `count` bytes; tells whether there are so many."""
        while len(self._bytes) < count:
            piece = next(self._pieces, b"")
            if not piece:
                return False
            self._bytes += piece
        return True

    def take(self, count: int) -> bytes:
        taken = bytes(self._bytes[:count])
        del self._bytes[:count]
        return taken
