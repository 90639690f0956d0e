"""Spreadsheets of the ELN in property values.

An XML property of the ELN's spreadsheet widget holds JSON in base64 between `<DATA>` and `</DATA>`, with the texts of
the cells row by row under `values` (what users see) and `data` (what they typed), and the names of the columns under
`headers` (openbis-protocol.md, 3.4; the same in pybis/property_reformatter.py and pybis/spreadsheet.py).
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass

_ENCODED = re.compile(r"\s*<DATA>(?P<base64>[A-Za-z0-9+/=\s]*)</DATA>\s*", re.DOTALL)


@dataclass(frozen=True)
class Spreadsheet:
    """The filled part of a spreadsheet, as users see it.

    Attributes:
        headers: Names of the columns, e.g. `A`, `B`.
        rows: Texts of the cells, as many in each row as there are headers; empty cells are empty texts.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def is_spreadsheet(text: str) -> bool:
    """Return whether a text has the form of a spreadsheet; its content may be invalid."""
    return _ENCODED.fullmatch(text) is not None


def spreadsheet_in(text: str) -> Spreadsheet | None:
    """Return the spreadsheet in a property value, without empty columns and rows at its end; None if it has none."""
    found = _ENCODED.fullmatch(text)
    return _decoded(found["base64"]) if found else None


def _decoded(data: str) -> Spreadsheet | None:
    try:
        sheet = json.loads(base64.b64decode(data))
    except (ValueError, RecursionError):
        return None
    if not isinstance(sheet, dict):
        return None
    shown, headers = sheet.get("values") or sheet.get("data"), sheet.get("headers")
    if not isinstance(shown, list):
        return None
    rows = [tuple(map(_cell, row)) for row in shown if isinstance(row, list)]
    width = max((max((n for n, cell in enumerate(row, 1) if cell), default=0) for row in rows), default=0)
    while rows and not any(rows[-1]):
        rows.pop()
    names = tuple(map(_cell, headers)) if isinstance(headers, list) else ()
    return Spreadsheet(_of_width(names, width), tuple(_of_width(row, width) for row in rows))


def _of_width(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return row[:width] + ("",) * (width - len(row))


def _cell(value: object) -> str:
    return "" if value is None else str(value)
