"""Property values for users of the library."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyter_openbis_server.domain.properties import spreadsheet as decoded
from jupyter_openbis_server.domain.properties.property_value import PropertyValue
from jupyter_openbis_server.domain.properties.typed_values import typed_value
from jupyter_openbis_server.entrypoints.library.entities.frames import frame_of
from jupyter_openbis_server.entrypoints.library.entities.shown import MAX_ROWS, html_table

if TYPE_CHECKING:
    import pandas as pd


_INTEGER = re.compile(r"[+-]?(?:0|[1-9]\d{0,18})", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True)
class Spreadsheet:
    """A spreadsheet of the ELN: its filled part, as users see it.

    Attributes:
        headers: Names of the columns, e.g. `A`, `B`.
        rows: Texts of the cells; empty cells are empty texts.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def to_frame(self, *, first_row_is_header: bool = False) -> pd.DataFrame:
        """Return a data frame of the cells; columns of numbers only are numbers, and empty cells there are missing.

        A number does not begin with a further zero: `0012` is a text.

        >>> sheet = Spreadsheet(("A", "B"), (("well", "od600"), ("0012", "0.5"), ("0013", "")))
        >>> frame = sheet.to_frame(first_row_is_header=True)
        >>> frame["well"].tolist(), float(frame["od600"].sum())
        (['0012', '0013'], 0.5)

        Args:
            first_row_is_header: Whether the first row has the names of the columns, instead of `A`, `B` …

        Raises:
            MissingPackage: pandas is not installed.
        """
        rows = list(self.rows)
        headers = [*self.headers]
        if first_row_is_header and rows:
            headers = [name or letter for name, letter in zip(rows.pop(0), headers, strict=True)]
        names = _distinct(headers)
        columns = [_column([row[number] for row in rows]) for number in range(len(names))]
        return frame_of((dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)), names)

    def _repr_html_(self) -> str:
        more = len(self.rows) - MAX_ROWS
        return html_table(self.headers, self.rows[:MAX_ROWS], f"and {more} more rows" if more > 0 else "")


def value_of(value: PropertyValue, data_type: str | None, *, multi_value: bool) -> Any:  # noqa: ANN401
    """Return a property value as a Python value: see `typed_value`."""
    return _public(typed_value(value, data_type, multi_value=multi_value))


def _public(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, decoded.Spreadsheet):
        return Spreadsheet(value.headers, value.rows)
    if isinstance(value, list):
        return [_public(each) for each in value]
    return value


def _distinct(names: list[str]) -> list[str]:
    """Return names without duplicates: a number is added to the second and further ones."""
    taken: set[str] = set()
    for number, name in enumerate(names):
        distinct, count = name, 1
        while distinct in taken:
            count += 1
            distinct = f"{name}.{count}"
        taken.add(distinct)
        names[number] = distinct
    return names


def _column(texts: list[str]) -> list[Any]:
    """Return the cells of a column as numbers if all that are filled are numbers.

    What Python reads as a number, but users do not write as one, is a text: `007` is a code, `nan` may be a name.
    """
    filled = [text.strip() for text in texts if text.strip()]
    if not all(map(_NUMBER.fullmatch, filled)):
        return list(texts)
    read = int if all(map(_INTEGER.fullmatch, filled)) else float
    return [read(text) if text.strip() else None for text in texts]
