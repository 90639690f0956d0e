"""Files of entries whose content was checked: if they change afterwards, nothing else of them is sent."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from typing import BinaryIO

from jupyter_openbis_server.domain.errors import IntegrityError
from jupyter_openbis_server.domain.research_objects.digests import Digest, digest_of
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_BLOCK_BYTES = 256 << 10
"""Uploads read so much at once, from several positions at a time."""
_DIGEST_BYTES = 16
_CHANGED = "it was changed during the import; run the same import again"


@dataclass(frozen=True)
class CheckedFile:
    """A `SourceFile` that returns only the content that was checked.

    Attributes:
        file: The file.
        digest: Of the content that was checked.
        blocks: Digests of its blocks, one after another.
    """

    name: str
    file: SourceFile
    digest: Digest
    blocks: bytes = field(repr=False)
    is_folder: bool = field(default=False, init=False)

    @classmethod
    def of(cls, file: SourceFile) -> CheckedFile:
        """Read a file. Raises SourceNotReadable, Cancelled."""
        blocks = _BlockDigests()
        digest = digest_of(file, blocks.update)
        return cls(file.name, file, digest, blocks.all())

    @property
    def size(self) -> int:
        """See `SourceFile.size`."""
        return self.digest.size

    def open(self) -> BinaryIO:
        """See `SourceFile.open`. Reading raises IntegrityError where the content is not the one that was checked."""
        return io.BufferedReader(_CheckedStream(self, self.file.open()), _BLOCK_BYTES)


def content_digest(file: SourceFile) -> Digest:
    """Return the digest of a file; one that was checked is not read again. Raises SourceNotReadable, Cancelled."""
    return file.digest if isinstance(file, CheckedFile) else digest_of(file)


class _BlockDigests:
    """Digests of the blocks of a content that arrives in pieces of any size."""

    def __init__(self) -> None:
        self._begun = bytearray()
        self._digests = bytearray()

    def update(self, piece: bytes) -> None:
        """Add the next piece."""
        self._begun += piece
        complete = len(self._begun) - len(self._begun) % _BLOCK_BYTES
        for start in range(0, complete, _BLOCK_BYTES):
            self._digests += _digest(self._begun[start : start + _BLOCK_BYTES])
        del self._begun[:complete]

    def all(self) -> bytes:
        """Return the digests; the last block may be shorter."""
        return bytes(self._digests) + (_digest(self._begun) if self._begun else b"")


class _CheckedStream(io.RawIOBase):
    """Reads whole blocks, and compares each with its digest before any byte of it is returned."""

    def __init__(self, checked: CheckedFile, stream: BinaryIO) -> None:
        super().__init__()
        self._checked, self._stream = checked, stream
        self._position = 0
        self._number, self._block = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._checked.size}[whence]
        self._position = max(start + offset, 0)
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._position >= self._checked.size:
            return 0
        number, start = divmod(self._position, _BLOCK_BYTES)
        found = self._content_of(number)[start : start + len(buffer)]
        buffer[: len(found)] = found
        self._position += len(found)
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()

    def _content_of(self, number: int) -> bytes:
        """Return a block. Raises IntegrityError: it was changed; OSError."""
        if number != self._number:
            length = min(self._checked.size - number * _BLOCK_BYTES, _BLOCK_BYTES)
            self._stream.seek(number * _BLOCK_BYTES)
            block = _read(self._stream, length)
            start = number * _DIGEST_BYTES
            if _digest(block) != self._checked.blocks[start : start + _DIGEST_BYTES]:
                raise IntegrityError(self._checked.name, _CHANGED)
            self._number, self._block = number, block
        return self._block


def _read(stream: BinaryIO, length: int) -> bytes:
    """Return bytes of a stream; fewer only at its end. Raises OSError."""
    found = bytearray()
    while len(found) < length and (piece := stream.read(length - len(found))):
        found += piece
    return bytes(found)


def _digest(block: bytes | bytearray) -> bytes:
    return hashlib.blake2b(block, digest_size=_DIGEST_BYTES).digest()
