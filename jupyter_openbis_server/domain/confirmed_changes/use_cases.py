"""The use cases that plan a change, and make it after its confirmation."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.domain.confirmed_changes.errors import AuditLogUnavailable, PlanOutdated, PlanRefused
from jupyter_openbis_server.domain.confirmed_changes.pending_plans import PendingPlans
from jupyter_openbis_server.domain.confirmed_changes.plan import ChangeContent, ChangeResult, Outcome, Plan
from jupyter_openbis_server.domain.confirmed_changes.ports import AuditEntry, AuditLog, PlanIds, ProposedChange
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard
from jupyter_openbis_server.domain.shared.progress import NoProgress, Progress


@dataclass(frozen=True)
class ProposeChange:
    """Plan a change; nothing is changed in openBIS."""

    plans: PendingPlans
    audit: AuditLog
    new_id: PlanIds
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(self, change: ProposedChange, cancellation: Cancellation | None = None) -> Plan:
        """Return the plan, which can be confirmed until it expires.

        Raises:
            ReadOnly: changes are switched off.
            AuditLogUnavailable.
            OpenbisError: the change is not possible.
        """
        self.guard.check()
        seen = change.read_state(cancellation or Cancellation())
        now = self.plans.clock()
        plan = Plan(self.new_id(), change.content, seen, now + self.plans.lifetime)
        self.audit.write(AuditEntry(now, "planned", plan.id, change.content))
        self.plans.add(plan, change)
        return plan


@dataclass(frozen=True)
class ConfirmChange:
    """Make a planned change. A call is refused unless everything is as the plan has shown it.

    An entry of the audit log precedes the change. If the entry after it cannot be written, the outcome has a remark.
    """

    plans: PendingPlans
    audit: AuditLog
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(
        self,
        plan_id: str,
        key: str,
        content: ChangeContent,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> Outcome:
        """Make the change, once.

        Args:
            plan_id: The plan.
            key: Idempotency key. The same call again, with the same key, returns the outcome and changes nothing; it is
                refused while the first one runs.
            content: The change that is confirmed; it must be that of the plan.
            cancellation: Cancels the change, as long as its subject allows it.
            progress: Receives the progress.

        Raises:
            ReadOnly: changes are switched off.
            PlanNotFound, PlanExpired, PlanUsed, PlanOfOtherChange, PlanOutdated, KeyUsed, ChangeInProgress: this call
                has changed nothing.
            AuditLogUnavailable: nothing was changed.
            OpenbisError: the change has failed; its plan cannot be used again.
        """
        self.guard.check()
        try:
            earlier = self.plans.outcome_of(plan_id, key, content)
            if earlier:
                return earlier
            plan, change = self.plans.claim(plan_id, key, content)
        except PlanRefused as error:
            self._note_problem("refused", plan_id, key, content, error)
            raise
        outcome: Outcome | None = None
        try:
            outcome = self._make(plan, change, key, cancellation or Cancellation(), progress or NoProgress())
            return outcome
        finally:
            self.plans.finish(key, outcome)

    def _make(
        self, plan: Plan, change: ProposedChange, key: str, cancellation: Cancellation, progress: Progress
    ) -> Outcome:
        try:
            seen = change.read_state(cancellation)
            if seen.digest != plan.seen.digest:
                raise PlanOutdated
        except OpenbisError as error:
            self._note_problem("refused", plan.id, key, plan.content, error)
            raise
        self._note("confirmed", plan.id, key, plan.content)
        try:
            result = change.apply(seen, cancellation, progress)
        except Exception as error:
            self._note_problem("failed", plan.id, key, plan.content, error)
            raise
        return Outcome(plan.id, result, remark=self._remark(plan, key, result))

    def _remark(self, plan: Plan, key: str, result: ChangeResult) -> str | None:
        try:
            self._note("applied", plan.id, key, plan.content, result.target)
        except AuditLogUnavailable as error:
            return f"the change was made, but not noted: {error}"
        return None

    def _note_problem(self, event: str, plan_id: str, key: str, content: ChangeContent, error: Exception) -> None:
        """Note an error. That the log cannot be written must not hide it."""
        known = f"{error.code}: {error}" if isinstance(error, OpenbisError) else type(error).__name__
        with suppress(AuditLogUnavailable):
            self._note(event, plan_id, key, content, known)

    def _note(self, event: str, plan_id: str, key: str, content: ChangeContent, detail: str = "") -> None:
        self.audit.write(AuditEntry(self.plans.clock(), event, plan_id, content, key, detail))
