"""Files on their way: hidden beside their final place, with notes if they may be continued another time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.adapters.byte_ranges import ByteRanges
from jupyter_openbis_server.adapters.crc32 import crc32
from jupyter_openbis_server.adapters.filesystem.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.owners import is_gone
from jupyter_openbis_server.adapters.filesystem.partial_names import PartialName, stem_of
from jupyter_openbis_server.adapters.filesystem.positioned_file import PositionedFile, positioned
from jupyter_openbis_server.adapters.filesystem.received_bytes import ReceivedBytes
from jupyter_openbis_server.adapters.filesystem.sidecar import Piece, SidecarWriter, Whose, pieces_in
from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.model import Cancellation

SMALLEST_KEPT = 4 << 20
"""Smaller files are not worth notes: fetching them again is quicker than looking for what is there."""


@dataclass
class Partial:
    """An unfinished file of this process. Methods raise OSError.

    Attributes:
        folder: Where it lies.
        name: How it is called there.
        file: Its bytes.
        notes: Which pieces have been written; None if it cannot be continued another time.
        is_published: Whether it has its final name.
    """

    folder: OpenFolder
    name: PartialName
    file: PositionedFile
    notes: SidecarWriter | None = None
    is_published: bool = False

    @classmethod
    def new(cls, folder: OpenFolder, final_name: str, whose: Whose | None = None) -> Partial:
        """Create an empty one; with notes if it is told whose it is."""
        name = PartialName.new(final_name)
        partial = cls(folder, name, positioned(folder.create(name.part)))
        if whose:
            try:
                partial.notes = SidecarWriter(folder.create(name.pieces))
                partial.notes.begin(whose)
            except BaseException:
                partial.close()
                partial.remove()
                raise
        return partial

    def close(self) -> None:
        """Close its files."""
        try:
            self.file.close()
        finally:
            if self.notes:
                self.notes.close()

    def publish(self, final_name: str) -> None:
        """Give it its final name; it has been closed."""
        self.folder.rename(self.name.part, final_name)
        self.is_published = True

    def release(self) -> None:
        """Leave it to whoever wants to continue it; it has been closed."""
        # The notes first: who sees the file under its new name finds them.
        self.folder.rename(self.name.pieces, self.name.free.pieces)
        self.folder.rename(self.name.part, self.name.free.part)

    def remove(self) -> None:
        """Remove its notes, and itself unless it has its final name. Nobody hears of it if that fails."""
        with suppress(OSError):
            if self.notes:
                self.folder.remove(self.name.pieces)
        with suppress(OSError):
            if not self.is_published:
                self.folder.remove(self.name.part)


@dataclass(frozen=True)
class Abandoned:
    """An unfinished file that nobody works on any more.

    Attributes:
        name: Its name.
        notes: The name of its notes, which may have another owner if somebody died when taking it over.
    """

    folder: OpenFolder
    name: PartialName
    notes: str

    def present(self, whose: Whose) -> int:
        """Return how many bytes of a file are there, as its notes say; 0 if they tell of another file."""
        ranges = ByteRanges()
        for piece in self._pieces(self.notes, whose):
            ranges.add(piece.start, piece.end)
        return ranges.total

    def take_over(self, whose: Whose, cancellation: Cancellation) -> tuple[Partial, ReceivedBytes]:
        """Make it this process's own and check what is there.

        Returns:
            The file, and the bytes of it that are what the notes say.

        Raises:
            OSError: somebody else was quicker, or it cannot be used.
            Cancelled: on request; it is left as it was.
        """
        mine = self.name.mine
        self.folder.rename(self.name.part, mine.part)
        partial = Partial(self.folder, mine, positioned(self.folder.open(mine.part, os.O_RDWR)))
        try:
            _must_be_ours_alone(partial.file.descriptor)
            self.folder.rename(self.notes, mine.pieces)
            received = _verified(self._pieces(mine.pieces, whose), partial.file, cancellation)
            os.ftruncate(partial.file.descriptor, whose.file.size)
            partial.notes = SidecarWriter(self.folder.open(mine.pieces, os.O_WRONLY | os.O_APPEND))
        except OSError:
            partial.close()
            partial.remove()  # nobody else can do more with it
            with suppress(OSError):
                self.folder.remove(mine.pieces)
            raise
        except Cancelled:
            partial.close()
            with suppress(OSError):
                partial.release()
            raise
        return partial, received

    def _pieces(self, notes: str, whose: Whose) -> Iterator[Piece]:
        with suppress(OSError):
            yield from pieces_in(self.folder.open(notes), whose)


def abandoned_for(folder: OpenFolder, final_name: str, unfinished: Iterable[str]) -> Iterator[Abandoned]:
    """Yield what may be earlier beginnings of a file; their notes tell whether they are.

    Args:
        folder: Where the file shall lie.
        final_name: How it shall be called.
        unfinished: Names of the unfinished files in the folder, and of the notes about them.
    """
    stem = stem_of(final_name)
    alike = [(each, name) for each in unfinished if (name := PartialName.read(each)) and name.stem == stem]
    notes = {name.token: each for each, name in alike if each == name.pieces}
    for each, name in alike:
        if each == name.part and name.token in notes and _is_abandoned(folder, each, name):
            yield Abandoned(folder, name, notes[name.token])


def _is_abandoned(folder: OpenFolder, text: str, name: PartialName) -> bool:
    status = folder.status(text)
    return status is not None and is_gone(name.owner, status.st_mtime)


def _must_be_ours_alone(descriptor: int) -> None:
    """Raise OSError for a file that has a further name elsewhere: it might be somebody's precious one."""
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
