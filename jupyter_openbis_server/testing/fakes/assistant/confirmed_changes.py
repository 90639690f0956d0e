"""Fakes of the ports of confirmed changes."""

from __future__ import annotations

import datetime as dt

from jupyter_openbis_server.domain.confirmed_changes.errors import AuditLogUnavailable
from jupyter_openbis_server.domain.confirmed_changes.ports import AuditEntry


class MemoryAuditLog:
    """Port `AuditLog` in memory.

    Attributes:
        entries: What was written.
        problem: Why nothing can be written; empty if it can.
    """

    def __init__(self) -> None:
        self.entries: list[AuditEntry] = []
        self.problem = ""

    def write(self, entry: AuditEntry) -> None:
        """See the port."""
        if self.problem:
            raise AuditLogUnavailable("memory", self.problem)
        self.entries.append(entry)

    @property
    def events(self) -> list[str]:
        """The events in their order."""
        return [each.event for each in self.entries]


class SetClock:
    """Port `Clock` that is moved by the test only."""

    def __init__(self, now: dt.datetime = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        """See the port."""
        return self.now

    def move(self, **duration: float) -> None:
        """Move the clock by a duration, e.g. `minutes=10`."""
        self.now += dt.timedelta(**duration)


class CountedIds:
    """Port `PlanIds`: `plan-1`, `plan-2` and so on."""

    def __init__(self) -> None:
        self._number = 0

    def __call__(self) -> str:
        """See the port."""
        self._number += 1
        return f"plan-{self._number}"
