"""Detection of how a text writes a table: delimiter and decimal mark."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MAX_SAMPLE_ROWS = 50
MAX_SAMPLE_CHARACTERS = 32 << 10
_DELIMITERS = "\t;|,"
"""The likelier ones first: a comma may also be a decimal mark, the others hardly occur in numbers."""

_MIN_CONSISTENT = 0.8
"""Least share of rows with as many cells as the header for a delimiter to be one."""

_WHOLE = re.compile(r"[+-]?\d+")
_MISSING = frozenset({"", "-", "na", "n/a", "nan", "null", "none"})

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class TableFormat:
    """How a text writes a table. Quotes are `"`, doubled inside of quotes.

    Attributes:
        delimiter: One character.
        decimal: `.` or `,`.
        skips_space: Whether a space follows each delimiter, which belongs to no cell.
    """

    delimiter: str = ","
    decimal: str = "."
    skips_space: bool = False

    def rows(self, text: str) -> Iterator[list[str]]:
        """Yield the rows of a text, empty ones left out. Raises csv.Error."""
        lines = io.StringIO(text, newline="")
        reader = csv.reader(lines, delimiter=self.delimiter, skipinitialspace=self.skips_space)
        return (row for row in reader if row)


def table_format(text: str, delimiters: str = _DELIMITERS) -> TableFormat:
    """Return the format of a text that is known to be a table.

    The delimiter is the one by which most rows have as many cells as the header; of several such, the one by which the
    cells are numbers.

    Args:
        text: The beginning of the table.
        delimiters: Those that may occur.
    """
    sample = text[:MAX_SAMPLE_CHARACTERS]
    found = _fitting(sample, delimiters) or _fitting(sample, delimiters, has_title=True)
    if not found:
        alone = delimiters if len(delimiters) == 1 else ","
        decimal = _decimal(_column(sample))
        return TableFormat(";" if decimal == alone else alone, decimal)
    return max(found, key=lambda each: each.score).format


def is_table(text: str, *, is_whole: bool) -> bool:
    """Return whether a text whose name does not say so is a table.

    It is if it has two rows or more, all with the same number of cells, two or more, and a column of numbers.

    Args:
        text: The beginning of the file.
        is_whole: Whether that is all of it; if not, its last row may be incomplete.
    """
    sample = text[:MAX_SAMPLE_CHARACTERS]
    form = table_format(sample)
    rows = _sample_rows(form, sample)
    if rows and (not is_whole or len(sample) < len(text)) and len(rows) < MAX_SAMPLE_ROWS:
        rows = rows[:-1]
    widths = {len(row) for row in rows}
    if len(rows) < 2 or len(widths) != 1 or widths.pop() < 2:  # noqa: PLR2004 - a header and a row, two columns
        return False
    return any(_is_numeric(column, form.decimal) for column in zip(*rows[1:], strict=True))


@dataclass(frozen=True)
class _Tried:
    format: TableFormat
    score: tuple[float, float, int]


def _fitting(sample: str, delimiters: str, *, has_title: bool = False) -> list[_Tried]:
    """Return the delimiters that fit; `has_title`: what is above the header need not."""
    tried = [_tried(sample, delimiter, has_title=has_title) for delimiter in delimiters]
    return [each for each in tried if each]


def _tried(sample: str, delimiter: str, *, has_title: bool) -> _Tried | None:
    """Return how well a delimiter fits, or None if it does not."""
    head = sample.split("\n", 1)[0]
    skips_space = head.count(delimiter) > 0 and head.count(delimiter) == head.count(f"{delimiter} ")
    form = TableFormat(delimiter, skips_space=skips_space)
    rows = _sample_rows(form, sample)
    widths = Counter(map(len, rows))
    width = (widths.most_common(1)[0][0] if has_title else len(rows[0])) if rows else 0
    if has_title and delimiter == "," and width == 2:  # noqa: PLR2004 - a column of decimal commas looks the same
        return None
    if has_title:
        rows = list(itertools.dropwhile(lambda row: len(row) != width, rows))
    consistent = sum(len(row) == width for row in rows) / max(1, len(rows))
    if width < 2 or (consistent < _MIN_CONSISTENT and not _is_cut_short(rows, width)):  # noqa: PLR2004
        return None
    decimal = _decimal(rows, delimiter)
    form = TableFormat(delimiter, decimal, skips_space)
    body = [row for row in rows[1:] or rows if len(row) == width]
    numeric = sum(_is_numeric(column, decimal) for column in zip(*body, strict=True)) / width
    return _Tried(form, (consistent, numeric, width))


def _is_cut_short(rows: Rows, width: int) -> bool:
    """Return whether only the last row differs, which may be incomplete."""
    return all(len(row) == width for row in rows[:-1])


def _sample_rows(form: TableFormat, sample: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        rows.extend(itertools.islice(form.rows(sample), MAX_SAMPLE_ROWS))
    except csv.Error:  # a cell that is longer than csv takes: by this delimiter, the text is no table
        return []
    return rows


def _column(sample: str) -> Rows:
    """Return a text as a table of one column."""
    return [[line] for line in itertools.islice(sample.splitlines(), MAX_SAMPLE_ROWS)]


def _decimal(rows: Rows, delimiter: str = "") -> str:
    """Return the decimal mark of a table.

    A mark counts for a column of numbers in which it occurs. Where three digits follow it everywhere, it may separate
    thousands; then it counts only if the other mark does not occur, and commas do not in tables that they delimit.
    """
    by_column = list(itertools.zip_longest(*(rows[1:] or rows), fillvalue=""))
    counts = {mark: Counter(_evidence(column, mark) for column in by_column) for mark in ",."}
    if counts[","]["sure"] != counts["."]["sure"]:
        return "," if counts[","]["sure"] > counts["."]["sure"] else "."
    is_comma = delimiter != "," and counts[","]["unsure"] and not counts["."]["sure"] and not counts["."]["unsure"]
    return "," if is_comma else "."


def _evidence(column: Iterable[str], mark: str) -> str:
    """Return `sure`, `unsure` or `none`: whether a column has numbers with this decimal mark."""
    cells = _filled(column)
    numbers = [cell for cell in cells if mark in cell]
    if not numbers or not _is_numeric(cells, mark):
        return "none"
    fraction = [re.split(r"[eE]", cell)[0].rpartition(mark)[2] for cell in numbers]
    whole = [cell.lstrip("+-").partition(mark)[0] for cell in numbers]
    is_unsure = all(len(digits) == 3 for digits in fraction) and not any(part in ("", "0") for part in whole)  # noqa: PLR2004
    return "unsure" if is_unsure else "sure"


def _is_numeric(column: Iterable[str], decimal: str) -> bool:
    """Return whether a column holds numbers, and nothing else but missing values."""
    cells = _filled(column)
    return bool(cells) and all(_is_number(cell, decimal) for cell in cells)


def _is_number(cell: str, decimal: str) -> bool:
    if _WHOLE.fullmatch(cell):
        return True
    other = "." if decimal == "," else ","
    in_thousands = re.fullmatch(rf"[+-]?\d{{1,3}}(\{other}\d{{3}})+(\{decimal}\d*)?", cell)
    plain = cell.replace(other, "") if in_thousands else cell
    return bool(re.fullmatch(rf"[+-]?(\d+\{decimal}?\d*|\{decimal}\d+)([eE][+-]?\d+)?", plain))


def _filled(column: Iterable[str]) -> list[str]:
    return [cell for cell in (each.strip() for each in column) if cell.lower() not in _MISSING]
