"""Comparison of property values that may be written in different forms."""

from __future__ import annotations

import datetime as dt
import json

from jupyter_openbis_server.domain.properties.property_value import PropertyValue, convert, values_of
from jupyter_openbis_server.domain.properties.python_values import InvalidValue


def is_same(one: PropertyValue | None, other: PropertyValue | None, data_type: str, *, multi_value: bool) -> bool:
    """Return whether two values are the same for openBIS: as numbers, as points in time, as lists.

    openBIS stores some values in another form than they are sent, e.g. timestamps in its own time zone, and answers
    arrays as one text before API 3.7 (openbis-protocol 3.4).
    """
    if one == other or one is None or other is None:
        return one == other
    try:
        first, second = (convert(each, data_type, multi_value=multi_value) for each in (one, other))
    except InvalidValue:  # openBIS has a value that it would not accept any more
        return False
    if first is None or second is None or isinstance(first, str) != isinstance(second, str):
        return first == second
    item_type = data_type.removeprefix("ARRAY_")
    return [_key(each, item_type) for each in values_of(first)] == [_key(each, item_type) for each in values_of(second)]


def _key(text: str, data_type: str) -> object:
    try:
        if data_type == "REAL":
            return float(text)
        if data_type == "JSON":
            return json.dumps(json.loads(text), sort_keys=True)  # values: 1 equals True
        return dt.datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z") if data_type == "TIMESTAMP" else text
    except (ValueError, RecursionError):  # e.g. without a time zone: openBIS's own is not known
        return text
