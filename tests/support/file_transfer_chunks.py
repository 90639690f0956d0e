"""Chunks of the file-transfer servlet."""

import struct
import zlib


def chunk(
    number: int = 0, offset: int = 0, payload: bytes = b"content", *, path: str = "original/ä.txt", item: str = "1-1/x"
) -> bytes:
    """Return a chunk as the file-transfer servlet sends it."""
    item_bytes, path_bytes = item.encode(), path.encode()
    header = struct.pack(">ihbhqi", number, len(item_bytes), 0, len(path_bytes), offset, len(payload))
    header += item_bytes + path_bytes
    return header + _crc(header) + payload + _crc(payload)


def _crc(content: bytes) -> bytes:
    return struct.pack(">q", zlib.crc32(content))
