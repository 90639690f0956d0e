"""Messages between the server and the process that reads a file: a letter, a length, and content."""

from __future__ import annotations

import struct
from typing import IO

_HEADER = struct.Struct(">cI")
_RANGE = struct.Struct(">QQ")

READ = b"r"
"""Asks for a byte range of the file."""
BYTES = b"b"
"""The bytes of the range."""
RESULT = b"j"
"""The result, in JSON."""
PICTURE = b"p"
"""The picture that belongs to the result that follows."""
PROBLEM = b"x"
"""Why there is no result: code and parameters of a `Reason`, in JSON."""


class Ended(Exception):
    """The other side has ended, or sends what is no message."""


def send(stream: IO[bytes], kind: bytes, content: bytes = b"") -> None:
    """Send a message. Raises Ended."""
    data = memoryview(_HEADER.pack(kind, len(content)) + content)
    try:
        while data:
            data = data[stream.write(data) or 0 :]
        stream.flush()
    except (OSError, ValueError) as error:  # ValueError: closed here
        raise Ended from error


def receive(stream: IO[bytes], most: int) -> tuple[bytes, bytes]:
    """Return kind and content of the next message.

    Raises:
        Ended: there is none, or it is longer than `most` bytes.
    """
    kind, length = _HEADER.unpack(_exactly(stream, _HEADER.size))
    if length > most:
        raise Ended
    return kind, _exactly(stream, length)


def pack_range(start: int, end: int) -> bytes:
    """Return the content of a `READ` message."""
    return _RANGE.pack(start, end)


def unpack_range(content: bytes) -> tuple[int, int]:
    """Return start and end of a `READ` message. Raises Ended."""
    try:
        start, end = _RANGE.unpack(content)
    except struct.error as error:
        raise Ended from error
    return int(start), int(end)


def _exactly(stream: IO[bytes], count: int) -> bytes:
    parts: list[bytes] = []
    missing = count
    while missing:
        try:
            part = stream.read(min(missing, 1 << 20))
        except (OSError, ValueError) as error:
            raise Ended from error
        if not part:
            raise Ended
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
