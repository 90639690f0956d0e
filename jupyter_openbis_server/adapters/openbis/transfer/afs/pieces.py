"""Parts of files that are asked for in one request each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jupyter_openbis_server.adapters.openbis.api.afs.chunks import MAX_BYTES, Chunk
from jupyter_openbis_server.adapters.openbis.api.afs.paths import source_of
from jupyter_openbis_server.adapters.openbis.transfer.afs.arriving_file import ArrivingFile, Span


@dataclass(eq=False, slots=True)
class Piece:
    """A part of a file that is asked for in one request.

    Attributes:
        offset: Of the first byte that is missing; it advances while bytes arrive.
        end: Offset after the last byte.
    """

    file: ArrivingFile
    offset: int
    end: int

    @property
    def is_missing(self) -> bool:
        """Whether bytes of it have to be asked for."""
        return self.offset < self.end and not self.file.is_finished

    @property
    def is_large(self) -> bool:
        """Whether it takes half of a request or more."""
        return self.end - self.offset >= MAX_BYTES // 2

    def chunk(self, owner: str) -> Chunk:
        """Return what is asked for."""
        return Chunk(owner, source_of(self.file.file.path), self.offset, self.end - self.offset)


def pieces_of(file: ArrivingFile, spans: Iterable[Span]) -> Iterator[Piece]:
    """Yield parts of a file that fit into a request."""
    for start, end in spans:
        for offset in range(start, end, MAX_BYTES):
            yield Piece(file, offset, min(offset + MAX_BYTES, end))
