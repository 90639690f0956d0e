"""What lies in a place of openBIS's tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.model.data_set import AFS_REMARK, DataSet, DataSetPage
from jupyter_openbis_server.domain.model.entity import Entity, EntityKind, EntityPage
from jupyter_openbis_server.domain.model.page import PageRequest


@dataclass(frozen=True)
class Listing:
    """A page of rows of different kinds: entities first, then data sets.

    Attributes:
        total: How many rows there are in all.
        in_afs: How many samples and experiments have files in AFS, which are not among the rows.
    """

    entities: tuple[Entity, ...]
    data_sets: tuple[DataSet, ...]
    request: PageRequest
    total: int
    in_afs: int = field(default=0, kw_only=True)

    @classmethod
    def of(cls, page: EntityPage | DataSetPage) -> Listing:
        """Return a page of rows of one kind as a listing."""
        if isinstance(page, DataSetPage):
            return cls((), page.rows, page.request, page.total, in_afs=page.in_afs)
        return cls(page.rows, (), page.request, page.total)

    @property
    def remark(self) -> str | None:
        """What users must know beside the rows."""
        return AFS_REMARK if self.in_afs else None

    def __len__(self) -> int:
        return len(self.entities) + len(self.data_sets)


@dataclass(frozen=True)
class SearchResults(Listing):
    """A page of what is found.

    Attributes:
        counts: How many there are of each kind; kinds to which the filters do not apply are missing. None: not asked.
    """

    counts: Mapping[EntityKind, int] | None = None


@dataclass(frozen=True)
class Contents(Listing):
    """A page of what lies directly in an entity, or in the whole instance.

    Attributes:
        place: Where; None for the instance.
    """

    place: Entity | None
