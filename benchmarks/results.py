"""Results: what was measured, and the ratios between contenders."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.measuring import StatusLatency


@dataclass(frozen=True)
class Cell:
    """One task for all contenders.

    Attributes:
        transport: `fast`, `servlet` or `afs`.
        kind: `download`, `repeat` or `upload`.
        case: Name of the case.
        latency: Milliseconds of a round trip.
    """

    transport: str
    kind: str
    case: str
    latency: int


@dataclass(frozen=True)
class Run:
    """One run of a contender.

    Attributes:
        seconds: Until it reported the end.
        flush_seconds: Until everything was on the disk after that.
        cpu_seconds: Of its process.
        peak_bytes: Resident memory over idle.
        requests: What the servers were asked.
        status: Milliseconds of `GET /api/status` meanwhile.
    """

    seconds: float
    flush_seconds: float
    cpu_seconds: float
    peak_bytes: int
    requests: int
    status: StatusLatency | None = None


@dataclass(frozen=True)
class Spread:
    """A figure over several runs."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return the spread of at least one value."""
        return cls(statistics.median(values), min(values), max(values))

    def relative_to(self, other: Spread) -> Spread:
        """Return how many times as fast this is as another, both being seconds."""
        return Spread(other.median / self.median, other.least / self.most, other.most / self.least)


@dataclass(frozen=True)
class Result:
    """One contender in one cell.

    Attributes:
        contender: Its name.
        runs: What was measured.
        problem: Why there are none or no more; empty if all went well.
    """

    cell: Cell
    contender: str
    runs: tuple[Run, ...] = ()
    problem: str = ""

    @property
    def seconds(self) -> Spread:
        """Seconds of its runs; there must be at least one."""
        return Spread.of([run.seconds for run in self.runs])

    @property
    def worst_status(self) -> StatusLatency | None:
        """The worst figures of any run."""
        known = [run.status for run in self.runs if run.status]
        if not known:
            return None
        return StatusLatency(*(max(getattr(each, name) for each in known) for name in ("p50", "p99", "worst")))

    def median(self, figure: str) -> float:
        """Return the median of a figure of its runs by the figure's name."""
        return float(statistics.median([getattr(run, figure) for run in self.runs]))


@dataclass
class Results:
    """All results of one invocation.

    Attributes:
        about: What they were measured with: sizes, machine, versions.
        titles: How cases are called in tables, by their names.
    """

    about: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    all: list[Result] = field(default_factory=list)

    def cells(self) -> list[Cell]:
        """Return the cells in the order in which they were measured."""
        return list(dict.fromkeys(result.cell for result in self.all))

    def of(self, cell: Cell) -> list[Result]:
        """Return what the contenders did in one cell."""
        return [result for result in self.all if result.cell == cell]

    def find(self, cell: Cell, contender: str) -> Result | None:
        """Return what one contender did in one cell, if it ended at least one run."""
        return next((each for each in self.of(cell) if each.contender == contender and each.runs), None)

    def ratio(self, cell: Cell, contender: str, reference: str) -> Spread | None:
        """Return how many times as fast a contender is as another; None where one has not run."""
        one, other = self.find(cell, contender), self.find(cell, reference)
        return one.seconds.relative_to(other.seconds) if one and other else None

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {"about": self.about, "titles": self.titles, "results": [asdict(result) for result in self.all]}


def from_json(values: dict[str, Any]) -> Results:
    """Return the results that `Results.as_json` gave."""
    return Results(values["about"], values["titles"], list(map(_result, values["results"])))


def _result(values: dict[str, Any]) -> Result:
    return Result(Cell(**values["cell"]), values["contender"], tuple(_runs(values["runs"])), values["problem"])


def _runs(rows: Iterable[dict[str, Any]]) -> Iterable[Run]:
    for row in rows:
        status = StatusLatency(**row["status"]) if row["status"] else None
        yield Run(**{**row, "status": status})
