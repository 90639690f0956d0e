"""Names of partial files, `.<name>.<token>.<owner>.part`, and of their sidecars, `….pieces`.

No other program uses such names: files with such a name may be removed when their owner is dead.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, replace

from jupyter_openbis_server.adapters.filesystem.downloads.partials.owners import OWNER_PATTERN, UNOWNED, this_process

_SHOWN_BYTES = 80
"""Bytes of a file's name that are repeated in the name of its partial file. File systems allow 143 to 255 in all."""

_PATTERN = re.compile(
    rf"\.(?P<stem>.+)\.(?P<token>[0-9a-f]{{16}})\.(?P<owner>{OWNER_PATTERN})\.(?P<kind>part|pieces)", re.DOTALL
)


@dataclass(frozen=True)
class PartialName:
    """The name of a partial file.

    Attributes:
        stem: The beginning of its final name.
        token: A unique identifier, shared with its sidecar.
        owner: The process that owns it, see `owners`.
    """

    stem: str
    token: str
    owner: str

    @classmethod
    def new(cls, name: str) -> PartialName:
        """Return a unique name, owned by this process, for a file whose final name is `name`."""
        return cls(stem_of(name), secrets.token_hex(8), this_process())

    @classmethod
    def read(cls, text: str) -> PartialName | None:
        """Parse a file name; return None if it is neither a partial file nor a sidecar."""
        match = _PATTERN.fullmatch(text)
        return cls(match["stem"], match["token"], match["owner"]) if match else None

    @property
    def part(self) -> str:
        """The name of the partial file."""
        return f"{self._shared}.part"

    @property
    def pieces(self) -> str:
        """The name of its sidecar."""
        return f"{self._shared}.pieces"

    @property
    def claimed(self) -> PartialName:
        """The name after this process has taken the file over."""
        return replace(self, owner=this_process())

    @property
    def released(self) -> PartialName:
        """The name after this process has released the file."""
        return replace(self, owner=UNOWNED)

    @property
    def _shared(self) -> str:
        return f".{self.stem}.{self.token}.{self.owner}"


def stem_of(name: str) -> str:
    """Return the part of a file's name that is repeated in the name of its partial file."""
    encoded = os.fsencode(name)
    return name if len(encoded) <= _SHOWN_BYTES else encoded[:_SHOWN_BYTES].decode(errors="ignore")
