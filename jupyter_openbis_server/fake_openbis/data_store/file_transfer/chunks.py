"""The chunks of openBIS's fast download, as bytes.

A chunk is a piece of at most one mebibyte of one file, with a header that says where the piece belongs and a CRC32
after each of the two parts. All numbers are big-endian, nothing is padded (openbis-protocol 6.5).
"""

import struct
import zlib
from dataclasses import dataclass

CHUNK_SIZE = 1024 * 1024
"""Bytes of payload in every chunk but the last one of a file."""

_NUMBERS = struct.Struct(">ihBhqi")
_CHECKSUM = struct.Struct(">q")


@dataclass(frozen=True)
class ChunkHeader:
    """What a chunk says about its payload.

    Attributes:
        number: Sequence number in the download session, from 0.
        item_id: The item asked for, ``<permId>/<path>``; a directory if the file is below one.
        path: Path of the file inside the data set, ``original/…``.
        offset: Position of the payload in the file, in bytes.
        length: Length of the payload in bytes.
    """

    number: int
    item_id: str
    path: str
    offset: int
    length: int

    def encode(self, charset: str = "utf-8") -> bytes:
        """Return the header with its checksum.

        Args:
            charset: The server's platform charset, in which it writes strings; normally UTF-8.
        """
        item_id = self.item_id.encode(charset, "replace")
        path = self.path.encode(charset, "replace")
        numbers = _NUMBERS.pack(self.number, len(item_id), 0, len(path), self.offset, self.length)
        header = numbers + item_id + path
        return header + checksum(header)


def checksum(part: bytes | memoryview) -> bytes:
    """Return what follows a part of a chunk: its CRC32, an unsigned 32-bit value in eight bytes."""
    return _CHECKSUM.pack(zlib.crc32(part))


def number_of_chunks(length: int) -> int:
    """Return the number of chunks of a file with this size. An empty file has one, without payload."""
    return max(1, -(-length // CHUNK_SIZE))
