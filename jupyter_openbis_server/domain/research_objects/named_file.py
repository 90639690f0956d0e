"""Files under the names that they have in a research object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO

from jupyter_openbis_server.domain.workspace.source_files import SourceFile


@dataclass(frozen=True)
class NamedFile:
    """A `SourceFile` under another name."""

    name: str
    file: SourceFile
    is_folder: bool = field(default=False, init=False)

    @property
    def size(self) -> int:
        """See `SourceFile.size`."""
        return self.file.size

    def open(self) -> BinaryIO:
        """See `SourceFile.open`."""
        return self.file.open()
