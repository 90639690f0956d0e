"""Kinds of file content: images, and texts that hold a table."""

from __future__ import annotations

import csv
import itertools

from jupyter_openbis_server.domain.table_format import TableFormat, is_table, table_format

MOST_ROWS = 50
MOST_COLUMNS = 50

_IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_TABLES = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".tab": "text/tab-separated-values"}
_MAYBE_TABLES = (".txt", ".dat")
"""Endings of tables and of other texts."""


def image_type(begin: bytes) -> str | None:
    """Return the media type of an image that browsers show, or None."""
    if begin[:4] == b"RIFF" and begin[8:12] == b"WEBP":
        return "image/webp"
    return next((media_type for mark, media_type in _IMAGES.items() if begin.startswith(mark)), None)


def table_type(path: str) -> str | None:
    """Return the media type of a file whose name says that it holds a table, or None."""
    return next((media_type for ending, media_type in _TABLES.items() if path.lower().endswith(ending)), None)


def format_of_table(path: str, text: str, *, is_whole: bool) -> TableFormat | None:
    """Return how a file writes a table, or None if it holds none.

    Args:
        path: Its name says whether it holds a table; of texts that may, the content has to.
        text: The beginning of the file.
        is_whole: Whether that is all of it.
    """
    media_type = table_type(path)
    if media_type:
        return table_format(text, "\t") if media_type == _TABLES[".tsv"] else table_format(text)
    if path.lower().endswith(_MAYBE_TABLES) and is_table(text, is_whole=is_whole):
        return table_format(text)
    return None


def table_rows(text: str, form: TableFormat, *, is_whole: bool) -> tuple[tuple[tuple[str, ...], ...], bool] | None:
    """Return the first rows of a table, and whether there is more of them or in them.

    Args:
        text: The beginning of the file.
        form: How it writes the table.
        is_whole: Whether that is all of it; if not, its last row may be incomplete.

    Returns:
        The rows, not all of the same length; None if the text is no table.
    """
    try:
        rows = list(itertools.islice(form.rows(text), MOST_ROWS + 1))
    except csv.Error:
        return None
    if not is_whole and len(rows) <= MOST_ROWS:
        rows = rows[:-1] or rows  # a row of thousands of columns is worth more than none
    is_cut = not is_whole or len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows[:MOST_ROWS])
    shown = tuple(tuple(row[:MOST_COLUMNS]) for row in rows[:MOST_ROWS])
    return (shown, is_cut) if shown else None
