"""Conversion of property values from openBIS's form to Python values: the reverse of `property_value.convert`."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable
from typing import Any

from jupyter_openbis_server.domain.properties.property_value import PropertyValue, is_array
from jupyter_openbis_server.domain.properties.spreadsheet import spreadsheet_in

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIMESTAMP = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})[ T](?P<time>\d{2}:\d{2}:\d{2})(?:\.\d+)? ?(?P<zone>Z|[+-]\d{2}:?\d{2})", re.ASCII
)
_MAX_DIGITS = 40  # openBIS's integers have 64 bits; longer texts cost time
_BOOLEANS = {"true": True, "false": False}


def typed_value(value: PropertyValue, data_type: str | None, *, multi_value: bool = False) -> Any:  # noqa: ANN401
    """Return a property value as a Python value. A text that does not fit its data type stays a text.

    Args:
        value: The value in openBIS's form.
        data_type: INTEGER, VARCHAR, … as openBIS names it; None if it is not known.
        multi_value: Whether the property takes several values.

    Returns:
        int for INTEGER, float for REAL, bool for BOOLEAN, an aware datetime for TIMESTAMP, a date for DATE, the
        decoded value for JSON, a `Spreadsheet` for XML that contains one, a list for a multi-valued or ARRAY_*
        property, and a text for all others; that is the code of a vocabulary term, and the permId of a sample.
    """
    kind = data_type or ""
    item = _READERS.get(kind.removeprefix("ARRAY_"), str)
    if multi_value and is_array(kind):
        texts = (value,) if isinstance(value, str) else value
        return [_array(each, item) for each in texts]
    if is_array(kind) and isinstance(value, str):
        return _array(value, item)
    if multi_value and isinstance(value, str):
        return [_read(value, item)]
    return _read(value, item) if isinstance(value, str) else [_read(each, item) for each in value]


def _array(text: str, read: Callable[[str], object]) -> list[object] | str:
    """Return the items of an array that is one text: JSON, or joined by commas as by servers before API 3.7."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        items = text.split(", ")
    items = items if isinstance(items, list) else text.split(", ")
    return [_read(each if isinstance(each, str) else json.dumps(each), read) for each in items]


def _read(text: str, read: Callable[[str], object]) -> object:
    try:
        return read(text)
    except (ValueError, OverflowError, RecursionError):
        return text


def _integer(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise ValueError(text)
    return int(text)


def _real(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _boolean(text: str) -> object:
    return _BOOLEANS.get(text.lower(), text)


def _timestamp(text: str) -> dt.datetime | str:
    """Return an aware datetime. A text without a zone stays a text: the zone would be a guess."""
    found = _TIMESTAMP.fullmatch(text)
    if not found:
        return text
    zone = "+0000" if found["zone"] == "Z" else found["zone"].replace(":", "")
    return dt.datetime.strptime(f"{found['date']} {found['time']} {zone}", "%Y-%m-%d %H:%M:%S %z")


def _date(text: str) -> dt.date | str:
    """Return a date; openBIS may add a time to it."""
    found = _DATE.match(text)
    is_date = found and (found.end() == len(text) or text[found.end()] in " T")
    return dt.date.fromisoformat(found[0]) if found and is_date else text


def _xml(text: str) -> object:
    return spreadsheet_in(text) or text


_READERS: dict[str, Callable[[str], object]] = {
    "INTEGER": _integer,
    "REAL": _real,
    "BOOLEAN": _boolean,
    "TIMESTAMP": _timestamp,
    "DATE": _date,
    "JSON": json.loads,
    "XML": _xml,
}
