"""Values of Python as plain types, and as parts of messages."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable
from decimal import Decimal
from typing import Any

MAX_SHOWN = 60
"""Characters of a value in a message."""

MAX_NUMBER = 10**1000  # Python refuses to convert integers of more than 4300 digits to text


class InvalidValue(ValueError):
    """A value does not fit its property.

    Attributes:
        problems: Messages for users; for a list, one per wrong item.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class WrittenValue(str):
    """A text from a file whose notation also gives it a meaning, e.g. `0012` or `null` in YAML.

    A text property gets the text as written, a JSON property its meaning.

    Attributes:
        meaning: None, a Boolean, a number, or the text itself.
    """

    __slots__ = ("meaning",)
    meaning: object

    def __new__(cls, text: str, meaning: object) -> WrittenValue:  # noqa: PYI034 - Self is not in Python 3.10
        """Keep a text with its meaning."""
        value = super().__new__(cls, text)
        value.meaning = meaning
        return value


def shown(raw: object) -> str:
    """Return a value for a message; only texts, numbers and dates are quoted."""
    if isinstance(raw, str):
        return repr(raw[:MAX_SHOWN] + "…" if len(raw) > MAX_SHOWN else str(raw))
    if isinstance(raw, (dt.date, float)):
        return str(raw)
    if isinstance(raw, int) and -MAX_NUMBER < raw < MAX_NUMBER:
        return str(raw)[:MAX_SHOWN]
    return f"a value of type {type(raw).__name__}"


def plain(raw: object) -> object:
    """Return a text, number or date as its built-in type, an `Enum` as its value, and all other objects unchanged."""
    if isinstance(raw, enum.Enum):
        return plain(raw.value)
    if isinstance(raw, (WrittenValue, bool)):
        return raw
    for kind, built_in in _PLAIN.items():
        if isinstance(raw, kind):
            return built_in(raw)
    return raw


_PLAIN: dict[type, Callable[[Any], object]] = {
    str: str.__str__,
    int: int.__int__,
    float: float.__float__,
    Decimal: Decimal,
    dt.datetime: lambda raw: dt.datetime.combine(dt.datetime.date(raw), dt.datetime.timetz(raw)),
    dt.date: lambda raw: dt.date(raw.year, raw.month, raw.day),
}
