"""Figures of the panel: milliseconds, and the tables and JSON that show them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.report import markdown_table

KEY_GOAL = 30.0
"""Milliseconds from a key to the next frame, in the median."""
_COLUMNS = ("what", "times", "median ms", "95 % ms", "longest ms", "goal ms", "reached")


@dataclass(frozen=True)
class Figure:
    """Milliseconds of something that was measured several times.

    Attributes:
        what: What it was.
        milliseconds: In the order in which they were measured; at least one.
        goal: What the median is to be at most; None: there is no goal.
    """

    what: str
    milliseconds: tuple[float, ...]
    goal: float | None = None

    @property
    def median(self) -> float:
        """Half of them were shorter."""
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """95 % of them were at most as long."""
        ascending = sorted(self.milliseconds)
        return ascending[math.ceil(0.95 * len(ascending)) - 1]

    @property
    def longest(self) -> float:
        """The longest of them."""
        return max(self.milliseconds)

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        return None if self.goal is None else self.median <= self.goal


@dataclass
class Figures:
    """All figures of one invocation.

    Attributes:
        about: What they were measured with: machine, load, versions.
        goals: Goals by what they are about.
    """

    about: dict[str, str] = field(default_factory=dict)
    goals: Mapping[str, float] = field(default_factory=dict)
    _all: dict[str, list[float]] = field(default_factory=dict)

    def add(self, what: str, *milliseconds: float) -> None:
        """Add measurements; those with the same name are one figure."""
        self._all.setdefault(what, []).extend(milliseconds)

    def __iter__(self) -> Iterator[Figure]:
        for what, values in self._all.items():
            if values:
                yield Figure(what, tuple(values), self.goals.get(what))

    def markdown(self) -> str:
        """Return what they were measured with, and a table."""
        about = "\n".join(f"- {name}: {text}" for name, text in self.about.items())
        return f"{about}\n\n{markdown_table(_COLUMNS, map(_row, self), texts=1)}\n"

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON values, with the summary of each figure."""
        return {"about": self.about, "figures": [_summary(each) | asdict(each) for each in self]}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Figures:
        """Return the figures that `as_json` gave."""
        rows = values["figures"]
        goals = {row["what"]: row["goal"] for row in rows if row["goal"] is not None}
        return cls(dict(values["about"]), goals, {row["what"]: list(row["milliseconds"]) for row in rows})


def _summary(figure: Figure) -> dict[str, object]:
    summary = {"median": figure.median, "p95": figure.p95, "longest": figure.longest}
    return {**summary, "isReached": figure.is_reached}


def _row(figure: Figure) -> tuple[str, ...]:
    reached = {True: "yes", False: "NO", None: ""}[figure.is_reached]
    goal = "" if figure.goal is None else f"{figure.goal:g}"
    values = (f"{value:.1f}" if value < 100 else f"{value:.0f}" for value in _spread(figure))  # noqa: PLR2004
    return figure.what, str(len(figure.milliseconds)), *values, goal, reached


def _spread(figure: Figure) -> tuple[float, float, float]:
    return figure.median, figure.p95, figure.longest
