"""The bytes of a file in openBIS, for readers of formats."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.files.file_tree import TreeEntry
from jupyter_openbis_server.domain.files.read_file import ReadFile
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


@dataclass(frozen=True)
class FileRanges:
    """Implementation of `FileBytes` for a file of a data set.

    Attributes:
        known: The first bytes, which are not read again; the whole file where the data store sends no parts.
    """

    read_file: ReadFile
    connection: str
    entry: TreeEntry
    cancellation: Cancellation
    known: bytes = b""

    @property
    def size(self) -> int:
        """See `FileBytes.size`."""
        return self.entry.file.size

    def read(self, start: int, end: int) -> bytes:
        """See `FileBytes.read`."""
        first, last = max(0, start), min(end, self.size)
        if last <= len(self.known):
            return self.known[first:last]
        return self.read_file(
            self.connection, self.entry.data_set, self.entry.file, first, last, self.cancellation, again=True
        )

    def end(self) -> None:
        """Release what is kept for further reads."""
        self.read_file.end_reading(self.entry.data_set, self.entry.file)
