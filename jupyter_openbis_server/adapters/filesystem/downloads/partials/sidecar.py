"""The sidecar of a partial file: which file it is, and which pieces were written.

The first line is JSON and identifies the file. Each further line, `<offset> <length> <CRC32>`, records a piece that was
verified and written. Lines are only appended. The content is untrusted: a resumed download verifies each piece.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.adapters.filesystem.folders.names import check_nameable
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import InvalidPath

_FORMAT = "openbis-partial/1"
_CLOSED = -1
_MAX_HEADER_BYTES = 1 << 16
_MAX_LINE_BYTES = 64
_PIECE = re.compile(rb"(\d{1,19}) (\d{1,19}) ([0-9a-f]{8})")


@dataclass(frozen=True)
class Piece:
    """A piece of a file: its range and CRC32."""

    start: int
    end: int
    crc32: int


@dataclass(frozen=True)
class FileIdentity:
    """Identifies the file that a partial file will become.

    Attributes:
        data_set: The names of its data set's folder: permIds.
        file: The file as the data store states it.
    """

    data_set: tuple[str, ...]
    file: DataSetFile

    def header(self) -> bytes:
        """Return the first line of the sidecar, without the line end."""
        crc32 = None if self.file.crc32 is None else f"{self.file.crc32:08x}"
        names = {"format": _FORMAT, "dataSet": self.data_set, "path": self.file.path, "savedAs": self.file.local_path}
        modified = {} if self.file.modified is None else {"modified": self.file.modified.isoformat()}
        return json.dumps({**names, "size": self.file.size, "crc32": crc32, **modified}).encode()


@dataclass(frozen=True)
class SidecarHeader:
    """The parsed header: names of the data set's folder, the file's folder in it, its name and size."""

    data_set: tuple[str, ...]
    folder: str
    name: str
    size: int


class SidecarWriter:
    """Appends lines to a sidecar. Raises OSError."""

    def __init__(self, descriptor: int) -> None:
        """Take ownership of an open file; `close` closes it."""
        self._descriptor = descriptor

    def begin(self, file_id: FileIdentity) -> None:
        """Write the header."""
        os.write(self._descriptor, file_id.header())

    def note(self, offset: int, length: int, crc32: int) -> None:
        """Append a piece that has been written."""
        # The line end comes first, so that it also terminates a line that an interrupted process wrote partly.
        os.write(self._descriptor, b"\n%d %d %08x" % (offset, length, crc32))

    def close(self) -> None:
        """Close the sidecar. Does nothing if it is closed."""
        if self._descriptor != _CLOSED:
            descriptor, self._descriptor = self._descriptor, _CLOSED
            os.close(descriptor)


def pieces_in(descriptor: int, file_id: FileIdentity) -> Iterator[Piece]:
    """Yield the recorded pieces, none if the sidecar is about another file; then close it.

    Truncated and invalid lines are skipped.
    """
    with os.fdopen(descriptor, "rb") as sidecar:
        if sidecar.readline(_MAX_HEADER_BYTES).rstrip(b"\n") != file_id.header():
            return
        while line := sidecar.readline(_MAX_LINE_BYTES):
            piece = _piece(line, file_id.file.size)
            if piece:
                yield piece


def read_header(descriptor: int) -> SidecarHeader | None:
    """Return the header of a sidecar, None if it is invalid; then close it."""
    with os.fdopen(descriptor, "rb") as sidecar:
        try:
            header = json.loads(sidecar.readline(_MAX_HEADER_BYTES))
            check_nameable(header["savedAs"])
            folder, _, name = header["savedAs"].rpartition("/")
            if header["format"] != _FORMAT:
                return None
            return SidecarHeader(tuple(header["dataSet"]), folder, name, int(header["size"]))
        except (ValueError, OverflowError, RecursionError, TypeError, KeyError, AttributeError, InvalidPath):
            return None


def _piece(line: bytes, size: int) -> Piece | None:
    match = _PIECE.fullmatch(line.rstrip(b"\n"))
    if match is None:
        return None
    start, length = int(match[1]), int(match[2])
    return Piece(start, start + length, int(match[3], 16)) if length and start + length <= size else None
