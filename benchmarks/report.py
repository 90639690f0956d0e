"""Tables of the results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.measuring import mebibytes
from benchmarks.results import Cell, Result, Results, Spread

_COLUMNS = ("way", "by", "s", "to disk", "x pyBIS", "x curl", "CPU s", "MiB", "requests", "status ms")
_KINDS = {"download": "Download", "repeat": "Downloaded again", "upload": "Upload"}
_TRANSPORTS = {"fast": "fast download", "servlet": "servlet", "afs": "file server"}
_WORKSPACE = "workspace"


class Report:
    """Formats results.

    Args:
        results: What was measured.
        contenders: Titles of the contenders by their names.
    """

    def __init__(self, results: Results, contenders: Mapping[str, str]) -> None:
        self._results = results
        self._contenders = contenders

    def line(self, result: Result) -> str:
        """Return one result as one line, for progress output."""
        title = f"{self._heading(result.cell)}, {_way(result.cell)}: {self._contenders[result.contender]}"
        if not result.runs:
            return f"{title}: {result.problem}"
        return f"{title}: {_spread(result.seconds)} s in {len(result.runs)} runs {result.problem}".rstrip()

    def markdown(self) -> str:
        """Return all tables, one for each case and what was done with it."""
        about = "\n".join(f"- {name}: {text}" for name, text in self._results.about.items())
        tables: dict[str, list[Sequence[str]]] = {}
        for cell in sorted(self._results.cells(), key=self._order):
            rows = [self._row(result) for result in self._results.of(cell)]
            tables.setdefault(self._heading(cell), []).extend(rows)
        written = [f"### {heading}\n\n{markdown_table(_COLUMNS, rows, 2)}" for heading, rows in tables.items()]
        return "\n\n".join([about, *written]) + "\n"

    def _heading(self, cell: Cell) -> str:
        return f"{_KINDS[cell.kind]}: {self._results.titles[cell.case]}"

    def _order(self, cell: Cell) -> tuple[int, ...]:
        kinds, cases, transports = list(_KINDS), list(self._results.titles), list(_TRANSPORTS)
        places = kinds.index(cell.kind), cases.index(cell.case), transports.index(cell.transport)
        return (*places, cell.latency)

    def _row(self, result: Result) -> Sequence[str]:
        names = (_way(result.cell), self._contenders[result.contender])
        if not result.runs:
            return (*names, result.problem, *[""] * (len(_COLUMNS) - 3))
        seconds = _spread(result.seconds)
        return (
            *names,
            f"{seconds}, {result.problem}" if result.problem else seconds,
            f"{result.median('flush_seconds'):.2f}",
            self._ratio(result, "pybis7" if result.cell.transport == "afs" else "pybis"),
            self._ratio(result, "curl"),
            f"{result.median('cpu_seconds'):.2f}",
            f"{mebibytes(int(result.median('peak_bytes'))):.0f}",
            f"{result.median('requests'):.0f}",
            _status(result),
        )

    def _ratio(self, result: Result, reference: str) -> str:
        ratio = self._results.ratio(result.cell, result.contender, reference)
        return "" if ratio is None or result.contender == reference else _spread(ratio)


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]], texts: int) -> str:
    """Return a table.

    Args:
        head: Names of the columns.
        rows: Their cells.
        texts: How many columns are texts; the others are figures.
    """
    lines = [head, [*["---"] * texts, *["---:"] * (len(head) - texts)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _way(cell: Cell) -> str:
    transport = _WORKSPACE if cell.kind == "upload" and cell.transport != "afs" else _TRANSPORTS[cell.transport]
    return f"{transport}, {cell.latency} ms"


def _spread(spread: Spread) -> str:
    """Return the median, and the extremes where there are some; three figures are enough."""
    median, least, most = (f"{value:.2f}" if value < 10 else f"{value:.1f}" for value in _of(spread))  # noqa: PLR2004
    return median if least == most else f"{median} ({least}-{most})"


def _of(spread: Spread) -> tuple[float, float, float]:
    return spread.median, spread.least, spread.most


def _status(result: Result) -> str:
    worst = result.worst_status
    return "" if worst is None else f"{worst.p50:.1f} / {worst.p99:.1f} / {worst.worst:.0f}"
