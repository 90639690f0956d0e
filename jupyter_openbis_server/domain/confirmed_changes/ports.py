"""Ports of confirmed changes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from jupyter_openbis_server.domain.confirmed_changes.plan import ChangeContent, ChangeResult, SeenState
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress

_MAX_ARGUMENTS, _MAX_BEGINNING = 4096, 1000
"""Characters of JSON."""


class ProposedChange(Protocol):
    """A change that can be planned, and made later."""

    @property
    def content(self) -> ChangeContent:
        """What the caller wants."""

    def read_state(self, cancellation: Cancellation) -> SeenState:
        """Validate the change and return the state of openBIS that it is based on; nothing is changed.

        Raises:
            OpenbisError: the change is not possible, see its subject.
        """

    def apply(self, seen: SeenState, cancellation: Cancellation, progress: Progress) -> ChangeResult:
        """Make the change as `seen` shows it.

        Raises:
            OpenbisError: see its subject.
        """


class Clock(Protocol):
    """The current time."""

    def __call__(self) -> dt.datetime:
        """Return the current time, with a time zone."""


class PlanIds(Protocol):
    """New ids of plans."""

    def __call__(self) -> str:
        """Return an id that was never returned before and that cannot be guessed."""


@dataclass(frozen=True)
class AuditEntry:
    """One line of the audit log.

    Attributes:
        time: When.
        event: `planned`, `confirmed` (before the change is made), `applied`, `failed` or `refused`.
        content: The operation with its arguments; None if the plan is not known.
        key: The idempotency key; empty for a plan.
        detail: What was changed, or why it was refused or has failed.
    """

    time: dt.datetime
    event: str
    plan_id: str
    content: ChangeContent | None = None
    key: str = ""
    detail: str = ""

    @property
    def fields(self) -> Mapping[str, object]:
        """The values of the line, for JSON."""
        content = self.content
        return {
            "time": self.time.astimezone(dt.timezone.utc).isoformat(timespec="milliseconds"),
            "event": self.event,
            "planId": self.plan_id,
            "key": self.key or None,
            "operation": content.operation if content else None,
            "connection": content.connection if content else None,
            "arguments": self._arguments(content) if content else None,
            "detail": self.detail or None,
        }

    def _arguments(self, content: ChangeContent) -> Mapping[str, object]:
        """Return the arguments; long ones are complete in the entry `confirmed` only: plans must not fill a disk."""
        text = json.dumps(content.arguments, default=str)
        if self.event == "confirmed" or len(text) <= _MAX_ARGUMENTS:
            return dict(content.arguments)
        return {"sha256": content.digest, "length": len(text), "beginning": text[:_MAX_BEGINNING]}


class AuditLog(Protocol):
    """The log of all plans, confirmations and changes."""

    def write(self, entry: AuditEntry) -> None:
        """Append an entry; it is complete on the disk when this returns.

        Raises:
            AuditLogUnavailable: it cannot be written.
        """
