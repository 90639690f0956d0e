"""The goals for transfers, and whether a run reaches them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.measuring import mebibytes
from benchmarks.report import markdown_table
from benchmarks.results import Cell, Results

_OWN = ("extension", "batch")


@dataclass(frozen=True)
class Goal:
    """A required figure.

    Attributes:
        text: What it is about.
        cell: Where it is measured.
        figure: Gives it for a contender; None where it was not measured.
        at_least: Whether more is better.
        bound: What is to be reached.
    """

    text: str
    cell: Cell
    figure: Callable[[Results, Cell, str], float | None]
    bound: float
    at_least: bool = True

    def is_reached(self, value: float) -> bool:
        """Whether a figure is good enough."""
        return value >= self.bound if self.at_least else value <= self.bound


def goals_table(results: Results) -> str:
    """Return which goals are reached, as far as they were measured."""
    return markdown_table(("goal", "by", "bound", "measured", "reached"), _rows(results), texts=2)


def _rows(results: Results) -> Iterator[tuple[str, ...]]:
    for goal in _goals():
        for contender in _OWN:
            value = goal.figure(results, goal.cell, contender)
            if value is not None:
                bound = f"{'>=' if goal.at_least else '<='} {goal.bound:g}"
                reached = "yes" if goal.is_reached(value) else "NO"
                yield goal.text, contender, bound, f"{value:.2f}", reached


def _goals() -> tuple[Goal, ...]:
    big_fast, big_servlet = Cell("fast", "download", "big", 0), Cell("servlet", "download", "big", 0)
    small_fast, small_servlet = Cell("fast", "download", "small", 20), Cell("servlet", "download", "small", 20)
    big_upload, small_upload = Cell("fast", "upload", "big", 0), Cell("fast", "upload", "small", 20)
    return (
        Goal("1 big file, servlet: speed of curl", big_servlet, _speed_of("curl"), 0.9),
        Goal("1 big file, fast download: times pyBIS", big_fast, _speed_of("pybis"), 3),
        Goal("1 big file, fast download: peak MiB", big_fast, _peak, 64, at_least=False),
        Goal("1 big file, servlet: peak MiB", big_servlet, _peak, 64, at_least=False),
        Goal("1 big file, upload: peak MiB", big_upload, _peak, 64, at_least=False),
        Goal("small files, 20 ms, servlet: speed of curl", small_servlet, _speed_of("curl"), 1),
        Goal("small files, 20 ms, servlet: speed of aria2c", small_servlet, _speed_of("aria2c"), 1),
        Goal("small files, 20 ms, fast download: times pyBIS", small_fast, _speed_of("pybis"), 6),
        Goal("small files, 20 ms, fast download: requests", small_fast, _requests, 60, at_least=False),
        Goal("small files again: seconds", Cell("fast", "repeat", "small", 0), _seconds, 1, at_least=False),
        Goal("1 big file, upload: speed of curl", big_upload, _speed_of("curl"), 0.8),
        Goal("small files, 20 ms, upload: times pyBIS", small_upload, _speed_of("pybis"), 3),
        *_file_server_goals(),
        *_status_goals(),
    )


def _file_server_goals() -> Iterator[Goal]:
    for kind, most in (("download", 60), ("upload", 120)):
        big, small = Cell("afs", kind, "big", 0), Cell("afs", kind, "small", 20)
        yield Goal(f"1 big file, file server, {kind}: times pyBIS 7", big, _speed_of("pybis7"), 3)
        yield Goal(f"1 big file, file server, {kind}: peak MiB", big, _peak, 64, at_least=False)
        yield Goal(f"small files, 20 ms, file server, {kind}: times pyBIS 7", small, _speed_of("pybis7"), 10)
        yield Goal(f"small files, 20 ms, file server, {kind}: requests", small, _requests, most, at_least=False)


def _status_goals() -> Iterator[Goal]:
    yield Goal("GET /api/status: p99 in ms, worst cell", _ANYWHERE, _worst_status("p99"), 20, at_least=False)
    yield Goal("GET /api/status: longest in ms, worst cell", _ANYWHERE, _worst_status("worst"), 100, at_least=False)


_ANYWHERE = Cell("", "", "", 0)


def _speed_of(reference: str) -> Callable[[Results, Cell, str], float | None]:
    def figure(results: Results, cell: Cell, contender: str) -> float | None:
        ratio = results.ratio(cell, contender, reference)
        return ratio.median if ratio else None

    return figure


def _peak(results: Results, cell: Cell, contender: str) -> float | None:
    found = results.find(cell, contender)
    return mebibytes(max(run.peak_bytes for run in found.runs)) if found else None


def _requests(results: Results, cell: Cell, contender: str) -> float | None:
    found = results.find(cell, contender)
    return found.median("requests") if found else None


def _seconds(results: Results, cell: Cell, contender: str) -> float | None:
    found = results.find(cell, contender)
    return found.seconds.median if found else None


def _worst_status(name: str) -> Callable[[Results, Cell, str], float | None]:
    def figure(results: Results, _cell: Cell, contender: str) -> float | None:
        known = [each.worst_status for each in results.all if each.contender == contender]
        return max((getattr(each, name) for each in known if each), default=None)

    return figure
