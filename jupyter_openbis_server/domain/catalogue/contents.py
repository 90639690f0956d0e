"""Pages of entities and data sets."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.data_set import AFS_REMARK, DataSet, DataSetPage
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityPage
from jupyter_openbis_server.domain.shared.page import PageRequest


@dataclass(frozen=True)
class Listing:
    """A page of rows of different kinds: entities first, then data sets.

    Attributes:
        total: Number of rows on all pages.
        in_afs: Number of samples and experiments with files in AFS; these files are not in the rows.
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
        """A remark for users about data that the rows do not include; None without any."""
        return AFS_REMARK if self.in_afs else None

    def __len__(self) -> int:
        return len(self.entities) + len(self.data_sets)


@dataclass(frozen=True)
class Contents(Listing):
    """A page of the direct children of an entity, or of the whole instance.

    Attributes:
        place: The entity; None for the instance.
    """

    place: Entity | None
