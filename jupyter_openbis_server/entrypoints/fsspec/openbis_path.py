"""Paths of the file system."""

from __future__ import annotations

from dataclasses import dataclass

_SLASH = "%2F"
"""Replaces a slash in the name of a connection."""


@dataclass(frozen=True)
class OpenbisPath:
    """A path `<connection>/<permId>/path`; missing parts are empty."""

    connection: str = ""
    perm_id: str = ""
    path: str = ""

    @classmethod
    def of(cls, path: str) -> OpenbisPath:
        """Parse a path without protocol and without leading or trailing slashes."""
        connection, _, rest = path.partition("/")
        perm_id, _, inside = rest.partition("/")
        return cls(connection.replace(_SLASH, "/"), perm_id, inside)

    def __str__(self) -> str:
        return "/".join(filter(None, (self.connection.replace("/", _SLASH), self.perm_id, self.path)))
