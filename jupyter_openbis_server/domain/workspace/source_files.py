"""Local files to upload."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Protocol


class SourceFile(Protocol):
    """A local file or empty folder to upload."""

    @property
    def name(self) -> str:
        """Its path in the data set, `/` as separator: the name alone, or the path from the folder that was named."""

    @property
    def size(self) -> int:
        """Bytes; 0 for a folder."""

    @property
    def is_folder(self) -> bool:
        """Whether it is an empty folder."""

    def open(self) -> BinaryIO:
        """Open the file for reading, from any position: uploads send parts of it. Raises SourceNotReadable."""


@dataclass(frozen=True)
class Sources:
    """The files found for an upload.

    Attributes:
        files: The files to send, sorted by name.
        left_out: Names in the data set of the excluded files and folders; folders end with a slash.
    """

    files: tuple[SourceFile, ...]
    left_out: tuple[str, ...] = ()
