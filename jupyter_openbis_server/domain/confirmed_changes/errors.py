"""Errors of plans and confirmations. After each of them, nothing was changed by the call that raises it."""

from __future__ import annotations

from jupyter_openbis_server.domain.errors import InvalidInput, OpenbisError
from jupyter_openbis_server.domain.shared.progress import Amount


class PlanRefused(OpenbisError):
    """A confirmation is refused."""

    code = "plan-refused"


class PlanNotFound(PlanRefused):
    """There is no such plan: its id is wrong, or newer plans have displaced it."""

    code = "plan-not-found"

    def __init__(self) -> None:
        super().__init__("there is no plan with this id; make a new one, by the same call without plan id and key")


class PlanExpired(PlanRefused):
    """The plan was made too long ago."""

    code = "plan-expired"

    def __init__(self, minutes: float) -> None:
        super().__init__(
            f"the plan was valid for {minutes:g} minutes and is expired; make a new one, and show it again"
        )


class PlanUsed(PlanRefused):
    """The plan was confirmed before; whether that succeeded does not matter."""

    code = "plan-used"

    def __init__(self) -> None:
        super().__init__("the plan was confirmed before, and a plan can be used once; make a new one if it is needed")


class ChangeInProgress(PlanRefused):
    """The same call is running, with the same key."""

    code = "change-in-progress"

    def __init__(self) -> None:
        super().__init__("this change is being made; repeat the call with the same key to get its outcome")


class PlanOfOtherChange(PlanRefused):
    """The confirmation names a plan of another change."""

    code = "plan-of-other-change"

    def __init__(self) -> None:
        super().__init__(
            "this is not the change that was planned: operation and arguments must be exactly those of the plan"
        )


class PlanOutdated(PlanRefused):
    """What the plan has shown is not there any more: openBIS or a local file has changed."""

    code = "plan-outdated"

    def __init__(self) -> None:
        super().__init__(
            "openBIS or a local file has changed since the plan was made, so nothing was changed now; make a new plan, "
            "and show it again"
        )


class KeyUsed(PlanRefused):
    """The idempotency key belongs to another change."""

    code = "key-used"

    def __init__(self, key: str) -> None:
        super().__init__(f"the idempotency key {key} was used for another plan; choose a new one for each change")


class AuditLogUnavailable(OpenbisError):
    """The audit log cannot be written: without it, no change is made."""

    code = "audit-log-unavailable"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"the audit log {path} cannot be written ({problem}); without it, nothing is changed")


class TransferTooLarge(InvalidInput):
    """A download or upload has more files or bytes than one call may transfer."""

    code = "transfer-too-large"

    def __init__(self, total: Amount, limit: Amount) -> None:
        shown, allowed = (f"{each.files} files of {each.bytes} bytes" for each in (total, limit))
        super().__init__(f"{shown} are too many: one call may transfer {allowed}")


def check_transfer(total: Amount, limit: Amount) -> None:
    """Raise TransferTooLarge if one of both amounts is exceeded."""
    if total.bytes > limit.bytes or total.files > limit.files:
        raise TransferTooLarge(total, limit)
