"""MD5 of local files, as openBIS's file server states it for stored files."""

from __future__ import annotations

import hashlib
from typing import Protocol

from jupyter_openbis_server.domain.errors import SourceNotReadable
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_BLOCK_BYTES = 1024 * 1024


class Digest(Protocol):
    """An MD5 that is being computed."""

    def update(self, data: bytes, /) -> None:
        """Add bytes."""

    def hexdigest(self) -> str:
        """Return the MD5 of all bytes so far, in lower-case hex."""


def md5_of_source(source: SourceFile, length: int | None = None) -> str:
    """Return the MD5 of a local file, in lower-case hex. Arguments and errors as `digest_of_source`."""
    return digest_of_source(source, length).hexdigest()


def digest_of_source(source: SourceFile, length: int | None = None) -> Digest:
    """Return the MD5 of a local file, which can be continued.

    Args:
        source: The file.
        length: Bytes from its start; None for the size that it had when it was found.

    Raises:
        SourceNotReadable: it cannot be read, or is shorter.
        Cancelled: on request, by the current cancellation.
    """
    digest, cancellation = new_digest(), Cancellation.current()
    left = source.size if length is None else length
    try:
        with source.open() as stream:
            while left:
                cancellation.check()
                block = stream.read(min(left, _BLOCK_BYTES))
                if not block:
                    raise SourceNotReadable(source.name, "has become shorter")
                digest.update(block)
                left -= len(block)
    except OSError as error:
        raise SourceNotReadable(source.name, "cannot be read") from error
    return digest


def new_digest() -> Digest:
    """Return the MD5 of no bytes."""
    return hashlib.md5(usedforsecurity=False)
