"""Size and checksums of files."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from jupyter_openbis_server.domain.errors import SourceNotReadable
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Digest:
    """Size and checksums of a file; None or empty for those that are unknown.

    Attributes:
        size: Bytes.
        sha256: Lower-case hex.
        md5: Lower-case hex.
        crc32: Unsigned.
    """

    size: int
    sha256: str = ""
    md5: str = ""
    crc32: int | None = None

    @property
    def has_checksum(self) -> bool:
        """Whether the content can be verified."""
        return bool(self.sha256 or self.md5 or self.crc32 is not None)

    def matches(self, other: Digest) -> bool:
        """Return whether two digests can belong to the same content: what both know is equal, the size included."""
        pairs = ((self.sha256, other.sha256), (self.md5, other.md5))
        texts_match = all(mine == theirs for mine, theirs in pairs if mine and theirs)
        crc_matches = None in (self.crc32, other.crc32) or self.crc32 == other.crc32
        return self.size == other.size and texts_match and crc_matches


def _ignore(block: bytes) -> None:
    """Do nothing."""


def digest_of(source: SourceFile, on_block: Callable[[bytes], None] = _ignore) -> Digest:
    """Read a file and return its digest; `on_block` gets its content in blocks. Raises SourceNotReadable, Cancelled."""
    sha256, md5, crc32, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0, 0
    with source.open() as file:
        for block in blocks_of(file, source.name):
            sha256.update(block)
            md5.update(block)
            crc32 = zlib.crc32(block, crc32)
            size += len(block)
            on_block(block)
    return Digest(size, sha256.hexdigest(), md5.hexdigest(), crc32)


def blocks_of(file: BinaryIO, name: str) -> Iterator[bytes]:
    """Yield the content of a file in blocks. Raises SourceNotReadable, and Cancelled by the current cancellation."""
    cancellation = Cancellation.current()
    while True:
        cancellation.check()
        try:
            block = file.read(_BLOCK_BYTES)
        except OSError as error:
            raise SourceNotReadable(name, "File cannot be read") from error
        if not block:
            return
        yield block
