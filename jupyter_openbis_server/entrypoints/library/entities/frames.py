"""Data frames of pandas, which is imported on first use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

from jupyter_openbis_server.domain.errors import MissingPackage

if TYPE_CHECKING:
    import pandas as pd


def frame_of(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Return a data frame with typed columns; what a row does not have is missing in it.

    Whole numbers are `Int64`, numbers `float64`, Booleans `boolean`, and points in time `datetime64[…, UTC]`; columns
    of other or mixed values have the type that pandas chooses.

    Args:
        rows: Names of columns and values.
        columns: The first columns; those that only rows name follow, in the order of their first row.

    Raises:
        MissingPackage: pandas is not installed.
    """
    pandas, rows = _pandas(), list(rows)
    names = dict.fromkeys((*columns, *(name for row in rows for name in row)))
    frame: pd.DataFrame = pandas.DataFrame({name: _column(pandas, [row.get(name) for row in rows]) for name in names})
    return frame


def _pandas() -> ModuleType:
    try:
        import pandas as pd  # noqa: PLC0415 - optional, and takes half a second
    except ImportError:
        raise MissingPackage("pandas", "to_frame()") from None
    return pd


def _column(pandas: ModuleType, values: list[Any]) -> Any:  # noqa: ANN401 - a Series
    kinds = {type(each) for each in values if each is not None}
    if kinds == {int}:
        return _typed(pandas, values, "Int64")
    if kinds and kinds <= {int, float}:
        return _typed(pandas, values, "float64")
    if kinds == {bool}:
        return _typed(pandas, values, "boolean")
    if kinds == {dt.datetime}:
        return _moments(pandas, values)
    return pandas.Series(values, dtype=None if kinds == {str} else object)


def _typed(pandas: ModuleType, values: list[Any], dtype: str) -> Any:  # noqa: ANN401
    try:
        return pandas.Series(values, dtype=dtype)
    except (OverflowError, TypeError, ValueError):  # e.g. more than 64 bits
        return pandas.Series(values, dtype=object)


def _moments(pandas: ModuleType, values: list[Any]) -> Any:  # noqa: ANN401
    try:
        return pandas.Series(pandas.to_datetime(values, utc=True))
    except (OverflowError, ValueError):  # before pandas 3, nanoseconds limit the years
        return pandas.Series(values, dtype=object)
