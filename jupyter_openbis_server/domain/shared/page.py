"""Page requests of listings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PageRequest:
    """The requested rows of a listing. `start` is clamped to 0 or more, `count` to 0 to `MAX_COUNT`."""

    start: int = 0
    count: int = 10

    MAX_COUNT = 1000

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", max(0, self.start))
        object.__setattr__(self, "count", min(max(0, self.count), self.MAX_COUNT))
