"""Contents of folders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.hierarchy.names import unique_names


@dataclass(frozen=True)
class FolderContents:
    """The content of an entity, or of the whole instance.

    Attributes:
        entries: Entities and data sets by name: entities by identifier, then data sets, newest first.
        has_files: Whether the entity has files of its own, in openBIS's file server (AFS).
    """

    entries: Mapping[str, Entity | DataSet]
    has_files: bool = False

    @classmethod
    def of(cls, items: Iterable[Entity | DataSet], *, has_files: bool = False) -> FolderContents:
        """Return the content with names.

        Args:
            items: The kinds in the order of `KINDS_INSIDE`.
            has_files: As the attribute.
        """
        all_ = tuple(items)
        return cls(dict(zip(unique_names(all_), all_, strict=True)), has_files)
