"""Conversion of property values from Python, JSON, YAML, a form or a command line to openBIS's form.

It is the same for every entrypoint. No value is converted by its own `__str__()` or `__repr__()`: a value that does not
fit the data type of its property is rejected, and a subclass of a plain type, e.g. an `Enum` of texts, is converted as
its plain value.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from jupyter_openbis_server.domain.properties.json_text import json_text
from jupyter_openbis_server.domain.properties.property_text import (
    FREE_TEXTS,
    expected,
    items_of,
    normalise,
)
from jupyter_openbis_server.domain.properties.python_values import (
    MAX_NUMBER,
    InvalidValue,
    WrittenValue,
    plain,
    shown,
)
from jupyter_openbis_server.domain.properties.timestamp_text import timestamp_text

PropertyValue: TypeAlias = str | tuple[str, ...]
"""A value in openBIS's form: a text, or the texts of a multi-valued or ARRAY_* property.

If an ARRAY_* property is also multi-valued, each text is a JSON list.
"""

_ARRAY = "ARRAY_"
_ITEM_TYPES = {"STRING": "VARCHAR"}
_TEXT_ONLY = frozenset({"HYPERLINK", "XML", "SAMPLE", "MATERIAL"})
_DATE_TYPES = frozenset({"DATE", "TIMESTAMP"})
_WHOLE_NUMBER_TYPES = frozenset({"INTEGER", "BOOLEAN", "CONTROLLEDVOCABULARY"})


def values_of(value: PropertyValue) -> tuple[str, ...]:
    """Return the texts of a value as a tuple."""
    return (value,) if isinstance(value, str) else value


def name_in(properties: Mapping[str, PropertyValue]) -> str | None:
    """Return the display name in the properties of an entity: `$NAME`; None if it is not set."""
    return ", ".join(values_of(properties.get("$NAME", ()))) or None


def is_array(data_type: str) -> bool:
    """Return whether each value of a data type is a list."""
    return data_type.startswith(_ARRAY)


def is_unset(raw: object, data_type: str = "") -> bool:
    """Return whether a raw value means that the property is not set: None, NaN, blank text, an empty list.

    For the data type JSON an empty list is a value.
    """
    raw = plain(raw)
    if isinstance(raw, WrittenValue):
        return is_unset(raw.meaning)
    if isinstance(raw, str):
        return not raw.strip()
    if isinstance(raw, float):
        return math.isnan(raw)
    if isinstance(raw, Decimal):
        return raw.is_nan()
    return raw is None or (isinstance(raw, (list, tuple)) and not raw and data_type != "JSON")


def convert(
    raw: object, data_type: str, *, multi_value: bool = False, read: Callable[[object], str] | None = None
) -> PropertyValue | None:
    """Return a value in openBIS's form; None if the property is not set.

    Args:
        raw: None, a text, Boolean, number, `Decimal`, date, datetime, list, tuple or dict of such, or an `Enum`.
        data_type: INTEGER, VARCHAR, … as openBIS names it.
        multi_value: Whether the property takes several values. Those that are not set are omitted.
        read: Return the text of one value that is set; raises ValueError with a description of a valid one.
            Default: `to_text`.

    Raises:
        InvalidValue: the value does not fit.
    """
    read = read or (lambda each: to_text(each, data_type))
    raw = plain(raw)
    if is_unset(raw, "" if multi_value else data_type):
        return None
    if multi_value:
        several = raw if isinstance(raw, (list, tuple)) else [raw]
        return _each(several, lambda each: None if is_unset(each, data_type) else _one(each, data_type, read)) or None
    if is_array(data_type):
        return _array(raw, data_type) or None
    if isinstance(raw, (list, tuple)) and data_type != "JSON":
        raise InvalidValue("takes one value, not several")
    return _checked(raw, read)


def to_text(raw: object, data_type: str) -> str:
    """Return one value that is set as text. Raises ValueError with a description of a valid value."""
    raw = plain(raw)
    if isinstance(raw, str):
        return normalise(data_type, str(raw))
    if data_type == "JSON":
        return json_text(raw)
    text = None if data_type in _TEXT_ONLY else _scalar_text(raw, data_type)
    if text is None:
        raise ValueError(expected(data_type))
    return normalise(data_type, text)


def _one(raw: object, data_type: str, read: Callable[[object], str]) -> str | None:
    """Return one value of a multi-valued property; None for an array without items."""
    if not is_array(data_type):
        return _checked(raw, read)
    if not isinstance(raw, (str, list, tuple)):
        raise InvalidValue(f"{shown(raw)} is not a list of lists, e.g. [[1, 2], [3]]")
    items = _array(raw, data_type)
    return json.dumps(items, ensure_ascii=False, separators=(",", ":")) if items else None


def _array(raw: object, data_type: str) -> tuple[str, ...]:
    """Return the items of an array; a text is parsed as a list. Gaps are rejected, because positions matter."""
    item_type = data_type.removeprefix(_ARRAY)
    item_type = _ITEM_TYPES.get(item_type, item_type)
    items: Sequence[object] = raw if isinstance(raw, (list, tuple)) else ()
    if isinstance(raw, str):
        try:
            items = items_of(str(raw))
        except ValueError as error:
            raise _unfit(raw, error) from None
    elif not items:
        items = [raw]
    return _each(items, lambda each: _array_item(each, item_type))


def _array_item(raw: object, item_type: str) -> str:
    if is_unset(raw) and not (isinstance(raw, str) and not isinstance(raw, WrittenValue) and item_type in FREE_TEXTS):
        raise InvalidValue("is not set: an array has no gaps")
    if isinstance(raw, (list, tuple, dict)):
        raise _unfit(raw, ValueError(expected(item_type)))
    return _checked(raw, lambda each: to_text(each, item_type))


def _each(items: Sequence[object], read: Callable[[object], str | None]) -> tuple[str, ...]:
    """Convert all items and omit results that are None. Raises InvalidValue with all problems, numbered from 1."""
    texts: list[str] = []
    problems: list[str] = []
    for number, each in enumerate(items, 1):
        try:
            text = read(plain(each))
            texts += [] if text is None else [text]
        except InvalidValue as error:
            problems += [f"value {number}: {each}" if len(items) > 1 else each for each in error.problems]
    if problems:
        raise InvalidValue(*problems)
    return tuple(texts)


def _checked(raw: object, read: Callable[[object], str]) -> str:
    try:
        return read(raw)
    except InvalidValue:
        raise
    except ValueError as error:
        raise _unfit(raw, error) from None


def _unfit(raw: object, wanted: ValueError) -> InvalidValue:
    return InvalidValue(f"{shown(raw)} is not {wanted}")


def _scalar_text(raw: object, data_type: str) -> str | None:
    """Return a Python value as text for the data type; None if the data type does not accept such values."""
    if isinstance(raw, dt.date):
        return _date_text(raw, data_type)
    if data_type in _DATE_TYPES:
        return None
    if isinstance(raw, bool):
        return None if data_type in ("INTEGER", "REAL") else str(raw).lower()
    return _number_text(raw, data_type) if isinstance(raw, (int, float, Decimal)) else None


def _date_text(raw: dt.date, data_type: str) -> str | None:
    if data_type == "TIMESTAMP" and isinstance(raw, dt.datetime):
        return timestamp_text(raw)
    return raw.isoformat() if data_type in _DATE_TYPES or data_type in FREE_TEXTS else None


def _number_text(raw: int | float | Decimal, data_type: str) -> str | None:  # noqa: PYI041 - int is not float here
    """Return a number as text, without a zero fraction if the data type has none; None if there is no such text."""
    if not -MAX_NUMBER < raw < MAX_NUMBER:
        return None
    if isinstance(raw, int) or data_type in _WHOLE_NUMBER_TYPES:
        return str(int(raw)) if raw == int(raw) else None
    return repr(raw) if isinstance(raw, float) else str(raw)
