"""Notes beside an unfinished file: whose it is, and which pieces of it have been written.

The first line is JSON and tells the file. Each further line `<offset> <length> <CRC32>` tells a piece that was verified
and written. Lines are only ever added. Nothing here is believed: whoever continues reads each piece and compares.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.adapters.filesystem.names import check_nameable
from jupyter_openbis_server.domain.errors import InvalidPath
from jupyter_openbis_server.domain.model import DataSetFile

_FORMAT = "openbis-partial/1"
_CLOSED = -1
_LONGEST_HEADER = 1 << 16
_LONGEST_PIECE = 64
_PIECE = re.compile(rb"(\d{1,19}) (\d{1,19}) ([0-9a-f]{8})")


@dataclass(frozen=True)
class Piece:
    """A piece of a file: where it lies, and its CRC32."""

    start: int
    end: int
    crc32: int


@dataclass(frozen=True)
class Whose:
    """What an unfinished file will be.

    Attributes:
        data_set: The names of its data set's folder: permIds.
        file: As the data store states it.
    """

    data_set: tuple[str, ...]
    file: DataSetFile

    def header(self) -> bytes:
        """Return the first line of the notes, without its end."""
        crc32 = None if self.file.crc32 is None else f"{self.file.crc32:08x}"
        told = {"format": _FORMAT, "dataSet": self.data_set, "path": self.file.path, "savedAs": self.file.local_path}
        return json.dumps({**told, "size": self.file.size, "crc32": crc32}).encode()


@dataclass(frozen=True)
class Told:
    """What notes tell: names of the data set's folder, folder of the file in that, its name and size."""

    data_set: tuple[str, ...]
    folder: str
    name: str
    size: int


class SidecarWriter:
    """Adds lines to notes. Raises OSError."""

    def __init__(self, descriptor: int) -> None:
        """Take over an open file, which is closed here."""
        self._descriptor = descriptor

    def begin(self, whose: Whose) -> None:
        """Write the first line."""
        os.write(self._descriptor, whose.header())

    def note(self, offset: int, length: int, crc32: int) -> None:
        """Add a piece that has been written."""
        # The end of line comes first: so it also ends what an interrupted process could not finish writing.
        os.write(self._descriptor, b"\n%d %d %08x" % (offset, length, crc32))

    def close(self) -> None:
        """Close the notes, unless that was done before."""
        if self._descriptor != _CLOSED:
            descriptor, self._descriptor = self._descriptor, _CLOSED
            os.close(descriptor)


def pieces_in(descriptor: int, whose: Whose) -> Iterator[Piece]:
    """Read the pieces that notes tell of, none where they are about another file; then close the notes.

    A line that was not written to its end, or makes no sense, is left out.
    """
    with os.fdopen(descriptor, "rb") as notes:
        if notes.readline(_LONGEST_HEADER).rstrip(b"\n") != whose.header():
            return
        while line := notes.readline(_LONGEST_PIECE):
            piece = _piece(line, whose.file.size)
            if piece:
                yield piece


def told_in(descriptor: int) -> Told | None:
    """Return which file notes are about, None if they are none; then close them."""
    with os.fdopen(descriptor, "rb") as notes:
        try:
            told = json.loads(notes.readline(_LONGEST_HEADER))
            check_nameable(told["savedAs"])
            folder, _, name = told["savedAs"].rpartition("/")
            return Told(tuple(told["dataSet"]), folder, name, int(told["size"])) if told["format"] == _FORMAT else None
        except (ValueError, OverflowError, RecursionError, TypeError, KeyError, AttributeError, InvalidPath):
            return None


def _piece(line: bytes, size: int) -> Piece | None:
    match = _PIECE.fullmatch(line.rstrip(b"\n"))
    if match is None:
        return None
    start, length = int(match[1]), int(match[2])
    return Piece(start, start + length, int(match[3], 16)) if length and start + length <= size else None
