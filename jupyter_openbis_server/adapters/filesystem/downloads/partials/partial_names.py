"""How files are called while they are unfinished: `.<name>.<token>.<owner>.part`, and `….pieces` for notes about them.

Nobody else calls files so: what has such a name is ours, and may be removed when its owner is gone.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, replace

from jupyter_openbis_server.adapters.filesystem.owners import NOBODY, OWNER_PATTERN, this_process

_SHOWN_BYTES = 80
"""So much of a file's name is repeated in that of its unfinished copy. File systems allow 143 to 255 bytes in all."""

_PATTERN = re.compile(
    rf"\.(?P<stem>.+)\.(?P<token>[0-9a-f]{{16}})\.(?P<owner>{OWNER_PATTERN})\.(?P<kind>part|pieces)", re.DOTALL
)


@dataclass(frozen=True)
class PartialName:
    """The name of an unfinished file.

    Attributes:
        stem: The beginning of its final name.
        token: What tells it from all others; the notes about its pieces have the same.
        owner: Whose it is, see `owners`.
    """

    stem: str
    token: str
    owner: str

    @classmethod
    def new(cls, name: str) -> PartialName:
        """Return a name nobody has, of this process, for what shall be called `name` at last."""
        return cls(stem_of(name), secrets.token_hex(8), this_process())

    @classmethod
    def read(cls, text: str) -> PartialName | None:
        """Return what a file's name tells; None if it is no unfinished file, nor the notes about one."""
        match = _PATTERN.fullmatch(text)
        return cls(match["stem"], match["token"], match["owner"]) if match else None

    @property
    def part(self) -> str:
        """The name of the unfinished file itself."""
        return f"{self._shared}.part"

    @property
    def pieces(self) -> str:
        """The name of the notes about it."""
        return f"{self._shared}.pieces"

    @property
    def mine(self) -> PartialName:
        """The name it gets when this process takes it over."""
        return replace(self, owner=this_process())

    @property
    def free(self) -> PartialName:
        """The name it gets when this process leaves it to whoever wants it."""
        return replace(self, owner=NOBODY)

    @property
    def _shared(self) -> str:
        return f".{self.stem}.{self.token}.{self.owner}"


def stem_of(name: str) -> str:
    """Return so much of a file's name as is repeated in that of its unfinished copy."""
    encoded = os.fsencode(name)
    return name if len(encoded) <= _SHOWN_BYTES else encoded[:_SHOWN_BYTES].decode(errors="ignore")
