"""Local files on their way to the file server (AFS), cut into pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jupyter_openbis_server.adapters.openbis.api.afs.chunks import MAX_BYTES, Chunk
from jupyter_openbis_server.adapters.openbis.api.afs.paths import source_of
from jupyter_openbis_server.adapters.openbis.transfer.afs.checksums import SMALL_BYTES
from jupyter_openbis_server.adapters.openbis.upload.outgoing import OutgoingFile
from jupyter_openbis_server.domain.errors import SourceNotReadable
from jupyter_openbis_server.domain.object_files.checksums import md5_of_source
from jupyter_openbis_server.domain.object_files.object_files import FileToStore


class LocalFile:
    """A local file or empty folder.

    Attributes:
        wanted: What is to be stored.
        md5: MD5 of its content when it was read for the first time; empty for a folder.
        temporary: Its path in the owner's folder while it is sent.
        stored: How many bytes from its start are at that path.
    """

    def __init__(self, wanted: FileToStore) -> None:
        self.wanted = wanted
        self.md5 = "" if wanted.source.is_folder else md5_of_source(wanted.source)
        self.temporary = ""
        self.stored = 0
        self._outgoing = OutgoingFile(wanted.source, wanted.path)

    @property
    def path(self) -> str:
        """Where it is to be stored."""
        return self.wanted.path

    @property
    def size(self) -> int:
        """Bytes; 0 for a folder."""
        return 0 if self.is_folder else self.wanted.source.size

    @property
    def is_folder(self) -> bool:
        """Whether it is an empty folder."""
        return self.wanted.source.is_folder

    @property
    def is_small(self) -> bool:
        """Whether it is sent together with others."""
        return self.size <= SMALL_BYTES

    def read(self, start: int, length: int) -> bytes:
        """Return bytes of the file. Raises SourceNotReadable, also if it has become shorter."""
        blocks, left = [], length
        while left:
            blocks.append(self._outgoing.read(start + length - left, left))
            left -= len(blocks[-1])
        return blocks[0] if len(blocks) == 1 else b"".join(blocks)

    def check_unchanged(self) -> None:
        """Raise SourceNotReadable if the file has other content than when it was read for the first time."""
        if md5_of_source(self.wanted.source) != self.md5:
            raise SourceNotReadable(self.wanted.source.name, "was changed while it was sent")

    def close(self) -> None:
        """Close the file, if it is open; it is opened again when it is read."""
        self._outgoing.close()


@dataclass(frozen=True)
class Piece:
    """A part of a file that is sent in one request."""

    file: LocalFile
    offset: int
    length: int

    def chunk(self, owner: str) -> Chunk:
        """Return where it belongs."""
        return Chunk(owner, source_of(self.file.temporary), self.offset, self.length)

    def data(self) -> bytes:
        """Return its bytes. Raises SourceNotReadable."""
        data = self.file.read(self.offset, self.length)
        if self.file.is_small:  # it has no other piece, and there may be very many
            self.file.close()
        return data


def pieces_of(files: Iterable[LocalFile]) -> Iterator[Piece]:
    """Yield what is left to send of files."""
    for file in files:
        for offset in range(file.stored, file.size, MAX_BYTES):
            yield Piece(file, offset, min(MAX_BYTES, file.size - offset))
