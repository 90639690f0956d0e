"""Entries of `.eln` archives."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from jupyter_openbis_server.domain.research_objects.digests import Digest
from jupyter_openbis_server.domain.workspace.source_files import SourceFile


@dataclass(frozen=True)
class ElnEntry:
    """An experiment, resource or other entry.

    Attributes:
        identifier: Unique in its archive.
        text: Its text without markup.
        fields: Further values by their names, as texts.
        files: Under their names below the entry.
        formatted_text: Its text in HTML that has no scripts, styles and pictures, for rich text of openBIS's ELN.
        digests: What the archive states about the size and content of its files, by their names; not of all. One may be
            described several times.
        missing: Files that the archive lists but does not contain.
    """

    identifier: str
    name: str
    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    files: tuple[SourceFile, ...] = ()
    formatted_text: str = ""
    digests: Mapping[str, tuple[Digest, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The code of its object: the same for the same entry, so that a second import finds the object."""
        content = "\0".join((self.identifier, self.name, self.text, *map("=".join, sorted(self.fields.items()))))
        return f"ELN_{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()[:12].upper()}"


def rich_text(text: str) -> str:
    """Return a text without markup as HTML that shows it: a paragraph for each line."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
