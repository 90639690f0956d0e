"""What the first bytes of a file tell: whether it is an image, a text or a table."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterator

MOST_ROWS = 50
MOST_COLUMNS = 50

_IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_WHITE = frozenset("\t\n\r\f")
_UNPRINTABLE = {code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _WHITE}
_TABLES = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".tab": "text/tab-separated-values"}
_DELIMITERS = ",;\t|"
_SNIFFED = 4096
"""Characters that csv's sniffer sees; the time it takes grows with the square of them."""


def image_type(begin: bytes) -> str | None:
    """Return the media type of an image that browsers show, or None."""
    if begin[:4] == b"RIFF" and begin[8:12] == b"WEBP":
        return "image/webp"
    return next((media_type for mark, media_type in _IMAGES.items() if begin.startswith(mark)), None)


def decoded(begin: bytes, *, is_whole: bool) -> str | None:
    """Return the beginning of a file as text, or None if it is none.

    Texts are UTF-8, UTF-16 with a byte order mark, or Latin-1. If that is not the whole file, a character of which the
    last bytes are missing is left out.
    """
    marked = next((encoding for mark, encoding in _MARKS.items() if begin.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "latin-1"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(begin, is_whole)
        except UnicodeDecodeError:
            continue
        if _UNPRINTABLE.isdisjoint(map(ord, set(text))):
            return text
    return None


def table_type(path: str) -> str | None:
    """Return the media type of a file whose name says that it holds a table, or None."""
    return next((media_type for ending, media_type in _TABLES.items() if path.lower().endswith(ending)), None)


def table_rows(text: str, media_type: str, *, is_whole: bool) -> tuple[tuple[tuple[str, ...], ...], bool] | None:
    """Return the first rows of a table, and whether there is more of them or in them.

    Args:
        text: The beginning of the file.
        media_type: What its name says.
        is_whole: Whether that is all of it; if not, nobody knows where its last row ends.

    Returns:
        The rows, not all of the same length; None if the text is no table.
    """
    try:
        rows = list(itertools.islice(_read(text, media_type), MOST_ROWS + 1))
    except csv.Error:
        return None
    if not is_whole and len(rows) <= MOST_ROWS:
        rows = rows[:-1] or rows  # a row of thousands of columns is worth more than none
    is_cut = not is_whole or len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows[:MOST_ROWS])
    shown = tuple(tuple(row[:MOST_COLUMNS]) for row in rows[:MOST_ROWS])
    return (shown, is_cut) if shown else None


def _read(text: str, media_type: str) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    if media_type == _TABLES[".tsv"]:
        return csv.reader(lines, csv.excel_tab)
    try:
        return csv.reader(lines, csv.Sniffer().sniff(text[:_SNIFFED], _DELIMITERS))
    except csv.Error:  # a single column, or nothing that its rows have in common
        return csv.reader(lines, csv.excel)
