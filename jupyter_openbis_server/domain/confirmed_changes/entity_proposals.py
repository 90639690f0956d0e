"""Changes of metadata and new entities as proposals."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.changes.change_entity import ApplyChange, PlanChange
from jupyter_openbis_server.domain.changes.create_entity import CreateEntity, PlanCreation
from jupyter_openbis_server.domain.changes.entity_change import ChangePlan, ChangeRequest
from jupyter_openbis_server.domain.changes.new_entity import CreationRequest, EntityDraft
from jupyter_openbis_server.domain.confirmed_changes.plan import ChangeContent, ChangeResult, SeenState, digest_of
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress


@dataclass(frozen=True)
class EntityProposal:
    """A change of a data set, sample or experiment. Its plan is bound to the modification date of the entity."""

    content: ChangeContent
    request: ChangeRequest
    planning: PlanChange
    applying: ApplyChange

    def read_state(self, cancellation: Cancellation) -> SeenState:
        """See the port."""
        with cancellation.as_current():
            plan = self.planning(self.content.connection, self.request)
        return SeenState(plan, digest_of(_state_of(plan)))

    def apply(self, seen: SeenState, cancellation: Cancellation, progress: Progress) -> ChangeResult:
        """See the port."""
        del progress
        plan = seen.plan
        request = self.request.confirming(plan) if isinstance(plan, ChangePlan) else self.request
        with cancellation.as_current():
            done = self.applying(self.content.connection, request)
        return ChangeResult(done, done.entity.identifier or done.entity.perm_id)


@dataclass(frozen=True)
class CreationProposal:
    """A new sample or experiment."""

    content: ChangeContent
    request: CreationRequest
    planning: PlanCreation
    applying: CreateEntity

    def read_state(self, cancellation: Cancellation) -> SeenState:
        """See the port."""
        with cancellation.as_current():
            draft = self.planning(self.content.connection, self.request)
        return SeenState(draft, digest_of(_state_of_draft(draft)))

    def apply(self, seen: SeenState, cancellation: Cancellation, progress: Progress) -> ChangeResult:
        """See the port."""
        del seen, progress
        with cancellation.as_current():
            done = self.applying(self.content.connection, self.request)
        return ChangeResult(done, done.entity.identifier)


def _state_of(plan: ChangePlan) -> list[object]:
    return [
        plan.entity.kind.value,
        plan.entity.perm_id,
        plan.based_on.isoformat() if plan.based_on else None,
        [[each.code, each.before, each.after] for each in plan.properties],
        sorted(each.perm_id for each in plan.added_parents),
        sorted(each.perm_id for each in plan.removed_parents),
    ]


def _state_of_draft(draft: EntityDraft) -> list[object]:
    return [
        draft.kind.value,
        draft.type.code,
        draft.owner.perm_id,
        draft.identifier,
        dict(draft.properties),
        sorted(each.perm_id for each in draft.parents),
    ]
