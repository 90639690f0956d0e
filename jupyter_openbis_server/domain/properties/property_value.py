"""Conversion of property values: what Python, JSON, YAML, a form or a command line gives, as openBIS takes it.

The same for every entrypoint. Nothing is turned into text by a `__str__()` or `__repr__()` of its own: what does not
fit the data type of its property is refused, and a subclass of a plain type, e.g. an `Enum` of texts, counts as its
value.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from jupyter_openbis_server.domain.model.property_text import (
    FREE_TEXTS,
    check_characters,
    expected,
    items_of,
    normalise,
)
from jupyter_openbis_server.domain.model.timestamp_text import timestamp_text

PropertyValue: TypeAlias = str | tuple[str, ...]
"""A value as openBIS has it: a text, or the texts of a multi-valued or ARRAY_* property.

An ARRAY_* property that is multi-valued as well has a JSON list in each text.
"""

_MAX_SHOWN = 60
_ARRAY = "ARRAY_"
_ITEM_TYPES = {"STRING": "VARCHAR"}
_MAX_NUMBER = 10**1000  # Python itself refuses to write out numbers of more than 4300 digits
_TEXT_ONLY = frozenset({"HYPERLINK", "XML", "SAMPLE", "MATERIAL"})
_DATE_TYPES = frozenset({"DATE", "TIMESTAMP"})
_WHOLE_NUMBER_TYPES = frozenset({"INTEGER", "BOOLEAN", "CONTROLLEDVOCABULARY"})


class InvalidValue(ValueError):
    """A value does not fit its property.

    Attributes:
        problems: What is wrong, for users; of a list, one text per wrong item.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class WrittenValue(str):
    """A text from a file whose notation also gives it a meaning, e.g. `0012` or `null` in YAML.

    A text property gets the text as it is written, a JSON property the value that is meant.

    Attributes:
        meaning: None, a truth value, a number, or the text itself.
    """

    __slots__ = ("meaning",)
    meaning: object

    def __new__(cls, text: str, meaning: object) -> WrittenValue:  # noqa: PYI034 - Self is not in Python 3.10
        """Keep a text with its meaning."""
        value = super().__new__(cls, text)
        value.meaning = meaning
        return value


def values_of(value: PropertyValue) -> tuple[str, ...]:
    """Return the texts of a value, one or several."""
    return (value,) if isinstance(value, str) else value


def name_in(properties: Mapping[str, PropertyValue]) -> str | None:
    """Return what users call an entity with these properties: `$NAME`; None if it is not set."""
    return ", ".join(values_of(properties.get("$NAME", ()))) or None


def is_array(data_type: str) -> bool:
    """Return whether each value of a data type is a list."""
    return data_type.startswith(_ARRAY)


def is_unset(raw: object, data_type: str = "") -> bool:
    """Return whether a raw value means that the property is not set: None, NaN, blank text, an empty list.

    For the data type JSON an empty list is a value.
    """
    raw = _plain(raw)
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
    """Return a value as openBIS takes it; None means that the property is not set.

    Args:
        raw: None, a text, truth value, number, `Decimal`, date, datetime, list, tuple or dict of such, or an `Enum`.
        data_type: INTEGER, VARCHAR, … as openBIS names it.
        multi_value: Whether the property takes several values. Those that are not set are left out.
        read: Return the text of one value that is set; raises ValueError with what would be one. Default: `to_text`.

    Raises:
        InvalidValue: it does not fit.
    """
    read = read or (lambda each: to_text(each, data_type))
    raw = _plain(raw)
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
    """Return one value that is set as text. Raises ValueError, which says what would be a value of the data type."""
    raw = _plain(raw)
    if isinstance(raw, str):
        return normalise(data_type, str(raw))
    if data_type == "JSON":
        return _json_text(raw)
    text = None if data_type in _TEXT_ONLY else _scalar_text(raw, data_type)
    if text is None:
        raise ValueError(expected(data_type))
    return normalise(data_type, text)


def _one(raw: object, data_type: str, read: Callable[[object], str]) -> str | None:
    """Return one value of a multi-valued property; None for an array without items."""
    if not is_array(data_type):
        return _checked(raw, read)
    if not isinstance(raw, (str, list, tuple)):
        raise InvalidValue(f"{_shown(raw)} is not a list of lists, e.g. [[1, 2], [3]]")
    items = _array(raw, data_type)
    return json.dumps(items, ensure_ascii=False, separators=(",", ":")) if items else None


