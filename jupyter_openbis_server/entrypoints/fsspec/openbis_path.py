"""Paths of the file system."""

from __future__ import annotations

from dataclasses import dataclass

_SLASH = "%2F"
"""Replaces a slash in the name of a connection, and in the identifier of a sample or experiment."""


@dataclass(frozen=True)
class OpenbisPath:
    """A path `<connection>/<permId>/path`; missing parts are empty.

    Attributes:
        perm_id: PermId of a data set, sample or experiment; or the identifier of a sample or experiment.
    """

    connection: str = ""
    perm_id: str = ""
    path: str = ""

    @classmethod
    def of(cls, path: str) -> OpenbisPath:
        """Parse a path without protocol and without leading or trailing slashes."""
        connection, _, rest = path.partition("/")
        perm_id, _, inside = rest.partition("/")
        return cls(_decoded(connection), _decoded(perm_id), inside)

    @property
    def owner(self) -> tuple[str, str]:
        """Return the connection, and what the files belong to there."""
        return self.connection, self.perm_id

    def __str__(self) -> str:
        return "/".join(filter(None, (_encoded(self.connection), _encoded(self.perm_id), self.path)))


def _decoded(part: str) -> str:
    return part.replace(_SLASH, "/").replace(_SLASH.lower(), "/")


def _encoded(part: str) -> str:
    return part.replace("/", _SLASH)
