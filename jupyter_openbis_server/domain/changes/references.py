"""Resolution of what a change refers to: the entity itself, parents, and samples in properties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.details import Details, RelatedEntity
from jupyter_openbis_server.domain.catalogue.eln_link import data_set_perm_id
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityReference, data_set_code
from jupyter_openbis_server.domain.catalogue.entity_kind import TYPED_KINDS, EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSets, Entities
from jupyter_openbis_server.domain.catalogue.use_cases import details_named
from jupyter_openbis_server.domain.changes.entity_change import PARENT
from jupyter_openbis_server.domain.errors import (
    DataSetNotFound,
    EntityNotFound,
    FieldProblem,
    InvalidChange,
    InvalidReference,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.entity_type import PropertyAssignment
from jupyter_openbis_server.domain.properties.property_checks import field_of
from jupyter_openbis_server.domain.properties.property_value import PropertyValue, values_of


@dataclass(frozen=True)
class References:
    """Finds what users name."""

    entities: Entities
    data_sets: DataSets

    def present(self, session: Session, reference: str, kind: EntityKind | None) -> Details:
        """Return the present state of a data set, sample or experiment.

        Raises:
            InvalidChange: of another kind.
            EntityNotFound, DataSetNotFound, InvalidReference: there is none.
        """
        if kind is not None and kind not in TYPED_KINDS:
            raise InvalidChange([FieldProblem("kind", f"the metadata of a {kind.word} cannot be changed here")])
        return details_named(self.entities, session, reference, TYPED_KINDS if kind is None else (kind,))

    def parents(
        self, session: Session, kind: EntityKind, references: Sequence[str], problems: list[FieldProblem]
    ) -> tuple[RelatedEntity, ...]:
        """Return the samples or data sets that are named as parents; those that do not exist become problems."""
        if kind is EntityKind.EXPERIMENT:
            problems += [FieldProblem(PARENT, "experiments have no parents")] if references else []
            return ()
        if kind is EntityKind.DATA_SET:
            return self._data_sets(session, references, problems)
        found = (self.sample(session, each, PARENT, problems) for each in references)
        unique = {each.perm_id: each for each in found if each}
        return tuple(RelatedEntity(each.kind, each.perm_id, each.type_code, each.name) for each in unique.values())

    def sample(self, session: Session, reference: str, field: str, problems: list[FieldProblem]) -> Entity | None:
        """Return a sample; None if there is none, which becomes a problem of a field."""
        try:
            return self.entities.find(session, EntityReference.parse(reference), (EntityKind.SAMPLE,))
        except (EntityNotFound, InvalidReference) as error:
            problems.append(FieldProblem(field, str(error), is_missing=isinstance(error, EntityNotFound)))
            return None

    def stored_value(
        self, session: Session, assignment: PropertyAssignment, value: PropertyValue, problems: list[FieldProblem]
    ) -> PropertyValue:
        """Return a value as openBIS stores it: with permIds of samples; those that do not exist become problems."""
        if assignment.data_type != "SAMPLE":
            return value
        field = field_of(assignment.code)
        found = [self.sample(session, each, field, problems) for each in values_of(value)]
        perm_ids = tuple(each.perm_id for each in found if each)
        if len(perm_ids) < len(found):
            return value
        return perm_ids[0] if isinstance(value, str) else perm_ids

    def _data_sets(
        self, session: Session, references: Sequence[str], problems: list[FieldProblem]
    ) -> tuple[RelatedEntity, ...]:
        wanted = tuple(dict.fromkeys(data_set_code(data_set_perm_id(each)) for each in references))
        asked = [each for each in wanted if each]
        found = self.data_sets.get_many(session, asked) if asked else {}
        problems += [
            FieldProblem(PARENT, str(DataSetNotFound(each)), is_missing=True) for each in wanted if each not in found
        ]
        known = (found[each] for each in wanted if each in found)
        return tuple(RelatedEntity(EntityKind.DATA_SET, each.perm_id, each.type_code, each.name) for each in known)
