"""The stream of openBIS's file-transfer servlet (openBIS: ChunkInputStream).

Big-endian, without padding: a header of 21 bytes (sequence number int32, length of the item id int16, directory flag
byte, length of the file path int16, offset in the file int64, length of the payload int32), item id, file path, CRC32
of all that in 8 bytes, payload, CRC32 of the payload in 8 bytes. The next chunk follows at once.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from jupyter_openbis_server.adapters.shared.crc32 import crc32

CHUNK_BYTES = 1024 * 1024
"""What openBIS puts into every chunk of a file but the last one. A file without bytes is one chunk."""

_HEADER = struct.Struct(">ihbhqi")
_CRC = struct.Struct(">q")
_MAX_PAYLOAD = 64 * CHUNK_BYTES  # a chunk is held in memory as a whole


class DamagedHeader(Exception):
    """A header is wrong; where the next chunk begins cannot be known."""


@dataclass(frozen=True)
class Chunk:
    """A piece of a file. The file is known by the number: the texts in the header have the server's own encoding.

    Attributes:
        crc32: Checksum of the payload as it arrived.
        is_intact: Whether that is the checksum that was sent.
    """

    number: int
    offset: int
    payload: memoryview = field(repr=False)
    crc32: int
    is_intact: bool


def read_chunks(read: Callable[[int], bytes]) -> Iterator[Chunk]:
    """Yield the chunks of a body while it arrives. No more is read than the current chunk needs.

    A body that ends inside a chunk ends the iteration: only the numbers show what has arrived.

    Args:
        read: Gives the next bytes of the body, fewer than asked for only at its end.

    Raises:
        DamagedHeader: a header has a wrong checksum or impossible lengths.
    """
    while len(header := read(_HEADER.size)) == _HEADER.size:
        number, id_length, _, path_length, offset, length = _HEADER.unpack(header)
        if min(number, id_length, path_length, offset, length) < 0 or length > _MAX_PAYLOAD:
            raise DamagedHeader
        texts = memoryview(read(id_length + path_length + _CRC.size))
        if len(texts) < id_length + path_length + _CRC.size:
            return
        if texts[-_CRC.size :] != _CRC.pack(crc32(texts[: -_CRC.size], crc32(header))):
            raise DamagedHeader
        body = memoryview(read(length + _CRC.size))
        if len(body) < length + _CRC.size:
            return
        checksum = crc32(body[:length])
        yield Chunk(number, offset, body[:length], checksum, body[length:] == _CRC.pack(checksum))
