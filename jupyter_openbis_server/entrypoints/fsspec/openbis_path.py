"""What a path of the file system means."""

from __future__ import annotations

from dataclasses import dataclass

_SLASH = "%2F"
"""Stands for a slash in the name of a connection."""


@dataclass(frozen=True)
class Place:
    """A path `<connection>/<permId>/path`; parts that are missing are empty."""

    connection: str = ""
    perm_id: str = ""
    path: str = ""

    @classmethod
    def of(cls, path: str) -> Place:
        """Read a path without protocol and without slashes at its ends."""
        connection, _, rest = path.partition("/")
        perm_id, _, inside = rest.partition("/")
        return cls(connection.replace(_SLASH, "/"), perm_id, inside)

    def __str__(self) -> str:
        return "/".join(filter(None, (self.connection.replace("/", _SLASH), self.perm_id, self.path)))
