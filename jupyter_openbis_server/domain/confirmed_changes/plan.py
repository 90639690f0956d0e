"""Plans of changes, what they are bound to, and their outcomes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field


def digest_of(value: object) -> str:
    """Return the SHA-256 of a JSON value in hex; keys of objects in any order, tuples like lists."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


@dataclass(frozen=True)
class ChangeContent:
    """What a caller wants to change.

    Attributes:
        operation: `set`, `create`, `upload` or `publish`.
        connection: Name of the connection.
        arguments: All arguments of the operation, as JSON values.
    """

    operation: str
    connection: str
    arguments: Mapping[str, object] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Identifies the content."""
        return digest_of([self.operation, self.connection, self.arguments])


@dataclass(frozen=True)
class SeenState:
    """What a plan shows, and is bound to.

    Attributes:
        plan: The validated change in the form of its subject, e.g. `ChangePlan`.
        digest: Identifies the state of openBIS and of local files that the plan is based on.
    """

    plan: object
    digest: str


@dataclass(frozen=True)
class ChangeResult:
    """A change that was made.

    Attributes:
        value: The result in the form of its subject, e.g. `EntityChange`.
        target: PermId or identifier of what was changed or created.
    """

    value: object
    target: str


@dataclass(frozen=True)
class Plan:
    """A change that waits for its confirmation.

    Attributes:
        id: Cannot be guessed.
        expires: When it cannot be confirmed any more.
    """

    id: str
    content: ChangeContent
    seen: SeenState
    expires: dt.datetime


@dataclass(frozen=True)
class Outcome:
    """A confirmed change.

    Attributes:
        repeated: Whether an earlier call with the same plan and key has made it; nothing was changed now.
        remark: Remark for the user; None without any.
    """

    plan_id: str
    result: ChangeResult
    repeated: bool = False
    remark: str | None = None
