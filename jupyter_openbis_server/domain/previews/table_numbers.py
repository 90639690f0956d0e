"""Detection of numbers and their decimal mark in the cells of a text table."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

_WHOLE = re.compile(r"[+-]?\d+")
_MISSING = frozenset({"", "-", "na", "n/a", "nan", "null", "none"})


def decimal_mark(rows: Sequence[Sequence[str]]) -> str:
    """Return the decimal mark of a table, `.` or `,`.

    A mark counts for a column of numbers in which it occurs, unless all of them may also be whole numbers with
    thousands separators: such marks are ambiguous, and the column remains text.
    """
    by_column = list(itertools.zip_longest(*(rows[1:] or rows), fillvalue=""))
    counts = {mark: Counter(_proves(column, mark) for column in by_column)[True] for mark in ",."}
    return "," if counts[","] > counts["."] else "."


def is_numeric(column: Iterable[str], decimal: str) -> bool:
    """Return whether a column contains numbers, and apart from them only missing values."""
    cells = _filled(column)
    return bool(cells) and all(is_number(cell, decimal) for cell in cells)


def is_number(cell: str, decimal: str) -> bool:
    """Return whether a cell without surrounding space is a number, with or without thousands separators."""
    if _WHOLE.fullmatch(cell):
        return True
    other = "." if decimal == "," else ","
    in_thousands = re.fullmatch(rf"[+-]?\d{{1,3}}(\{other}\d{{3}})+(\{decimal}\d*)?", cell)
    plain = cell.replace(other, "") if in_thousands else cell
    return bool(re.fullmatch(rf"[+-]?(\d+\{decimal}?\d*|\{decimal}\d+)([eE][+-]?\d+)?", plain))


def is_header(row: Sequence[str], following: Sequence[Sequence[str]]) -> bool:
    """Return whether a row is a header: all cells are words, with numbers below. One row of units may follow."""
    if len(_filled(row)) < len(row) or any(is_number(cell.strip(), mark) for cell in row for mark in ",."):
        return False
    below = [column for start in (0, 1) for column in itertools.zip_longest(*following[start:], fillvalue="")]
    return any(is_numeric(column, mark) for column in below for mark in ",.")


def _proves(column: Iterable[str], mark: str) -> bool:
    """Return whether a column has numbers that are valid with this decimal mark only."""
    cells = _filled(column)
    numbers = [cell for cell in cells if mark in cell]
    thousands = re.compile(rf"[+-]?[1-9]\d{{0,2}}(\{mark}\d{{3}})+")
    return bool(numbers) and is_numeric(cells, mark) and not all(map(thousands.fullmatch, numbers))


def _filled(column: Iterable[str]) -> list[str]:
    return [cell for cell in (each.strip() for each in column) if cell.lower() not in _MISSING]
