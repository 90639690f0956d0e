"""Reading openBIS's responses, in which an object that occurs again is only a number.

Each bean has an integer `@id`; where the same Java object is written again, only that integer is sent. Dates are
integers too, so an integer is a reference only by its place: it is resolved when a field is read as a bean, and never
before. Nothing is copied or replaced, hence cycles do no harm.
"""

from __future__ import annotations

import datetime as dt
from array import array
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jupyter_openbis_server.domain.errors import UnexpectedResponse

_ID = "@id"
_MAX_ID = 2**31 - 1
"""Of openBIS, where it is a Java `int`."""
_SHOWN = 100


@dataclass(frozen=True)
class _Document:
    """A whole response: who gave it, and its beans by `@id`."""

    connection: str
    beans: Mapping[int, Mapping[str, Any]] | _RowBeans

    def unexpected(self, place: str) -> UnexpectedResponse:
        return UnexpectedResponse(self.connection, f"openBIS's answer has something unexpected at {place[:_SHOWN]!r}")


@dataclass(frozen=True)
class Bean:
    """An object of a response, read field by field. A field that is missing is null.

    All methods raise UnexpectedResponse for a field of another type.
    """

    _fields: Mapping[str, Any] = field(repr=False)
    _document: _Document = field(repr=False)

    def bean(self, key: str) -> Bean | None:
        """Return the object in a field, or None."""
        value = self._fields.get(key)
        return None if value is None else self._as_bean(value, key)

    def required_bean(self, key: str) -> Bean:
        """Return the object in a field."""
        return self._as_bean(self._fields.get(key), key)

    def beans(self, key: str) -> tuple[Bean, ...]:
        """Return the objects of the list in a field; null is an empty list."""
        value = self._fields.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self._document.unexpected(key)
        return tuple(self._as_bean(item, key) for item in value)

    def rows(self, key: str) -> tuple[tuple[Bean, ...], ...]:
        """Return the objects of the table, a list of lists, in a field."""
        value = self._fields.get(key)
        if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
            raise self._document.unexpected(key)
        return tuple(tuple(self._as_bean(cell, key) for cell in row) for row in value)

    def values(self) -> tuple[Bean, ...]:
        """Return all objects of this one, which is a map from ids to objects."""
        return tuple(self._as_bean(value, key) for key, value in self._fields.items())

    def text(self, key: str) -> str | None:
        """Return the text in a field, or None."""
        value = self._fields.get(key)
        if value is None or isinstance(value, str):
            return value
        raise self._document.unexpected(key)

    def required_text(self, key: str) -> str:
        """Return the text in a field that must have one."""
        value = self.text(key)
        if not value:
            raise self._document.unexpected(key)
        return value

    def number(self, key: str) -> int | None:
        """Return the integer in a field, or None."""
        value = self._fields.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise self._document.unexpected(key)

    def boolean(self, key: str) -> bool | None:
        """Return the Boolean in a field, or None."""
        value = self._fields.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise self._document.unexpected(key)

    def datetime(self, key: str) -> dt.datetime | None:
        """Return the date in a field (on the wire: milliseconds since 1970 UTC), or None."""
        value = self.number(key)
        if value is None:
            return None
        try:
            moment = dt.datetime.fromtimestamp(value / 1000, tz=dt.timezone.utc)
        except (ValueError, OverflowError, OSError) as error:
            raise self._document.unexpected(key) from error
        if not dt.MINYEAR < moment.year < dt.MAXYEAR:  # at the edges, zones lead out of the calendar
            raise self._document.unexpected(key)
        return moment

    def map(self, key: str) -> Mapping[str, Any]:
        """Return the map in a field, with values as `json.loads` returns them; null is an empty map."""
        value = self._fields.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._document.unexpected(key)
        return value

    def unexpected(self, key: str) -> UnexpectedResponse:
        """Return the error for a field whose value is not what it should be."""
        return self._document.unexpected(key)

    def _as_bean(self, value: object, key: str) -> Bean:
        if isinstance(value, int) and not isinstance(value, bool):
            value = self._document.beans.get(value)
        if not isinstance(value, dict):
            raise self._document.unexpected(key)
        return Bean(value, self._document)


class _RowBeans:
    """Beans by `@id`. Each row has one; it takes 12 bytes. Beans that differ in nothing else are kept once."""

    def __init__(self) -> None:
        self._numbers = array("q")  # ascending, since openBIS counts
        self._places = array("I")
        self._beans: list[Mapping[str, Any]] = []
        self._place_of: dict[Hashable, int] = {}
        self._out_of_order: dict[int, Mapping[str, Any]] = {}

    def get(self, number: int) -> Mapping[str, Any] | None:
        """Return the first bean that was added with an `@id`, or None."""
        at = bisect_left(self._numbers, number)
        if at < len(self._numbers) and self._numbers[at] == number:
            return self._beans[self._places[at]]
        return self._out_of_order.get(number)

    def add(self, number: int, bean: Mapping[str, Any]) -> None:
        """Keep a bean, unless there is one with this `@id`."""
        last = self._numbers[-1] if self._numbers else -1
        if last < number <= _MAX_ID:
            content = tuple((key, str(value)) for key, value in bean.items() if key != _ID)
            place = self._place_of.setdefault(content, len(self._beans))
            if place == len(self._beans):
                self._beans.append(bean)
            self._numbers.append(number)
            self._places.append(place)
        elif self.get(number) is None:
            self._out_of_order[number] = bean


class BeanRows:
    """Beans of a long array, read one by one while the response is parsed.

    References lead to the beans that were remembered: all of them would be the whole response. What a bean refers to
    comes earlier in the response (openbis-protocol.md, 1.5).
    """

    def __init__(self, connection: str) -> None:
        self._beans = _RowBeans()
        self._document = _Document(connection, self._beans)

    def row(self, value: object) -> Bean:
        """Return an element of the array, as `json.loads` returns it. Raises UnexpectedResponse."""
        if not isinstance(value, dict):
            raise self._document.unexpected("a row")
        return Bean(value, self._document)

    def remember(self, bean: Bean) -> None:
        """Let later rows refer to a bean of texts and numbers."""
        number = bean._fields.get(_ID)
        if isinstance(number, int):
            self._beans.add(number, bean._fields)


def decoded(result: object, connection: str) -> Bean:
    """Return the `result` of a response as a bean with a field `result`.

    Args:
        result: JSON values as `json.loads` returns them.
        connection: Whom to name in errors.
    """
    beans = {bean[_ID]: bean for bean in _dicts(result) if isinstance(bean.get(_ID), int)}
    return Bean({"result": result}, _Document(connection, beans))


def _dicts(value: object) -> Iterator[dict[str, Any]]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
