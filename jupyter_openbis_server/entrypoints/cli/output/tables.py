"""Columns of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from jupyter_openbis_server.entrypoints.cli.output.terminal import printable


def table(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return printable lines with columns as wide as needed; the last one is not padded.

    Widths are those of the screen: an East Asian character takes two cells, a combining one none.
    """
    lines = [[printable(text) for text in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    return ["  ".join(map(_padded, line, widths)).rstrip() for line in lines]


def size(number: int | None) -> str:
    """Return a number of bytes for people, e.g. `1.5 MiB`; `-` if it is not known."""
    if number is None:
        return "-"
    amount, units = float(number), ["bytes", "KiB", "MiB", "GiB", "TiB"]
    while amount >= 1024 and len(units) > 1:  # noqa: PLR2004 - the factor of binary units
        amount, units = amount / 1024, units[1:]
    return f"{number} bytes" if units[0] == "bytes" else f"{amount:.1f} {units[0]}"


def local_time(moment: dt.datetime | None) -> str:
    """Return a time in the zone of this computer, by ISO 8601 with a blank, to the minute; `-` if it is not known."""
    return moment.astimezone().isoformat(" ", "minutes") if moment else "-"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))
