"""Use cases that read a file, or its beginning, piece by piece, without a copy on the disk."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import IntegrityError, InvalidPath
from jupyter_openbis_server.domain.files.file_tree import FileTree, TreeEntry
from jupyter_openbis_server.domain.files.ports import FileTrees
from jupyter_openbis_server.domain.files.read_file import ReadFile
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

PIECE_BYTES = 8 * 1024 * 1024
"""Held in memory at a time."""
_FIRST_RANGE = 64 * 1024
"""Bytes of the first range of the beginning of a file; each range is twice as long as the one before."""


@dataclass(frozen=True)
class StreamFile:
    """Read a file of a data set, or of a sample or experiment, for output."""

    trees: FileTrees
    read_file: ReadFile

    def __call__(
        self, name: str, reference: str, path: str, cancellation: Cancellation | None = None
    ) -> Iterator[bytes]:
        """Yield the content, 8 MiB at a time; at once where the data store sends no parts of files.

        Args:
            name: The connection.
            reference: The data set, or a sample or experiment with files of its own; see `ListFiles`.
            path: Path of the file in it, e.g. `original/data.csv`; the leading `original/` may be omitted.
            cancellation: Cancels the work.

        Raises:
            OpenbisError: as `ListFiles` and `ReadFile`, before the first piece if the file is not there.
            InvalidPath: it is a folder.
            IntegrityError: after the last piece; the checksum differs from that of the data store.
            FileChanged: after a piece; the file was changed in openBIS while it was read.
        """
        tree = self.trees(name, reference)
        entry = tree.named(path)
        if entry.file.is_folder:
            raise InvalidPath(path, "this is a folder; name a file")
        return self._pieces(name, tree, entry, cancellation or Cancellation())

    def _pieces(self, name: str, tree: FileTree, entry: TreeEntry, cancellation: Cancellation) -> Iterator[bytes]:
        file, crc32 = entry.file, 0
        length = PIECE_BYTES if tree.reads_parts else max(file.size, 1)
        try:
            for start in range(0, file.size, length):
                piece = self.read_file(
                    name, entry.data_set, file, start, start + length, cancellation, again=start + length < file.size
                )
                crc32 = zlib.crc32(piece, crc32)
                yield piece
        finally:
            self.read_file.end_reading(entry.data_set, file)
        if file.crc32 is not None and file.crc32 != crc32:
            raise IntegrityError(file.path, "the checksum differs from what the data store states")
        self.read_file.check_unchanged(name, entry.data_set, file, cancellation)


@dataclass(frozen=True)
class ReadBeginning:
    """Read the first lines or bytes of a file of a data set, or of a sample or experiment, by byte ranges."""

    trees: FileTrees
    read_file: ReadFile

    def __call__(
        self,
        name: str,
        reference: str,
        path: str,
        *,
        lines: int | None = None,
        count: int | None = None,
        cancellation: Cancellation | None = None,
    ) -> Iterator[bytes]:
        """Yield the beginning of a file.

        Args:
            name: The connection.
            reference: The data set, or a sample or experiment with files of its own; see `ListFiles`.
            path: Path of the file in it, e.g. `original/data.csv`; the leading `original/` may be omitted.
            lines: Number of lines; None for all. A line ends with a line feed.
            count: Number of bytes; None for all.
            cancellation: Cancels the work.

        Raises:
            OpenbisError: as `ListFiles` and `ReadFile`.
            InvalidPath: it is a folder.
            FileChanged: after the last of several pieces; the file was changed in openBIS while it was read.
        """
        entry = self.trees(name, reference).named(path)
        if entry.file.is_folder:
            raise InvalidPath(path, "this is a folder; name a file")
        end = entry.file.size if count is None else min(max(count, 0), entry.file.size)
        cancellation = cancellation or Cancellation()
        pieces = self._pieces(name, entry, 0 if lines == 0 else end, cancellation)
        wanted = pieces if lines is None else _first_lines(pieces, lines)
        return self._unchanged(name, entry, wanted, cancellation)

    def _pieces(self, name: str, entry: TreeEntry, end: int, cancellation: Cancellation) -> Iterator[bytes]:
        start, length = 0, _FIRST_RANGE
        try:
            while start < end:
                stop = min(start + length, end)
                yield self.read_file(name, entry.data_set, entry.file, start, stop, cancellation, again=stop < end)
                start, length = stop, min(2 * length, PIECE_BYTES)
        finally:
            self.read_file.end_reading(entry.data_set, entry.file)

    def _unchanged(
        self, name: str, entry: TreeEntry, pieces: Iterator[bytes], cancellation: Cancellation
    ) -> Iterator[bytes]:
        """Yield pieces; at the end of several, check that they are of one version."""
        count = 0
        for piece in pieces:
            count += 1
            yield piece
        if count > 1:
            self.read_file.check_unchanged(name, entry.data_set, entry.file, cancellation)


def _first_lines(pieces: Iterator[bytes], lines: int) -> Iterator[bytes]:
    """Yield the first lines of the pieces; no piece is requested after the last of these lines."""
    missing = lines
    for piece in pieces:
        found = piece.count(b"\n")
        if found < missing:
            missing -= found
            yield piece
            continue
        end = -1
        for _ in range(missing):
            end = piece.index(b"\n", end + 1)
        yield piece[: end + 1]
        return
