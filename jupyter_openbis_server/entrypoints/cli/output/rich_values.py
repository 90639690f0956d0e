"""Conversion of property values that the ELN stores as HTML or as a spreadsheet to text for people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from jupyter_openbis_server.domain.properties.spreadsheet import is_spreadsheet, spreadsheet_in
from jupyter_openbis_server.entrypoints.cli.output.tables import table

_HTML = re.compile(
    r"\s*<(?:\?xml[^>]*\?>\s*<)?(?:html|head|body|p|div|span|h[1-6]|ul|ol|table|figure|blockquote|pre)\b",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "figure", "br", "hr")
)
_HIDDEN = frozenset(("script", "style", "head", "title"))
_BLANKS = re.compile(r"\s+")


def readable(text: str) -> list[str]:
    """Return a property's text as lines for people: tables in columns, paragraphs without tags, the rest unchanged."""
    if is_spreadsheet(text):
        rows = _cells(text)
        return ["(an empty spreadsheet)"] if not rows else table(rows)
    if _HTML.match(text):
        reader = _Reader()
        reader.feed(text)
        reader.close()
        return reader.lines() or [""]
    return text.splitlines() or [""]


def _cells(text: str) -> list[list[str]] | None:
    """Return the rows of a spreadsheet up to the last filled cell; None if it is empty or no spreadsheet."""
    sheet = spreadsheet_in(text)
    if sheet is None or not sheet.rows:
        return None
    return [list(map(_cell, row)) for row in ([sheet.headers, *sheet.rows] if any(sheet.headers) else sheet.rows)]


def _of_width(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]


def _cell(value: object) -> str:
    return "" if value is None else _BLANKS.sub(" ", str(value)).strip()


class _Reader(HTMLParser):
    """Collects the text of HTML: a line for each block, tables in columns."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._text = ""
        self._rows: list[list[str]] = []
        self._depth = 0
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See HTMLParser."""
        if tag in _HIDDEN:
            self._hidden += 1
        if tag == "img":
            self._text += f"[{dict(attrs).get('alt') or 'image'}]"
        if tag == "table":
            self._end_line()
            self._depth += 1
        elif tag == "tr" and self._depth:
            self._text = ""
            self._rows.append([])
        elif not self._depth and tag in _BLOCKS:
            self._end_line()
            self._text = "- " if tag == "li" else ""
        elif tag in _BLOCKS:
            self._text += " "

    def handle_endtag(self, tag: str) -> None:
        """See HTMLParser."""
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append(_cell(self._text))
            self._text = ""
        elif tag == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                self._end_table()
        elif not self._depth and tag in _BLOCKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        """See HTMLParser."""
        if not self._hidden:
            self._text += data

    def lines(self) -> list[str]:
        """Return the collected lines."""
        self._end_table()
        self._end_line()
        return self._lines

    def _end_line(self) -> None:
        text = _cell(self._text)
        if text and text != "-":
            self._lines.append(text)
        self._text = ""

    def _end_table(self) -> None:
        width = max(map(len, self._rows), default=0)
        self._lines += table(_of_width(row, width) for row in self._rows if any(row))
        self._rows, self._depth = [], 0
