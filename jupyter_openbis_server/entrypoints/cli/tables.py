"""Columns of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows in columns as wide as needed; the last one is not padded."""
    lines = [list(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(f"{text:<{width}}" for text, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def size(number: int | None) -> str:
    """Return a number of bytes for people, e.g. `1.5 MiB`; `-` if it is not known."""
    if number is None:
        return "-"
    amount, units = float(number), ["bytes", "KiB", "MiB", "GiB", "TiB"]
    while amount >= 1024 and len(units) > 1:  # noqa: PLR2004 - the factor of binary units
        amount, units = amount / 1024, units[1:]
    return f"{number} bytes" if units[0] == "bytes" else f"{amount:.1f} {units[0]}"
