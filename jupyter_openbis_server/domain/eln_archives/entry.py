"""Entries of `.eln` archives."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.workspace.source_files import SourceFile


@dataclass(frozen=True)
class ElnEntry:
    """An experiment, resource or other entry.

    Attributes:
        identifier: Unique in its archive.
        text: Its text without markup.
        fields: Further values by their names, as texts.
        files: Under their names below the entry.
    """

    identifier: str
    name: str
    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    files: tuple[SourceFile, ...] = ()

    @property
    def code(self) -> str:
        """The code of its object: the same for the same entry, so that a second import finds the object."""
        content = "\0".join((self.identifier, self.name, self.text, *map("=".join, sorted(self.fields.items()))))
        return f"ELN_{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()[:12].upper()}"
