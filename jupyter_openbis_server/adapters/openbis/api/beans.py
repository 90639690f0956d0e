"""Reading openBIS's answers, in which an object that occurs again is only a number.

Each bean has an integer `@id`; where the same Java object is written again, only that integer stands. Dates are
integers too, so an integer is a reference only by its place: it is resolved when a field is read as a bean, and never
before. Nothing is copied or replaced, hence cycles do no harm.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jupyter_openbis_server.domain.errors import InstanceNonsense

_ID = "@id"
_SHOWN = 100


@dataclass(frozen=True)
class _Document:
    """A whole answer: who gave it, and its beans by `@id`."""

    connection: str
    beans: Mapping[int, Mapping[str, Any]]

    def nonsense(self, place: str) -> InstanceNonsense:
        return InstanceNonsense(self.connection, f"openBIS's answer has something unexpected at {place[:_SHOWN]!r}")


@dataclass(frozen=True)
class Bean:
    """An object of an answer, read field by field. A field that is missing is null.

    All methods raise InstanceNonsense for a field of another type.
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
            raise self._document.nonsense(key)
        return tuple(self._as_bean(item, key) for item in value)

    def rows(self, key: str) -> tuple[tuple[Bean, ...], ...]:
        """Return the objects of the table, a list of lists, in a field."""
        value = self._fields.get(key)
        if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
            raise self._document.nonsense(key)
        return tuple(tuple(self._as_bean(cell, key) for cell in row) for row in value)

    def values(self) -> tuple[Bean, ...]:
        """Return all objects of this one, which is a map from ids to objects."""
        return tuple(self._as_bean(value, key) for key, value in self._fields.items())

    def text(self, key: str) -> str | None:
        """Return the text in a field, or None."""
        value = self._fields.get(key)
        if value is None or isinstance(value, str):
            return value
        raise self._document.nonsense(key)

    def required_text(self, key: str) -> str:
        """Return the text in a field that must have one."""
        value = self.text(key)
        if not value:
            raise self._document.nonsense(key)
        return value

    def number(self, key: str) -> int | None:
        """Return the integer in a field, or None."""
        value = self._fields.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise self._document.nonsense(key)

    def flag(self, key: str) -> bool | None:
        """Return the truth value in a field, or None."""
        value = self._fields.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise self._document.nonsense(key)

    def moment(self, key: str) -> dt.datetime | None:
        """Return the date in a field (on the wire: milliseconds since 1970 UTC), or None."""
        value = self.number(key)
        if value is None:
            return None
        try:
            moment = dt.datetime.fromtimestamp(value / 1000, tz=dt.timezone.utc)
        except (ValueError, OverflowError, OSError) as error:
            raise self._document.nonsense(key) from error
        if not dt.MINYEAR < moment.year < dt.MAXYEAR:  # at the edges, zones lead out of the calendar
            raise self._document.nonsense(key)
        return moment

    def map(self, key: str) -> Mapping[str, Any]:
        """Return the map in a field, with values as `json.loads` returns them; null is an empty map."""
        value = self._fields.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._document.nonsense(key)
        return value

    def unexpected(self, key: str) -> InstanceNonsense:
        """Return the error for a field whose value is not what it should be."""
        return self._document.nonsense(key)

    def _as_bean(self, value: object, key: str) -> Bean:
        if isinstance(value, int) and not isinstance(value, bool):
            value = self._document.beans.get(value)
        if not isinstance(value, dict):
            raise self._document.nonsense(key)
        return Bean(value, self._document)


def decoded(result: object, connection: str) -> Bean:
    """Return the `result` of an answer as a bean with a field `result`.

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
