"""Listings come page by page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PageRequest:
    """Which rows of a listing are wanted. Values out of range are drawn to the nearest sensible one."""

    start: int = 0
    count: int = 10

    MOST = 1000

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", max(0, self.start))
        object.__setattr__(self, "count", min(max(0, self.count), self.MOST))
