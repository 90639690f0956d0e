"""What AFS writes and reads: binary chunks and lines with files (openbis-afs 3)."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Content: TypeAlias = bytes | memoryview
"""Received bytes are views of the body: a request may have 15 MiB, and a benchmark sends many."""

_INT = struct.Struct(">i")
_LONG = struct.Struct(">q")
_NULL = -1


class UndecodableChunks(Exception):
    """The body of a request does not hold the chunks that it announces."""


@dataclass(frozen=True)
class Chunk:
    """A range of a file. A length of -1, and an offset or limit below 0, stand for null.

    Attributes:
        owner: PermId of a sample, an experiment or a data set.
        source: Path from the owner's folder on.
        offset: Where the range begins, in bytes.
        limit: How many bytes are read; meaningless when writing.
        data: The bytes.
    """

    owner: str | None
    source: str | None
    offset: int | None
    limit: int | None
    data: Content | None


@dataclass(frozen=True)
class FileLine:
    """A file or folder of a listing.

    Attributes:
        owner: The owner as the request has it.
        path: From the owner's folder on, with a slash at the beginning.
        directory: Whether it is a folder.
        size: In bytes; None for a folder.
        modified: When it was last changed, in milliseconds since 1970 UTC.
    """

    owner: str
    path: str
    directory: bool
    size: int | None
    modified: int

    def __str__(self) -> str:
        """Return the line, without an end."""
        name = self.path.rpartition("/")[2]
        size = "" if self.size is None else str(self.size)
        return "\t".join((self.owner, self.path, name, str(self.directory).lower(), size, str(self.modified)))


def encode_files(files: Iterable[FileLine]) -> bytes:
    """Return the lines of a listing; nothing stands for an empty one."""
    return "\n".join(map(str, files)).encode(errors="replace")


def encode_chunks(chunks: Iterable[Chunk]) -> bytes:
    """Return the number of chunks, and the chunks."""
    return b"".join(encode_in_parts(list(chunks)))


def encode_in_parts(chunks: Sequence[Chunk]) -> list[Content]:
    """Return the same in parts: the data of large chunks is not copied, as a server in Java need not copy it."""
    parts: list[Content] = []
    small: list[Content] = [_INT.pack(len(chunks))]
    for part in (part for chunk in chunks for part in _encoded(chunk)):
        if len(part) < _LARGE:
            small.append(part)
        else:
            parts += [b"".join(small), part]
            small = []
    return [*parts, b"".join(small)] if small else parts


_LARGE = 256 * 1024


def _encoded(chunk: Chunk) -> list[Content]:
    return [
        *_with_length(None if chunk.owner is None else chunk.owner.encode()),
        *_with_length(None if chunk.source is None else chunk.source.encode()),
        _LONG.pack(_NULL if chunk.offset is None else chunk.offset),
        _INT.pack(_NULL if chunk.limit is None else chunk.limit),
        *_with_length(chunk.data),
    ]


def _with_length(content: Content | None) -> tuple[bytes, Content]:
    return (_INT.pack(_NULL), b"") if content is None else (_INT.pack(len(content)), content)


def decode_chunks(body: bytes) -> list[Chunk]:
    """Return the chunks of a body; what is behind the last one is ignored.

    Raises:
        UndecodableChunks: When the body ends too early.
    """
    reader = _Reader(body)
    count = reader.number(_INT)
    if count < 0:
        raise UndecodableChunks(str(count))
    return [
        Chunk(reader.text(), reader.text(), reader.positive(_LONG), reader.positive(_INT), reader.content())
        for _ in range(count)
    ]


class _Reader:
    """Reads one value of a body after the other."""

    def __init__(self, body: bytes) -> None:
        self._body = memoryview(body)
        self._position = 0

    def number(self, form: struct.Struct) -> int:
        value: int = form.unpack(self._take(form.size))[0]
        return value

    def positive(self, form: struct.Struct) -> int | None:
        value = self.number(form)
        return None if value < 0 else value

    def content(self) -> memoryview | None:
        length = self.number(_INT)
        return None if length < 0 else self._take(length)

    def text(self) -> str | None:
        content = self.content()
        return None if content is None else bytes(content).decode(errors="replace")

    def _take(self, length: int) -> memoryview:
        start, self._position = self._position, self._position + length
        if self._position > len(self._body):
            raise UndecodableChunks(f"{self._position} bytes expected, {len(self._body)} found")
        return self._body[start : self._position]
