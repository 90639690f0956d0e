"""Use cases that plan and make changes of data sets, samples and experiments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.catalogue.ports import Entities
from jupyter_openbis_server.domain.changes.change_checks import ChangeChecks
from jupyter_openbis_server.domain.changes.entity_change import (
    ChangePlan,
    ChangeRequest,
    EntityChange,
    Seen,
    values_by_field,
)
from jupyter_openbis_server.domain.changes.ports import EntityChanges
from jupyter_openbis_server.domain.changes.references import References
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import ChangedField, ChangedMeanwhile, OpenbisError
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.property_value import values_of
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard


@dataclass(frozen=True)
class PlanChange:
    """Validate a change as `ApplyChange` does, and return what it would change, without sending it."""

    session_manager: SessionManager
    references: References
    checks: ChangeChecks

    def __call__(self, name: str, request: ChangeRequest) -> ChangePlan:
        """Return the present and the new value of each field that differs.

        Raises:
            UnknownConnection, NotLoggedIn.
            EntityNotFound, DataSetNotFound, InvalidReference: there is no such entity.
            ChangedMeanwhile: the entity was changed after `request.unchanged_since`.
            InvalidChange: with all problems at once.
        """
        return self.session_manager.use(name, self.plan, request)

    def plan(self, session: Session, request: ChangeRequest) -> ChangePlan:
        """Return the plan in a session. Raises the errors of `__call__`, but for the connection's."""
        present = self.references.present(session, request.reference, request.kind)
        if request.unchanged_since is not None and present.modified != request.unchanged_since:
            raise _conflict(present, request.seen)
        return self.checks.plan(session, present, request)


@dataclass(frozen=True)
class ApplyChange:
    """Validate a change completely, make it if no other user has changed the entity, and read the entity again.

    openBIS has no conditional update (openbis-protocol 3.9): a change of another user within the milliseconds between
    the last look and the update is not noticed, if it concerns the same fields. Changes by this process are.
    """

    session_manager: SessionManager
    planning: PlanChange
    entities: Entities
    changes: EntityChanges
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(self, name: str, request: ChangeRequest) -> EntityChange:
        """Change an entity; nothing is sent if everything is as wanted already.

        Args:
            name: The connection.
            request: The change. `request.confirming(plan)` is refused if the entity is not as the plan showed it.

        Raises:
            ReadOnly: changes are switched off.
            UnknownConnection, NotLoggedIn.
            EntityNotFound, DataSetNotFound, InvalidReference: there is no such entity.
            InvalidChange: with all problems at once; nothing was sent.
            ChangedMeanwhile: the entity was changed by another user; nothing was changed.
            ChangeFailed: openBIS refuses, e.g. as the user may not change it or it is frozen.
            ChangeUnconfirmed: it is unknown whether the change was made.
        """
        self.guard.check()
        return self.session_manager.use(name, self._apply, name, request)

    def _apply(self, session: Session, name: str, request: ChangeRequest) -> EntityChange:
        plan = self.planning.plan(session, request)
        if plan.is_empty:
            return EntityChange(name, plan, plan.entity)
        conflict: ChangedMeanwhile | None = None
        try:
            self.changes.update(session, plan)
        except ChangedMeanwhile as error:
            conflict = error
        if conflict:
            raise _conflict(self.entities.details(session, plan.entity), request.seen or plan.seen)
        return EntityChange(name, plan, self._after(session, plan))

    def _after(self, session: Session, plan: ChangePlan) -> Details:
        """Return the changed entity. An error in reading it must not hide that it is changed."""
        try:
            return self.entities.details(session, plan.entity)
        except OpenbisError:
            return plan.outcome


def _conflict(present: Details, seen: Mapping[str, Seen]) -> ChangedMeanwhile:
    now = values_by_field(present)
    fields = [
        ChangedField(field, _shown(value), _shown(now.get(field)))
        for field, value in seen.items()
        if (value or None) != (now.get(field) or None)
    ]
    return ChangedMeanwhile(present.identifier or present.perm_id, fields, present.modifier, present.modified)


def _shown(value: Seen) -> str | None:
    return ", ".join(values_of(value)) or None if value is not None else None
