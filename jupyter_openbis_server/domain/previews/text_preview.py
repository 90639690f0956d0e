"""Previews of texts and tables, part by part."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.previews.file_content import (
    MAX_COLUMNS,
    MAX_ROWS,
    format_of_table,
    table_rows,
    table_type,
)
from jupyter_openbis_server.domain.previews.file_ranges import FileRanges
from jupyter_openbis_server.domain.previews.no_preview import Reason, ReasonCode
from jupyter_openbis_server.domain.previews.preview import Preview, PreviewKind, PreviewRequest
from jupyter_openbis_server.domain.previews.table_format import TableFormat
from jupyter_openbis_server.domain.previews.text_encoding import DecodedText, decode
from jupyter_openbis_server.domain.previews.text_parts import decode_part, first_part, printable

MAX_TEXT_BYTES = 64 << 10


@dataclass(frozen=True)
class Limits:
    """Limits of one part."""

    bytes: int
    rows: int
    columns: int


_SMALL = Limits(MAX_TEXT_BYTES, MAX_ROWS, MAX_COLUMNS)
_LARGE = Limits(4 * MAX_TEXT_BYTES, 500, 200)


def limits_of(request: PreviewRequest) -> Limits:
    """Return the limits for a request."""
    return _LARGE if request.large else _SMALL


def text_preview(source: FileRanges, begin: bytes, request: PreviewRequest) -> Preview:
    """Return the first part of a text or table; an empty preview for other content.

    Args:
        source: The file.
        begin: Its first bytes; not more than the limit is shown.
        request: The requested size.
    """
    shown = begin[: limits_of(request).bytes]
    decoded = decode(shown, is_whole=len(shown) == source.size)
    if decoded is None:
        return Preview.nothing(Reason(ReasonCode.NOT_SHOWN))
    form = format_of_table(source.entry.path, decoded.text, is_whole=len(shown) == source.size)
    return _part(source, decoded, form, decoded.encoding, 0, request)


def next_part(source: FileRanges, request: PreviewRequest) -> Preview:
    """Return another part of a text or table. Encoding and format are those of its first part."""
    begin = source.known[:MAX_TEXT_BYTES]
    decoded = decode(begin, is_whole=len(begin) == source.size)
    if decoded is None:
        return Preview.nothing(Reason(ReasonCode.NOT_SHOWN))
    form = format_of_table(source.entry.path, decoded.text, is_whole=len(begin) == source.size)
    start = min(request.offset, source.size)
    content = source.read(start, min(start + limits_of(request).bytes, source.size)) if start < source.size else b""
    text, actual = decode_part(content, decoded.encoding, begin)
    return _part(
        source,
        DecodedText(text, decoded.encoding),
        form and replace(form, skip_lines=0),
        actual,
        start,
        request,
        skip_lines=form.skip_lines if form else 0,
    )


def _part(
    source: FileRanges,
    decoded: DecodedText,
    form: TableFormat | None,
    encoding: str,
    start: int,
    request: PreviewRequest,
    *,
    skip_lines: int | None = None,
) -> Preview:
    """Return the preview of a part that begins at an offset; `encoding` is that of the part alone."""
    limits = limits_of(request)
    part, following = _complete_lines(source, decoded.text, form, encoding, start, limits)
    text = printable(part)
    rows = form and table_rows(text, form, is_whole=True, max_rows=limits.rows + 1, max_columns=limits.columns)
    if form is None or (not rows and start == 0):
        return Preview(
            PreviewKind.TEXT,
            "text/plain",
            text=text,
            truncated=following is not None,
            encoding=decoded.encoding,
            next_offset=following,
        )
    shown, is_cut = rows or ((), False)
    return Preview(
        PreviewKind.TABLE,
        table_type(source.entry.path) or "text/plain",
        rows=shown,
        truncated=is_cut or following is not None,
        encoding=decoded.encoding,
        delimiter=form.delimiter,
        decimal=form.decimal,
        skips_space=form.skips_space,
        skip_lines=form.skip_lines if skip_lines is None else skip_lines,
        trailing_delimiter=form.trailing_delimiter,
        blank_lines=form.blank_lines,
        literal_quotes=form.literal_quotes,
        next_offset=following,
    )


def _complete_lines(
    source: FileRanges, text: str, form: TableFormat | None, encoding: str, start: int, limits: Limits
) -> tuple[str, int | None]:
    """Return the complete lines at the beginning of a text, and the offset of the next part; None if there is none."""
    is_whole = start + min(limits.bytes, source.size - start) >= source.size
    part = first_part(
        text,
        encoding,
        is_whole=is_whole,
        max_lines=limits.rows + form.skip_lines if form else limits.bytes,
        quotes=form is not None and not form.literal_quotes,
    )
    is_last = (is_whole and part.text == text) or not part.length
    end = source.size if is_last else min(start + part.length, source.size)
    return part.text, end if end < source.size else None
