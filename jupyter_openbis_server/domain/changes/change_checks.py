"""Validation of changes before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.details import Details, RelatedEntity
from jupyter_openbis_server.domain.catalogue.entity_types import type_named
from jupyter_openbis_server.domain.catalogue.ports import EntityTypes
from jupyter_openbis_server.domain.changes.entity_change import PARENT, ChangePlan, ChangeRequest, PropertyChange
from jupyter_openbis_server.domain.changes.references import References
from jupyter_openbis_server.domain.errors import FieldProblem, InvalidChange
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.lineage.ports import Relations
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.properties.property_checks import by_upper_case_code, field_of, unknown_property
from jupyter_openbis_server.domain.properties.same_value import is_same

_MAX_LEVELS = 100
"""Generations of ancestors that are checked; openBIS itself refuses longer cycles."""
_COMPUTED = "is computed by openBIS, and cannot be set"


@dataclass(frozen=True)
class ChangeChecks:
    """Validate changes against openBIS."""

    types: EntityTypes
    references: References
    relations: Relations

    def plan(self, session: Session, present: Details, request: ChangeRequest) -> ChangePlan:
        """Return what has to be changed, and no more.

        Args:
            session: The session of the change.
            present: The present state of the entity.
            request: The request to validate.

        Raises:
            InvalidChange: with all problems.
        """
        problems: list[FieldProblem] = []
        given = by_upper_case_code(request.properties, problems)
        properties = self._properties(session, present, given, problems) if given else ()
        added = self.references.parents(session, present.kind, request.add_parents, problems)
        removed = self.references.parents(session, present.kind, request.remove_parents, problems)
        both = {each.perm_id for each in added} & {each.perm_id for each in removed}
        problems += [FieldProblem(PARENT, f"{each} is to be added and removed") for each in sorted(both)]
        known = {each.perm_id for each in present.parents}
        added = tuple(each for each in added if each.perm_id not in known)
        problems += self._cycles(session, present, added)
        if problems:
            raise InvalidChange(dict.fromkeys(problems))
        return ChangePlan(present, properties, added, tuple(each for each in removed if each.perm_id in known))

    def _properties(
        self, session: Session, present: Details, given: Mapping[str, object], problems: list[FieldProblem]
    ) -> tuple[PropertyChange, ...]:
        type_ = self._type_with(session, present, given)
        before = {each.code: each.value for each in present.properties}
        changes: list[PropertyChange] = []
        for assignment in type_.assignments:
            if assignment.code not in given:
                continue
            old, raw = before.get(assignment.code), given[assignment.code]
            wrong = [_COMPUTED] if assignment.is_computed else assignment.problems_of(raw)
            problems += [FieldProblem(field_of(assignment.code), each) for each in wrong]
            new = None if wrong else assignment.convert(raw)
            if new is not None:
                new = self.references.stored_value(session, assignment, new, problems)
            data_type, several = assignment.data_type, assignment.multi_value
            if not wrong and not is_same(old, new, data_type, multi_value=several):
                changes.append(PropertyChange(assignment.code, assignment.label, old, new))
        unknown = [code for code in given if type_.assignment(code) is None]
        problems += [unknown_property(type_, code, f"{present.kind.word}s") for code in unknown]
        return tuple(changes)

    def _type_with(self, session: Session, present: Details, codes: Mapping[str, object]) -> EntityType:
        """Return the type of an entity; requested again if it seems not to have all of the properties."""
        code = present.type_code or ""
        type_ = type_named(self.types, session, present.kind, code)
        if type_ and any(type_.assignment(each) is None for each in codes):
            self.types.all(session, present.kind, fresh=True)
            type_ = type_named(self.types, session, present.kind, code)
        if type_ is None:
            raise InvalidChange([FieldProblem("type", f"the {present.kind.word} type {code} does not exist any more")])
        return type_

    def _cycles(self, session: Session, present: Details, added: Sequence[RelatedEntity]) -> list[FieldProblem]:
        """Return a problem for each new parent that is the entity itself or one of its descendants."""
        name = present.identifier or present.perm_id
        own = [FieldProblem(PARENT, f"{name} cannot be its own parent")]
        problems = own if any(each.perm_id == present.perm_id for each in added) else []
        others = [each.perm_id for each in added if each.perm_id != present.perm_id]
        if present.children_count:  # without children, there are no descendants
            descendants = [each for each in others if self._descends(session, present, each)]
            problems += [FieldProblem(PARENT, f"{each} descends from {name}: a cycle") for each in descendants]
        return problems

    def _descends(self, session: Session, present: Details, perm_id: str) -> bool:
        """Return whether an entity is a descendant of another one, by a request for each generation."""
        level, seen = {perm_id}, set[str]()
        for _ in range(_MAX_LEVELS):
            found = self.relations.level(session, present.kind, sorted(level), ())
            seen |= level
            level = {parent for parents in found.parents.values() for parent in parents} - seen
            if present.perm_id in level:
                return True
            if not level:
                break
        return False
