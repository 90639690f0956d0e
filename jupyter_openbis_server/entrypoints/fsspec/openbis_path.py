"""Paths of the file system."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity, is_perm_id

_SLASH = "%2F"
"""Replaces a slash in the name of a connection, and in the identifier of a sample or experiment."""


@dataclass(frozen=True)
class OpenbisPath:
    """What a path names: a folder of entities or data sets, or a file or folder of a data set or owner of files.

    Attributes:
        connection: Empty for the root, which contains the connections.
        perm_id: What has the files: permId of a data set, sample or experiment, or the identifier of a sample or
            experiment. Empty for folders of entities and data sets.
        path: Path in these files; empty for their root.
        base: The path of the root of these files, if it consists of codes; else it is `<connection>/<perm_id>`.
        folder: The entity whose content is the folder, or that has the files, if it was found by codes. Without it and
            `perm_id`, the folder is the whole instance.
        data_set: The data set, if it was found by codes.
    """

    connection: str = ""
    perm_id: str = ""
    path: str = ""
    base: str = field(default="", compare=False)
    folder: Entity | None = field(default=None, compare=False)
    data_set: DataSet | None = field(default=None, compare=False)

    @classmethod
    def of(cls, path: str) -> OpenbisPath:
        """Parse a path `<connection>/<permId>/path` without protocol and without leading or trailing slashes.

        Whether it is one of codes is decided by `locate`.
        """
        connection, _, rest = path.partition("/")
        perm_id, _, inside = rest.partition("/")
        return cls(_decoded(connection), _decoded(perm_id), inside)

    @property
    def is_reference(self) -> bool:
        """Whether the second part is a permId, identifier or link, and not a code, without a request to openBIS."""
        return "/" in self.perm_id or is_perm_id(self.perm_id)

    @property
    def owner(self) -> tuple[str, str]:
        """Return the connection, and what the files belong to there."""
        return self.connection, self.perm_id

    def name_of(self, path: str) -> str:
        """Return the path of another file or folder of the same data set or owner."""
        base = (self.base,) if self.base else (_encoded(self.connection), _encoded(self.perm_id))
        return "/".join(filter(None, (*base, path)))

    def __str__(self) -> str:
        return self.name_of(self.path)


def connection_path(connection: str) -> str:
    """Return the path of a connection."""
    return _encoded(connection)


def _decoded(part: str) -> str:
    return part.replace(_SLASH, "/").replace(_SLASH.lower(), "/")


def _encoded(part: str) -> str:
    return part.replace("/", _SLASH)
