"""Detection of images, tables and binary formats in the content of files."""

from __future__ import annotations

import csv
import itertools

from jupyter_openbis_server.domain.previews.table_format import TableFormat, is_table, table_format

MAX_ROWS = 50
MAX_COLUMNS = 50

TIFF = "image/tiff"
PDF = "application/pdf"
HDF5 = "application/x-hdf5"

_TIFF_MARKS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
"""Of both byte orders; `+` is BigTIFF."""
_HDF5_MARK = b"\x89HDF\r\n\x1a\n"
_PDF_MARK = b"%PDF-"
_HDF5_OFFSETS = (0, *(512 << power for power in range(7)))
"""Where the superblock can be: behind a user block of 512 bytes or a multiple by a power of two (HDF5 format, II.A)."""

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


def binary_type(begin: bytes) -> str | None:
    """Return the media type of a binary format that needs a reader: TIFF, PDF or HDF5; None for other content.

    Files of NeXus, NetCDF 4, NWB, AnnData and MATLAB 7.3 are HDF5.
    """
    if begin.startswith(_TIFF_MARKS):
        return TIFF
    if begin.startswith(_PDF_MARK):
        return PDF
    return HDF5 if any(begin.startswith(_HDF5_MARK, offset) for offset in _HDF5_OFFSETS) else None


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


def table_rows(
    text: str, form: TableFormat, *, is_whole: bool, max_rows: int = MAX_ROWS, max_columns: int = MAX_COLUMNS
) -> tuple[tuple[tuple[str, ...], ...], bool] | None:
    """Return the first rows of a table, and whether rows or cells are omitted.

    Args:
        text: The beginning of the file.
        form: The format of the table.
        is_whole: Whether `text` is the whole file; if not, its last row may be incomplete.
        max_rows: Maximum number of rows.
        max_columns: Maximum number of cells in a row.

    Returns:
        The rows, possibly of different lengths; None if the text is not a table.
    """
    try:
        rows = list(itertools.islice(form.rows(text), max_rows + 1))
    except csv.Error:
        return None
    if not is_whole and len(rows) <= max_rows:
        rows = rows[:-1] or rows  # keep an incomplete row if it is the only one, e.g. of thousands of columns
    is_cut = not is_whole or len(rows) > max_rows or any(len(row) > max_columns for row in rows[:max_rows])
    shown = tuple(tuple(row[:max_columns]) for row in rows[:max_rows])
    return (shown, is_cut) if shown else None
