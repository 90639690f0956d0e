"""The spaces, projects, experiments and samples of an in-memory openBIS."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.properties.property_value import PropertyValue, name_in
from jupyter_openbis_server.testing.fakes.openbis.stored import Record

_PLACES = {1: EntityKind.SPACE, 2: EntityKind.PROJECT}
_BEGINNING = dt.datetime(2024, 1, 1, tzinfo=dt.timezone.utc)


@dataclass(eq=False, kw_only=True)
class MemoryTree:
    """Entities by permId. Tests may read and change them.

    Attributes:
        entities: Maps permIds to spaces, projects, experiments and samples. Adding an entity adds its parents.
        records: Maps permIds to further metadata.
        registrator: Default registrator of added entities and data sets.
    """

    entities: dict[str, Entity] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    registrator: str = "anna"
    _experiment_of: dict[str, Entity] = field(default_factory=dict)
    _number: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def add_experiment(
        self,
        identifier: str,
        *,
        type_code: str | None = None,
        properties: Mapping[str, PropertyValue] | None = None,
        registrator: str | None = None,
    ) -> Entity:
        """Add an experiment `/SPACE/PROJECT/CODE`."""
        record = self._new_record(registrator, properties)
        return self._add_entity(EntityKind.EXPERIMENT, identifier, record, type_code)

    def add_sample(
        self,
        identifier: str,
        experiment: Entity | None = None,
        *,
        type_code: str | None = None,
        properties: Mapping[str, PropertyValue] | None = None,
        registrator: str | None = None,
        parents: tuple[str, ...] = (),
    ) -> Entity:
        """Add a sample `/SPACE/CODE` or `/SPACE/PROJECT/CODE`, optionally of an experiment."""
        record = self._new_record(registrator, properties, parents)
        sample = self._add_entity(EntityKind.SAMPLE, identifier, record, type_code)
        if experiment:
            self._experiment_of[sample.perm_id] = experiment
        return sample

    def add_place(self, identifier: str) -> Entity:
        """Add a space `/SPACE` or a project `/SPACE/PROJECT`, or return the existing one."""
        kind = _PLACES[identifier.count("/")]
        for known in tuple(self.entities.values()):
            if (known.kind, known.identifier) == (kind, identifier):
                return known
        return self._add_entity(kind, identifier, self._new_record(None))

    def experiment_of(self, sample: Entity) -> Entity | None:
        """Return the experiment of a sample; None without any."""
        return self._experiment_of.get(sample.perm_id)

    def place_of(self, entity: Entity) -> Entity | None:
        """Return the entity that directly contains an entity; None for a space."""
        above = entity.identifier.rpartition("/")[0]
        return self.experiment_of(entity) or (self.add_place(above) if above else None)

    def path_of(self, entity: Entity | None) -> Iterator[Entity]:
        """Yield an entity and its ancestors up to the space."""
        while entity:
            yield entity
            entity = self.place_of(entity)

    def new_perm_id(self) -> tuple[str, dt.datetime]:
        """Return a new permId and its registration time, a second after the previous one."""
        with self._lock:
            self._number += 1
            now = _BEGINNING + dt.timedelta(seconds=self._number)
            return f"{now:%Y%m%d%H%M%S}000-{self._number}", now

    def _add_entity(self, kind: EntityKind, identifier: str, record: Record, type_code: str | None = None) -> Entity:
        above = identifier.rpartition("/")[0]
        if above:
            self.add_place(above)
        with self._lock:
            perm_id = identifier[1:] if kind is EntityKind.SPACE else self.new_perm_id()[0]
            entity = Entity(kind, perm_id, identifier, type_code, name_in(record.properties))
            self.entities[perm_id], self.records[perm_id] = entity, record
            return entity

    def _new_record(
        self,
        registrator: str | None,
        properties: Mapping[str, PropertyValue] | None = None,
        parents: tuple[str, ...] = (),
    ) -> Record:
        now = _BEGINNING + dt.timedelta(seconds=self._number + 1)
        return Record(now, registrator or self.registrator, dict(properties or {}), parents)
