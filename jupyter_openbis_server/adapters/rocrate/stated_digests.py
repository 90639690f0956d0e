"""What a description says about the content of a file."""

from __future__ import annotations

import re

from jupyter_openbis_server.adapters.rocrate.graph import Entity, text_of
from jupyter_openbis_server.domain.research_objects.digests import Digest
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_HEX = {"sha256": re.compile(r"[0-9a-f]{64}"), "md5": re.compile(r"[0-9a-f]{32}"), "crc32": re.compile(r"[0-9a-f]{8}")}
_SIZE = re.compile(r"\d{1,16}")


def stated_digest(entity: Entity, source: SourceFile | None = None) -> Digest:
    """Return the size and the checksums that an entity states; those with another number of digits count as unknown.

    Args:
        entity: It describes a file.
        source: The file, whose size is used if none is stated; without it, that is 0.
    """
    size = text_of(entity, "contentSize")
    found = {key: text_of(entity, key).lower() for key in _HEX}
    valid = {key: text if _HEX[key].fullmatch(text) else "" for key, text in found.items()}
    crc32 = int(valid["crc32"], 16) if valid["crc32"] else None
    bytes_ = int(size) if _SIZE.fullmatch(size) else source.size if source else 0
    return Digest(bytes_, valid["sha256"], valid["md5"], crc32)


def stated_content(entity: Entity, source: SourceFile) -> Digest | None:
    """Return the digest that an entity states of a file; None if it states neither a size nor a checksum."""
    digest = stated_digest(entity, source)
    return digest if digest.has_checksum or _SIZE.fullmatch(text_of(entity, "contentSize")) else None
