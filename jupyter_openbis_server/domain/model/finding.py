"""What an examination has found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        subject: What, e.g. `connection lab`.
        is_well: Whether it is as it should be.
        text: How it is; where it is not well, what to do.
        is_needed: Whether the program cannot do without it.
    """

    subject: str
    is_well: bool
    text: str
    is_needed: bool = True
