"""Use cases that plan and create samples and experiments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityRef, EntityReference, ReferenceKind
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.entity_types import find_type
from jupyter_openbis_server.domain.catalogue.ports import Entities, EntityTypes
from jupyter_openbis_server.domain.changes.new_entity import CreatedEntity, CreationRequest, EntityDraft
from jupyter_openbis_server.domain.changes.ports import EntityChanges
from jupyter_openbis_server.domain.changes.references import References
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import (
    EntityNotFound,
    FieldProblem,
    InvalidChange,
    InvalidReference,
    OpenbisError,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.properties.property_checks import converted_properties
from jupyter_openbis_server.domain.properties.property_value import PropertyValue, name_in
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard

PLACES = {
    EntityKind.SAMPLE: (EntityKind.EXPERIMENT, EntityKind.PROJECT, EntityKind.SPACE),
    EntityKind.EXPERIMENT: (EntityKind.PROJECT,),
}
"""The kinds that can be created, and where, in search order."""
_CODE = re.compile(r"[A-Z0-9_.-]+")
"""openbis-protocol 3.10"""


@dataclass(frozen=True)
class CreationChecks:
    """Validate new samples and experiments against openBIS."""

    entities: Entities
    types: EntityTypes
    references: References

    def draft(self, session: Session, request: CreationRequest) -> EntityDraft:
        """Return what would be created. Raises InvalidChange with all problems."""
        kind = request.kind
        if kind not in PLACES:
            raise InvalidChange([FieldProblem("kind", f"a {kind.word} cannot be created here")])
        problems: list[FieldProblem] = []
        type_ = find_type(self.types, session, kind, request.type_code, problems)
        owner = self._owner(session, request, problems)
        code = (request.code or "").strip().upper() or None
        problems += self._problems_of_code(kind, type_, code)
        properties = self._properties(session, kind, type_, request, problems) if type_ else {}
        parents = self.references.parents(session, kind, request.parents, problems)
        if type_ and owner:
            draft = EntityDraft(kind, type_, owner, code, properties, parents)
            problems += self._problem_of_identifier(session, draft)
        if problems or not (type_ and owner):
            raise InvalidChange(dict.fromkeys(problems))
        return draft

    def _owner(self, session: Session, request: CreationRequest, problems: list[FieldProblem]) -> Entity | None:
        kinds = PLACES[request.kind]
        names = " or ".join(each.word for each in reversed(kinds))
        if not request.owner.strip():
            problems.append(FieldProblem("in", f"name the {names}"))
            return None
        try:
            return self.entities.find(session, EntityReference.parse(_rooted(request.owner)), kinds)
        except (EntityNotFound, InvalidReference):
            problems.append(FieldProblem("in", f"No such {names}: {request.owner.strip()}", is_missing=True))
            return None

    def _properties(
        self,
        session: Session,
        kind: EntityKind,
        type_: EntityType,
        request: CreationRequest,
        problems: list[FieldProblem],
    ) -> dict[str, PropertyValue]:
        properties = converted_properties(type_, request.properties, problems, f"{kind.word}s")
        for assignment in type_.assignments:
            value = properties.get(assignment.code)
            if value is not None:
                properties[assignment.code] = self.references.stored_value(session, assignment, value, problems)
        return properties

    @staticmethod
    def _problems_of_code(kind: EntityKind, type_: EntityType | None, code: str | None) -> Iterator[FieldProblem]:
        if code is None:
            if kind is EntityKind.EXPERIMENT or (type_ and not type_.generates_codes):
                yield FieldProblem("code", "name a code: openBIS generates none for this type")
        elif not _CODE.fullmatch(code):
            yield FieldProblem("code", f"{code}: a code has letters from A to Z, digits, `_`, `-` and `.` only")

    def _problem_of_identifier(self, session: Session, draft: EntityDraft) -> Iterator[FieldProblem]:
        if draft.identifier and _CODE.fullmatch(draft.code or ""):
            try:
                reference = EntityReference(draft.identifier, ReferenceKind.IDENTIFIER)
                found = self.entities.find(session, reference, (draft.kind,))
            except EntityNotFound:
                return
            yield FieldProblem("code", f"{found.identifier} exists already (permId {found.perm_id})")


@dataclass(frozen=True)
class PlanCreation:
    """Validate a new sample or experiment as `CreateEntity` does, and return its draft, without sending it."""

    session_manager: SessionManager
    checks: CreationChecks

    def __call__(self, name: str, request: CreationRequest) -> EntityDraft:
        """Return what would be created.

        Raises:
            UnknownConnection, NotLoggedIn.
            InvalidChange: with all problems at once.
        """
        return self.session_manager.use(name, self.checks.draft, request)


@dataclass(frozen=True)
class CreateEntity:
    """Validate a new sample or experiment completely, then create it."""

    session_manager: SessionManager
    checks: CreationChecks
    entities: Entities
    changes: EntityChanges
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(self, name: str, request: CreationRequest) -> CreatedEntity:
        """Create a sample or experiment.

        Raises:
            ReadOnly: changes are switched off.
            UnknownConnection, NotLoggedIn: nothing was done.
            InvalidChange: with all problems at once; nothing was sent.
            ChangeFailed: openBIS refuses.
            ChangeUnconfirmed: it is unknown whether it was created.
        """
        self.guard.check()
        return self.session_manager.use(name, self._create, name, request)

    def _create(self, session: Session, name: str, request: CreationRequest) -> CreatedEntity:
        draft = self.checks.draft(session, request)
        entity = self._created(session, draft, self.changes.create(session, draft))
        link = eln_url(session.instance.url, draft.kind, entity.perm_id, entity.identifier)
        return CreatedEntity(name, entity, link)

    def _created(self, session: Session, draft: EntityDraft, perm_id: str) -> Entity:
        """Return the created entity. An error in reading it must not hide that it exists, nor cause a second one."""
        name, identifier = name_in(draft.properties), draft.identifier
        try:
            created = self.entities.details(session, EntityRef(draft.kind, perm_id))
            name, identifier = created.name, created.identifier
        except OpenbisError:
            pass
        return Entity(draft.kind, perm_id, identifier or perm_id, draft.type.code, name)


def _rooted(text: str) -> str:
    """Return a bare code as the identifier of a space: codes of projects and experiments are not unique."""
    text = text.strip()
    reference = EntityReference.parse(text)
    return f"/{text}" if reference.kind is ReferenceKind.CODE and not reference.may_be_perm_id else text
