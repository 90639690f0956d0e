"""The plans that wait for a confirmation, and the keys of those that were confirmed."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass, field, replace

from jupyter_openbis_server.domain.confirmed_changes.errors import (
    ChangeInProgress,
    KeyUsed,
    PlanExpired,
    PlanNotFound,
    PlanOfOtherChange,
    PlanUsed,
)
from jupyter_openbis_server.domain.confirmed_changes.plan import ChangeContent, Outcome, Plan
from jupyter_openbis_server.domain.confirmed_changes.ports import Clock, ProposedChange

DEFAULT_LIFETIME = dt.timedelta(minutes=10)
MAX_PLANS = 100
"""Beyond, the oldest plan is dropped."""
MAX_KEYS = 1000


@dataclass
class _Waiting:
    plan: Plan
    change: ProposedChange
    is_used: bool = False


@dataclass
class _Key:
    """The use of a key. `outcome` is None while the change is being made."""

    plan_id: str
    digest: str
    outcome: Outcome | None = None


@dataclass
class PendingPlans:
    """Plans and keys of one program, in memory: after a restart, plans have to be made again. Thread-safe.

    Attributes:
        clock: Returns the current time.
        lifetime: How long a plan can be confirmed.
    """

    clock: Clock
    lifetime: dt.timedelta = DEFAULT_LIFETIME
    _plans: dict[str, _Waiting] = field(default_factory=dict, repr=False)
    _keys: dict[str, _Key] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, plan: Plan, change: ProposedChange) -> None:
        """Keep a plan until it is confirmed or displaced."""
        with self._lock:
            self._plans[plan.id] = _Waiting(plan, change)
            while len(self._plans) > MAX_PLANS:
                del self._plans[next(iter(self._plans))]

    def outcome_of(self, plan_id: str, key: str, content: ChangeContent) -> Outcome | None:
        """Return the outcome of an earlier call with the same plan, key and content; None if there was none.

        Raises:
            KeyUsed: the key belongs to another plan.
            ChangeInProgress: that call has not ended.
        """
        with self._lock:
            used = self._keys.get(key)
            if used is None:
                return None
            if (used.plan_id, used.digest) != (plan_id, content.digest):
                raise KeyUsed(key)
            if used.outcome is None:
                raise ChangeInProgress
            return replace(used.outcome, repeated=True)

    def claim(self, plan_id: str, key: str, content: ChangeContent) -> tuple[Plan, ProposedChange]:
        """Return a plan and its change, and mark the plan as used: no other call gets it.

        Raises:
            PlanNotFound, PlanUsed, PlanExpired, PlanOfOtherChange, KeyUsed.
        """
        with self._lock:
            waiting = self._plans.get(plan_id)
            if waiting is None:
                raise PlanNotFound
            if waiting.plan.content.digest != content.digest:
                raise PlanOfOtherChange
            if waiting.is_used:
                raise PlanUsed
            if self.clock() >= waiting.plan.expires:
                raise PlanExpired(self.lifetime / dt.timedelta(minutes=1))
            if key in self._keys:  # since `outcome_of`
                raise KeyUsed(key)
            waiting.is_used = True
            self._keys[key] = _Key(plan_id, content.digest)
            return waiting.plan, waiting.change

    def finish(self, key: str, outcome: Outcome | None) -> None:
        """Keep the outcome of a key; without one, the key can be used for another plan."""
        with self._lock:
            if outcome is None:
                self._keys.pop(key, None)
                return
            self._keys[key].outcome = outcome
            finished = [each for each, used in self._keys.items() if used.outcome]
            for each in finished[: max(0, len(self._keys) - MAX_KEYS)]:
                del self._keys[each]
