"""Detection of images and tables in the content of files."""

from __future__ import annotations

import csv
import itertools

from jupyter_openbis_server.domain.previews.table_format import TableFormat, is_table, table_format

MAX_ROWS = 50
MAX_COLUMNS = 50

_IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_TABLES = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".tab": "text/tab-separated-values"}
TABLE_DELIMITERS = {suffix: "," if type_ == "text/csv" else "\t" for suffix, type_ in _TABLES.items()}
"""Usual delimiters of tables by the suffix of the file name."""

MAYBE_TABLES = (".txt", ".dat")
"""Suffixes of files that may be tables or other texts."""


def image_type(begin: bytes) -> str | None:
    """Return the media type of an image that browsers can display; None for other content."""
    if begin[:4] == b"RIFF" and begin[8:12] == b"WEBP":
        return "image/webp"
    return next((media_type for mark, media_type in _IMAGES.items() if begin.startswith(mark)), None)


def table_type(path: str) -> str | None:
    """Return the media type of a file whose name has a suffix of tables; None for other names."""
    return next((media_type for ending, media_type in _TABLES.items() if path.lower().endswith(ending)), None)


def format_of_table(path: str, text: str, *, is_whole: bool) -> TableFormat | None:
    """Return the format of the table in a file; None if the file is not a table.

    Args:
        path: The path of the file. If its suffix is ambiguous, the content decides.
        text: The beginning of the file.
        is_whole: Whether `text` is the whole file.
    """
    media_type = table_type(path)
    if media_type:
        return table_format(text, "\t") if media_type == _TABLES[".tsv"] else table_format(text)
    if path.lower().endswith(MAYBE_TABLES) and is_table(text, is_whole=is_whole):
        return table_format(text)
    return None


def table_rows(text: str, form: TableFormat, *, is_whole: bool) -> tuple[tuple[tuple[str, ...], ...], bool] | None:
    """Return the first rows of a table, and whether rows or cells are omitted.

    Args:
        text: The beginning of the file.
        form: The format of the table.
        is_whole: Whether `text` is the whole file; if not, its last row may be incomplete.

    Returns:
        The rows, possibly of different lengths; None if the text is not a table.
    """
    try:
        rows = list(itertools.islice(form.rows(text), MAX_ROWS + 1))
    except csv.Error:
        return None
    if not is_whole and len(rows) <= MAX_ROWS:
        rows = rows[:-1] or rows  # keep an incomplete row if it is the only one, e.g. of thousands of columns
    is_cut = not is_whole or len(rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows[:MAX_ROWS])
    shown = tuple(tuple(row[:MAX_COLUMNS]) for row in rows[:MAX_ROWS])
    return (shown, is_cut) if shown else None
