"""The end of a zip archive, read before Python's `zipfile` reads its table of contents into memory.

Layout: APPNOTE.TXT of PKWARE, 4.3.14 to 4.3.16.
"""

from __future__ import annotations

import os
import struct
from typing import BinaryIO

_END, _END_BYTES = b"PK\x05\x06", 22
_MAX_COMMENT = 65_535
_LOCATOR, _LOCATOR_BYTES = b"PK\x06\x07", 20
_END_64, _END_64_BYTES = b"PK\x06\x06", 56
_IN_ZIP64 = 0xFFFFFFFF


def directory_bytes(file: BinaryIO) -> int | None:
    """Return the size of the table of contents of an archive; None if the file is no archive. Raises OSError."""
    size = file.seek(0, os.SEEK_END)
    length = min(size, _END_BYTES + _MAX_COMMENT)
    file.seek(size - length)
    tail = file.read(length)
    # As `zipfile` does: an end without a comment first, then the last signature.
    start = len(tail) - _END_BYTES
    if start < 0 or not (tail[start:].startswith(_END) and tail.endswith(b"\0\0")):
        start = tail.rfind(_END)
    if start < 0 or len(tail) - start < _END_BYTES:
        return None
    (stated,) = struct.unpack_from("<I", tail, start + 12)
    position = size - length + start
    return max(stated if stated != _IN_ZIP64 else 0, _directory_bytes_64(file, position))


def _directory_bytes_64(file: BinaryIO, end: int) -> int:
    """Return the size in the record for large archives before the end record; 0 if there is none."""
    if end < _LOCATOR_BYTES + _END_64_BYTES:
        return 0
    file.seek(end - _LOCATOR_BYTES - _END_64_BYTES)
    record = file.read(_LOCATOR_BYTES + _END_64_BYTES)
    if not record[_END_64_BYTES:].startswith(_LOCATOR) or not record.startswith(_END_64):
        return 0
    (stated,) = struct.unpack_from("<Q", record, 40)
    return int(stated)
