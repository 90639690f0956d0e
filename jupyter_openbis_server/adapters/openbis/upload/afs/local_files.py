"""Local files on their way to the file server (AFS), cut into pieces."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jupyter_openbis_server.adapters.openbis.api.afs.chunks import MAX_BYTES, Chunk
from jupyter_openbis_server.adapters.openbis.api.afs.paths import source_of
from jupyter_openbis_server.adapters.openbis.transfer.afs.checksums import SMALL_BYTES
from jupyter_openbis_server.adapters.openbis.upload.afs.fingerprint import fingerprint_of
from jupyter_openbis_server.adapters.openbis.upload.outgoing import BLOCK_BYTES, OutgoingFile
from jupyter_openbis_server.domain.errors import SourceNotReadable
from jupyter_openbis_server.domain.object_files.checksums import Digest, digest_of_source, md5_of_source, new_digest
from jupyter_openbis_server.domain.object_files.object_files import FileToStore
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class LocalFile:
    """A local file or empty folder.

    Attributes:
        wanted: What is to be stored.
        temporary: Its path in the owner's folder while it is sent.
        stored: How many bytes from its start are at that path.

    A small file is read when it is found, and again when it is sent. A large one is read piece by piece: for its MD5,
    and then to be sent, while the system still has the piece in memory. Whether all of that was the same version is
    checked at the end.
    """

    def __init__(self, wanted: FileToStore) -> None:
        self.wanted = wanted
        self.temporary = ""
        self.stored = 0
        self._initial_fingerprint = fingerprint_of(wanted.source) if self.is_large else None
        self._digest = new_digest() if self.is_folder or self.is_large else digest_of_source(wanted.source)
        self._hashed = 0
        self._hash_order = threading.Condition()
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
    def is_large(self) -> bool:
        """Whether it is sent alone, and not together with others."""
        return self.size > SMALL_BYTES

    @property
    def key(self) -> str:
        """What an upload is recognised by if it begins again: the content of small files, samples of large ones."""
        return self._initial_fingerprint.samples if self._initial_fingerprint else self.md5

    @property
    def md5(self) -> str:
        """MD5 of its content in lower-case hex, of a large file when all of it was sent; empty for a folder."""
        return "" if self.is_folder else self._digest.hexdigest()

    def begin_at(self, stored: int, digest: Digest | None = None) -> None:
        """Continue where a number of bytes are stored already; with the MD5 of these."""
        self.stored = stored
        if self.is_large:
            self._hashed, self._digest = stored, digest or new_digest()

    def hash(self, start: int, length: int) -> None:
        """Make bytes of a large file part of its MD5, after those before them; call it before they are sent.

        Raises:
            SourceNotReadable: it cannot be read, or has become shorter.
            Cancelled: on request.
        """
        cancellation = Cancellation.current()
        with cancellation.on_cancel(self._wake), self._hash_order:
            self._hash_order.wait_for(lambda: self._hashed >= start or cancellation.is_cancelled)
        cancellation.check()
        for block in self.blocks(start, length):
            cancellation.check()
            self._digest.update(block)  # threads hash in the order of the pieces
        with self._hash_order:
            self._hashed = start + length
            self._hash_order.notify_all()

    def _wake(self) -> None:
        with self._hash_order:
            self._hash_order.notify_all()

    def blocks(self, start: int, length: int) -> Iterator[bytes]:
        """Yield bytes of the file. Raises SourceNotReadable: it cannot be read, or has become shorter."""
        end = start + length
        while start < end:
            block = self._outgoing.read(start, min(end - start, BLOCK_BYTES))
            start += len(block)
            yield block

    def check_unchanged(self) -> None:
        """Raise SourceNotReadable if the file has other content than what was sent."""
        if self._initial_fingerprint and self._initial_fingerprint.shows_no_change(fingerprint_of(self.wanted.source)):
            return
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

    def hash(self) -> None:
        """Make it part of the MD5 of its file, if that is not known yet. Raises as `LocalFile.hash`."""
        if self.file.is_large:
            self.file.hash(self.offset, self.length)

    def __iter__(self) -> Iterator[bytes]:
        """Yield its bytes, when it is sent. Raises SourceNotReadable."""
        yield from self.file.blocks(self.offset, self.length)
        if not self.file.is_large:  # it has no other piece, and there may be very many
            self.file.close()


def pieces_of(files: Iterable[LocalFile]) -> Iterator[Piece]:
    """Yield what is left to send of files."""
    for file in files:
        for offset in range(file.stored, file.size, MAX_BYTES):
            yield Piece(file, offset, min(MAX_BYTES, file.size - offset))
