"""What lies in a place of openBIS's tree."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.model.data_set import DataSet, DataSetPage
from jupyter_openbis_server.domain.model.entity import Entity, EntityPage
from jupyter_openbis_server.domain.model.page import PageRequest


@dataclass(frozen=True)
class Listing:
    """A page of rows of different kinds: entities first, then data sets.

    Attributes:
        total: How many rows there are in all.
    """

    entities: tuple[Entity, ...]
    data_sets: tuple[DataSet, ...]
    request: PageRequest
    total: int

    @classmethod
    def of(cls, page: EntityPage | DataSetPage) -> Listing:
        """Return a page of rows of one kind as a listing."""
        entities = page.rows if isinstance(page, EntityPage) else ()
        data_sets = page.rows if isinstance(page, DataSetPage) else ()
        return cls(entities, data_sets, page.request, page.total)

    def __len__(self) -> int:
        return len(self.entities) + len(self.data_sets)


@dataclass(frozen=True)
class Contents(Listing):
    """A page of what lies directly in an entity, or in the whole instance.

    Attributes:
        place: Where; None for the instance.
    """

    place: Entity | None
