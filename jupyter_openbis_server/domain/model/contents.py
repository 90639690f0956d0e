"""What lies in a place of openBIS's tree."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.model.data_set import DataSet
from jupyter_openbis_server.domain.model.entity import Entity
from jupyter_openbis_server.domain.model.page import PageRequest


@dataclass(frozen=True)
class Contents:
    """A page of what lies directly in an entity, or in the whole instance: entities first, then data sets.

    Attributes:
        place: Where; None for the instance.
        total: How much there is in all.
    """

    place: Entity | None
    entities: tuple[Entity, ...]
    data_sets: tuple[DataSet, ...]
    request: PageRequest
    total: int

    def __len__(self) -> int:
        return len(self.entities) + len(self.data_sets)