def _array(raw: object, data_type: str) -> tuple[str, ...]:
    """Return the items of an array; a text is read as a list. Gaps are refused, since places count."""
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
    """Read all items but those that are None then. Raises InvalidValue with all problems, by numbers from 1."""
    texts: list[str] = []
    problems: list[str] = []
    for number, each in enumerate(items, 1):
        try:
            text = read(_plain(each))
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
    return InvalidValue(f"{_shown(raw)} is not {wanted}")


def _shown(raw: object) -> str:
    """Return a value for a message; only texts, numbers and dates are repeated."""
    if isinstance(raw, str):
        return repr(raw[:_MAX_SHOWN] + "…" if len(raw) > _MAX_SHOWN else str(raw))
    if isinstance(raw, (dt.date, float)):
        return str(raw)
    if isinstance(raw, int) and -_MAX_NUMBER < raw < _MAX_NUMBER:
        return str(raw)[:_MAX_SHOWN]
    return f"a value of type {type(raw).__name__}"


def _scalar_text(raw: object, data_type: str) -> str | None:
    """Return a Python value as text that the data type may take; None where it takes no such values."""
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


def _number_text(raw: int | float | Decimal, data_type: str) -> str | None:  # noqa: PYI041 - that is what there is
    """Return a number as text, a whole one without a fraction where there cannot be one; None where it has no text."""
    if not -_MAX_NUMBER < raw < _MAX_NUMBER:
        return None
    if isinstance(raw, int) or data_type in _WHOLE_NUMBER_TYPES:
        return str(int(raw)) if raw == int(raw) else None
    return repr(raw) if isinstance(raw, float) else str(raw)


def _plain(raw: object) -> object:
    """Return a text, number or date as its built-in type has it, and the value of an `Enum`; all else as it is."""
    if isinstance(raw, enum.Enum):
        return _plain(raw.value)
    if isinstance(raw, (WrittenValue, bool)):
        return raw
    for kind, plain in _PLAIN.items():
        if isinstance(raw, kind):
            return plain(raw)
    return raw


_PLAIN: dict[type, Callable[[Any], object]] = {
    str: str.__str__,
    int: int.__int__,
    float: float.__float__,
    Decimal: Decimal,
    dt.datetime: lambda raw: dt.datetime.combine(dt.datetime.date(raw), dt.datetime.timetz(raw)),
    dt.date: lambda raw: dt.date(raw.year, raw.month, raw.day),
}


def _json_text(raw: object) -> str:
    try:
        return json.dumps(_json_value(raw, ""), ensure_ascii=False)
    except (RecursionError, ValueError) as error:
        if isinstance(error, InvalidValue):
            raise
        raise ValueError(expected("JSON")) from None


def _json_value(raw: object, place: str) -> object:
    """Return a value of which `json.dumps` changes nothing.

    Raises:
        InvalidValue: what stands at a place of the tree is not JSON.
        ValueError: it is not JSON, and not in a tree.
    """
    raw = _plain(raw)
    if isinstance(raw, WrittenValue):
        return _json_value(raw.meaning, place)
    if isinstance(raw, dict):
        return {_json_key(key, place): _json_value(each, _inside(place, key)) for key, each in raw.items()}
    if isinstance(raw, (list, tuple)):
        return [_json_value(each, f"{place}[{number}]") for number, each in enumerate(raw)]
    if isinstance(raw, str):
        return _storable(raw, place)
    is_number = isinstance(raw, int) or (isinstance(raw, float) and math.isfinite(raw))
    if raw is None or (is_number and _is_writable(raw)):
        return raw
    if not place:
        raise ValueError(raw)
    raise InvalidValue(f"{place}: {_json_shown(raw)} is not JSON")


def _json_key(key: object, place: str) -> str:
    key = _plain(key)
    if not isinstance(key, str):
        raise InvalidValue(f"{place or 'JSON'}: {_shown(key)} is not a text, and only texts name values in JSON")
    return _storable(str(key), _inside(place, key))


def _inside(place: str, key: object) -> str:
    """Return the place of a value with a key, e.g. `wells.A1[0]`."""
    key = _plain(key)
    name = ascii(key)[1:-1][:_MAX_SHOWN] if isinstance(key, str) else ""
    return f"{place}.{name}" if place else name


def _json_shown(raw: object) -> str:
    """Return a number as JSON's users call it (`NaN`), all else as in other messages."""
    return "NaN" if isinstance(raw, float) and math.isnan(raw) else _shown(raw)


def _is_writable(number: object) -> bool:
    return not isinstance(number, int) or -_MAX_NUMBER < number < _MAX_NUMBER


def _storable(text: str, place: str) -> str:
    try:
        check_characters(text)
    except ValueError as error:
        if not place:
            raise
        raise InvalidValue(f"{place}: the text is not {error}") from None
    return text
