"""Result of a diagnostic check."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CheckResult:
    """Result of one diagnostic check.

    Attributes:
        subject: What was checked, e.g. `connection lab`.
        ok: Whether the check succeeded.
        text: Description of the state; if the check failed, also what to do.
        is_required: Whether the program does not work if the check fails.
    """

    subject: str
    ok: bool
    text: str
    is_required: bool = True
