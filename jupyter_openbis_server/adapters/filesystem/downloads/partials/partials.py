"""Partial files: hidden files in their final folder, with a sidecar if they can be resumed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.adapters.filesystem.downloads.partials.owners import is_owner_dead
from jupyter_openbis_server.adapters.filesystem.downloads.partials.partial_names import PartialName, stem_of
from jupyter_openbis_server.adapters.filesystem.downloads.partials.positioned_file import PositionedFile, positioned
from jupyter_openbis_server.adapters.filesystem.downloads.partials.received_bytes import ReceivedBytes
from jupyter_openbis_server.adapters.filesystem.downloads.partials.sidecar import (
    FileIdentity,
    Piece,
    SidecarWriter,
    pieces_in,
)
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.adapters.shared.byte_ranges import ByteRanges
from jupyter_openbis_server.adapters.shared.crc32 import crc32
from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

MIN_RESUMABLE_BYTES = 4 << 20
"""Smaller files have no sidecar: downloading them again is faster than verifying what is there."""


@dataclass
class Partial:
    """A partial file of this process. Methods raise OSError.

    Attributes:
        folder: Its folder.
        name: Its name.
        file: Its content.
        sidecar: Records the pieces that have been written; None if the file cannot be resumed.
        is_final: Whether it has its final name.
    """

    folder: OpenFolder
    name: PartialName
    file: PositionedFile
    sidecar: SidecarWriter | None = None
    is_final: bool = False

    @classmethod
    def new(cls, folder: OpenFolder, final_name: str, file_id: FileIdentity | None = None) -> Partial:
        """Create an empty file, with a sidecar if `file_id` is given."""
        name = PartialName.new(final_name)
        partial = cls(folder, name, positioned(folder.create(name.part)))
        if file_id:
            try:
                partial.sidecar = SidecarWriter(folder.create(name.pieces))
                partial.sidecar.begin(file_id)
            except BaseException:
                partial.close()
                partial.remove()
                raise
        return partial

    def close(self) -> None:
        """Close the file and its sidecar."""
        try:
            self.file.close()
        finally:
            if self.sidecar:
                self.sidecar.close()

    def finalise(self, final_name: str) -> None:
        """Rename the closed file to its final name."""
        self.folder.rename(self.name.part, final_name)
        self.is_final = True

    def release(self) -> None:
        """Make the closed file available to any process that resumes it."""
        # The sidecar first: a process that finds the file under its new name finds the sidecar, too.
        self.folder.rename(self.name.pieces, self.name.released.pieces)
        self.folder.rename(self.name.part, self.name.released.part)

    def remove(self) -> None:
        """Remove the sidecar, and the file unless it has its final name. Failures are ignored."""
        with suppress(OSError):
            if self.sidecar:
                self.folder.remove(self.name.pieces)
        with suppress(OSError):
            if not self.is_final:
                self.folder.remove(self.name.part)


@dataclass(frozen=True)
class Abandoned:
    """A partial file whose owner is dead.

    Attributes:
        name: Its name.
        sidecar: The name of its sidecar, which may have another owner if a process died while taking the file over.
    """

    folder: OpenFolder
    name: PartialName
    sidecar: str

    def present(self, file_id: FileIdentity) -> int:
        """Return the number of bytes that the sidecar records; 0 if it is about another file."""
        ranges = ByteRanges()
        for piece in self._pieces(self.sidecar, file_id):
            ranges.add(piece.start, piece.end)
        return ranges.total

    def take_over(self, file_id: FileIdentity, cancellation: Cancellation) -> tuple[Partial, ReceivedBytes]:
        """Take the file over for this process and verify its content.

        Returns:
            The file, and the bytes that have the checksums that the sidecar records.

        Raises:
            OSError: another process took it over first, or it cannot be used.
            Cancelled: on request; the file is released again.
        """
        claimed = self.name.claimed
        self.folder.rename(self.name.part, claimed.part)
        partial = Partial(self.folder, claimed, positioned(self.folder.open(claimed.part, os.O_RDWR)))
        try:
            _ensure_single_link(partial.file.descriptor)
            self.folder.rename(self.sidecar, claimed.pieces)
            received = _verified(self._pieces(claimed.pieces, file_id), partial.file, cancellation)
            os.ftruncate(partial.file.descriptor, file_id.file.size)
            partial.sidecar = SidecarWriter(self.folder.open(claimed.pieces, os.O_WRONLY | os.O_APPEND))
        except OSError:
            partial.close()
            partial.remove()  # it is of no use to another process either
            with suppress(OSError):
                self.folder.remove(claimed.pieces)
            raise
        except Cancelled:
            partial.close()
            with suppress(OSError):
                partial.release()
            raise
        return partial, received

    def _pieces(self, sidecar: str, file_id: FileIdentity) -> Iterator[Piece]:
        with suppress(OSError):
            yield from pieces_in(self.folder.open(sidecar), file_id)


def abandoned_for(folder: OpenFolder, final_name: str, unfinished: Iterable[str]) -> Iterator[Abandoned]:
    """Yield the abandoned partial files with a matching name; their sidecars identify the file.

    Args:
        folder: The folder of the file.
        final_name: The final name of the file.
        unfinished: Names of the partial files and sidecars in the folder.
    """
    stem = stem_of(final_name)
    matching = [(each, name) for each in unfinished if (name := PartialName.read(each)) and name.stem == stem]
    sidecars = {name.token: each for each, name in matching if each == name.pieces}
    for each, name in matching:
        if each == name.part and name.token in sidecars and _is_abandoned(folder, each, name):
            yield Abandoned(folder, name, sidecars[name.token])


def _is_abandoned(folder: OpenFolder, text: str, name: PartialName) -> bool:
    status = folder.status(text)
    return status is not None and is_owner_dead(name.owner, status.st_mtime)


def _ensure_single_link(descriptor: int) -> None:
    """Raise OSError for a file with several hard links: it may be a file of the user's."""
    if os.fstat(descriptor).st_nlink > 1:
        raise OSError("the file has several names")


def _verified(pieces: Iterator[Piece], file: PositionedFile, cancellation: Cancellation) -> ReceivedBytes:
    received, known = ReceivedBytes(), ByteRanges()
    for piece in pieces:
        if known.holds(piece.start, piece.end):
            continue
        checksum = length = 0
        for block in file.blocks(piece.start, piece.end):
            cancellation.check()
            checksum, length = crc32(block, checksum), length + len(block)
        if (checksum, length) == (piece.crc32, piece.end - piece.start):
            known.add(piece.start, piece.end)
            received.add(piece.start, piece.end, checksum)
    return received
