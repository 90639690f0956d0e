"""Port of the descriptions of `.eln` archives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry
from jupyter_openbis_server.domain.eln_archives.results import ArchiveResults
from jupyter_openbis_server.domain.workspace.source_files import SourceFile


class ElnReader(Protocol):
    """Reads the document that describes an archive. It comes from anybody: nothing in it is trusted."""

    def archive(self, name: str, document: bytes, files: Mapping[str, SourceFile]) -> ArchiveResults[ElnEntry]:
        """Return the entries in their order, and the files that belong to none; the description itself is no such file.

        Args:
            name: Used in messages.
            document: Content of `ro-crate-metadata.json`.
            files: The files beside it, by their paths.

        Raises:
            InvalidCrate: the document is invalid, too large, or has no entries.
        """
