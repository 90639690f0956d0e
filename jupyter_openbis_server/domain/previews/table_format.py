"""Detection of the format of a text table: first line, delimiter, decimal mark, quotes."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.previews.table_numbers import decimal_mark, is_header, is_numeric

MAX_SAMPLE_ROWS = 50
MAX_SAMPLE_CHARACTERS = 32 << 10
_DELIMITERS = "\t;|,"
"""In order of likelihood: a comma may also be a decimal mark; the others are rare in numbers."""

_MIN_CONSISTENT = 0.8
"""Minimum share of rows with as many cells as the header for a delimiter to be accepted."""

_DELIMITER_LINE = re.compile(rf'"?sep=([{_DELIMITERS}])"?\s*')
"""First line that states the delimiter for Excel."""

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class TableFormat:
    """The format of a text table. Quotes are `"`, doubled inside quotes.

    Attributes:
        delimiter: One character.
        decimal: `.` or `,`.
        skips_space: Whether a space follows each delimiter and is not part of the cell.
        skip_lines: Number of lines above the header, including empty ones; they are not part of the table.
        trailing_delimiter: Whether each row except the header ends with a delimiter that no cell follows.
        blank_lines: Whether some lines contain only spaces or tabs; they are not rows.
        literal_quotes: Whether cells contain `"` and none begins with it; if so, it is an ordinary character.
    """

    delimiter: str = ","
    decimal: str = "."
    skips_space: bool = False
    skip_lines: int = 0
    trailing_delimiter: bool = False
    blank_lines: bool = False
    literal_quotes: bool = False

    def rows(self, text: str) -> Iterator[list[str]]:
        """Yield the rows of a text from the header on, without empty ones. Raises csv.Error."""
        lines = itertools.islice(io.StringIO(text, newline=""), self.skip_lines, None)
        reader = csv.reader(lines, delimiter=self.delimiter, skipinitialspace=self.skips_space)
        width = None
        for row in reader:
            if not row or (len(row) == 1 and not row[0].strip()):
                continue
            width = width or len(row)
            is_longer = self.trailing_delimiter and len(row) == width + 1 and not row[-1].strip()
            yield row[:-1] if is_longer else row


def table_format(text: str, delimiters: str = _DELIMITERS) -> TableFormat:
    """Return the format of a text that is known to be a table.

    The delimiter is the one with which most rows have as many cells as the header; if several qualify, the one with
    which most columns are numbers. Titles and comments above the header are not part of the table.

    Args:
        text: The beginning of the table.
        delimiters: The possible delimiters.
    """
    lines = list(io.StringIO(text[:MAX_SAMPLE_CHARACTERS], newline=""))
    stated = _DELIMITER_LINE.fullmatch(lines[0]) if lines else None
    form = _from_line(lines, 1, stated[1]) if stated else _below_comments(lines, delimiters)
    body = lines[form.skip_lines :]
    begins = re.compile(rf'(^|{re.escape(form.delimiter)}) *"')
    return replace(
        form,
        blank_lines=any(_is_blank(line, form.delimiter) for line in body),
        literal_quotes=any('"' in line for line in body) and not any(map(begins.search, body)),
    )


def is_table(text: str, *, is_whole: bool) -> bool:
    """Return whether a text is a table, if the name of its file does not state it.

    A table has at least two rows, the same number of cells (at least two) in each row, and a column of numbers. Other
    lines may precede a table with a header.

    Args:
        text: The beginning of the file.
        is_whole: Whether `text` is the whole file; if not, its last row may be incomplete.
    """
    sample = text[:MAX_SAMPLE_CHARACTERS]
    form = table_format(sample)
    rows = _sample_rows(form, sample)
    if rows and (not is_whole or len(sample) < len(text)) and len(rows) < MAX_SAMPLE_ROWS:
        rows = rows[:-1]
    widths = {len(row) for row in rows}
    if len(rows) < 2 or len(widths) != 1 or widths.pop() < 2:  # noqa: PLR2004 - a header and a row, two columns
        return False
    if form.skip_lines and not is_header(rows[0], rows[1:]):
        return False
    return any(is_numeric(column, form.decimal) for column in zip(*rows[1:], strict=True))


@dataclass(frozen=True)
class _Tried:
    format: TableFormat
    score: tuple[float, float, int]
    """Share of rows with the width of the header, share of columns that are numbers, width."""


def _below_comments(lines: list[str], delimiters: str) -> TableFormat:
    """Return the format of a table below lines that begin with `#`; the last of these lines may be its header."""
    marked = [at for at, line in _first_lines(lines) if line.startswith("#")]
    if not marked or marked[-1] + 1 >= len(lines):
        return _from_line(lines, 0, delimiters)
    form = _from_line(lines, marked[-1] + 1, delimiters)
    header, *rows = _sample_rows(form, "".join(lines)) or [[]]
    [last] = _sample_rows(TableFormat(form.delimiter), lines[marked[-1]]) or [[]]
    is_last_the_header = len(header) - len(last) in (0, 1) and len(last) > 1 and not is_header(header, rows)
    return _from_line(lines, marked[-1], delimiters) if is_last_the_header else form


def _first_lines(lines: list[str]) -> Iterator[tuple[int, str]]:
    return itertools.takewhile(lambda each: each[1][0] == "#" or not each[1].strip(), enumerate(lines))


def _from_line(lines: list[str], start: int, delimiters: str) -> TableFormat:
    """Return the format of a table that begins at a line, or whose title is there."""
    sample = "".join(lines[start:])
    plain = [each for each in (_tried(sample, delimiter) for delimiter in delimiters) if each]
    best = max(plain, key=lambda each: each.score, default=None)
    if best is None or best.score[0] < 1:
        titled = [each for each in (_titled(lines[start:], delimiter) for delimiter in delimiters) if each]
        found = max(titled, key=lambda each: each.score, default=None)
        best = found if found and (best is None or found.score[1] > best.score[1]) else best
    form = best.format if best else _one_column(sample, delimiters)
    return replace(form, skip_lines=start + form.skip_lines)


def _tried(sample: str, delimiter: str) -> _Tried | None:
    """Return the format and score of a delimiter for a table without title; None if it does not fit."""
    head = next((line for line in sample.splitlines() if line.strip()), "")
    skips_space = head.count(delimiter) > 0 and head.count(delimiter) == head.count(f"{delimiter} ")
    rows = _sample_rows(TableFormat(delimiter, skips_space=skips_space), sample)
    width = len(rows[0]) if rows else 0
    if width < 2:  # noqa: PLR2004 - a delimiter is between two
        return None
    longer = [row for row in rows[1:] if len(row) == width + 1]
    if longer and len(longer) >= _MIN_CONSISTENT * (len(rows) - 1):
        if is_header(rows[1], rows[2:]):  # the line above is a title that contains a delimiter
            return None
        is_trailing = len(rows[1]) == width + 1 and not any(cell.strip() for row in rows for cell in row[width:])
        body, consistent = longer, len(longer) / (len(rows) - 1)
    else:
        is_trailing = False
        body = [row for row in rows[1:] or rows if len(row) == width]
        consistent = sum(len(row) == width for row in rows) / len(rows)
        if consistent < _MIN_CONSISTENT and not _is_cut_short(rows, width):
            return None
    decimal = decimal_mark(rows)
    numeric = sum(is_numeric(column, decimal) for column in zip(*body, strict=True)) / width
    form = TableFormat(delimiter, decimal, skips_space, trailing_delimiter=is_trailing)
    return _Tried(form, (consistent, numeric, width))


def _titled(lines: list[str], delimiter: str) -> _Tried | None:
    """Return the format and score of a delimiter for a table below a title; None if it does not fit."""
    form = TableFormat(delimiter, skips_space=True)
    each_row = ((at, row) for at, line in enumerate(lines) if line.strip() for row in _sample_rows(form, line))
    starts = list(itertools.islice(each_row, MAX_SAMPLE_ROWS))
    common = Counter(len(row) for _, row in starts).most_common(1)
    if not common or common[0][0] < 2:  # noqa: PLR2004 - a delimiter is between two
        return None
    first = next(index for index, (_, row) in enumerate(starts) if len(row) == common[0][0])
    below = [row for _, row in starts[first:]]
    if first and 2 <= len(starts[first - 1][1]) == len(below[0]) - 1 and not is_header(below[0], below[1:]):  # noqa: PLR2004
        first -= 1  # a header, and rows with names or with a trailing delimiter
        below.insert(0, starts[first][1])
    at, header = starts[first]
    found = _tried("".join(lines[at:]), delimiter)
    if delimiter == "," and len(header) == 2 and not is_header(header, below[1:]):  # noqa: PLR2004
        return None  # a column of decimal commas looks the same
    is_title = at > 0 and (is_header(header, below[1:]) or not lines[at - 1].strip())
    return replace(found, format=replace(found.format, skip_lines=at if is_title else 0)) if found else None


def _is_blank(line: str, delimiter: str) -> bool:
    """Return whether a line consists of spaces, or of tabs that are not delimiters; at least one."""
    return bool(line.strip("\r\n")) and not line.strip() and delimiter not in line


def _is_cut_short(rows: Rows, width: int) -> bool:
    """Return whether all rows but the last, which may be incomplete, have a width."""
    return all(len(row) == width for row in rows[:-1])


def _sample_rows(form: TableFormat, sample: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        rows.extend(itertools.islice(form.rows(sample), MAX_SAMPLE_ROWS))
    except csv.Error:  # a cell exceeds the limit of csv: with this delimiter, the text is not a table
        return []
    return rows


def _one_column(sample: str, delimiters: str) -> TableFormat:
    """Return the format of a table of one column. Commas are part of its numbers unless the header has one, too."""
    column = [line for line in sample.splitlines() if line.strip()][:MAX_SAMPLE_ROWS]
    usual = delimiters if len(delimiters) == 1 else ","
    header, cells = column[:1], column[1:]
    in_numbers = "," in "".join(cells) and any(is_numeric(cells, mark) for mark in ",.")
    if usual != "," or "," in "".join(header) or not in_numbers:
        return TableFormat(usual, decimal_mark([[line] for line in column]) if usual != "," else ".")
    return TableFormat(";", decimal_mark([[line] for line in column]))
