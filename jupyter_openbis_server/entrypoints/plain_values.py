"""Conversion of values of numpy, pandas and similar libraries to plain Python values, without importing them."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

_MISSING = frozenset({("pandas", "NAType"), ("pandas", "NaTType"), ("numpy", "MaskedConstant")})
_DOUBLE_BYTES = 8


def plain_value(value: Any) -> object:  # noqa: ANN401 - accepts any value
    """Return a value converted to built-in Python types, recursively; unknown types are returned unchanged.

    Missing values become None; arrays, series and tensors become lists; a `Timestamp` of pandas becomes a datetime;
    an `Enum` becomes its value.
    """
    if isinstance(value, enum.Enum):
        return plain_value(value.value)
    if isinstance(value, dict):
        return {_plain_key(key): plain_value(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_value(each) for each in value]
    if hasattr(value, "__iter__") and (hasattr(value, "tolist") or hasattr(value, "to_list")):
        return [plain_value(each) for each in value] if getattr(value, "ndim", 1) else _scalar(value)
    return _scalar(value)


def _plain_key(key: Any) -> Any:  # noqa: ANN401
    return key.value if isinstance(key, enum.Enum) else key


def _scalar(value: Any) -> object:  # noqa: ANN401
    kind = type(value)
    if (kind.__module__.partition(".")[0], kind.__name__) in _MISSING:
        return None
    if isinstance(value, dt.datetime):
        return dt.datetime.combine(value.date(), value.timetz())  # without the nanoseconds of pandas
    return _numpy_scalar(value) if hasattr(value, "dtype") and hasattr(value, "item") else value


def _numpy_scalar(value: Any) -> object:  # noqa: ANN401
    """Convert a number, text or date of numpy; return a duration, which openBIS does not have, unchanged."""
    kind = getattr(value.dtype, "kind", "")
    if kind == "M":
        moment = value.astype("datetime64[us]").item()  # for nanoseconds, `item` would return an integer
        return value if isinstance(moment, int) else moment  # an integer: the year is out of range for Python
    if kind == "m":
        return value
    if kind == "f" and value.dtype.itemsize < _DOUBLE_BYTES:
        return float(str(value))  # 0.1, not 0.10000000149011612
    return value.item()
