"""JSON as openBIS's object mapper writes it: numbered beans, repeated ones as bare numbers (openbis-protocol 1.5)."""

import itertools
from collections.abc import Iterator
from typing import Any, TypeAlias

Json: TypeAlias = Any  # any JSON value


class Bean:
    """A typed object of the wire. The same instance written twice becomes a bare integer the second time.

    Args:
        type_name: The ``@type``, e.g. ``as.dto.dataset.DataSet``.
        fields: Its fields in the order they are written; values are beans, lists, dictionaries and plain values.
    """

    __slots__ = ("fields", "type_name")

    def __init__(self, type_name: str, fields: dict[str, Any] | None = None) -> None:
        self.type_name = type_name
        self.fields: dict[str, Any] = {} if fields is None else fields


def encode(value: object) -> Json:
    """Return the value with all its beans as plain JSON values, numbered from 1 in the order of writing."""
    return _encode(value, {}, itertools.count(1))


_PLAIN = (str, int, bool, float, type(None))


def _encode(value: object, written: dict[int, int], numbers: "Iterator[int]") -> Json:
    if isinstance(value, Bean):
        return _encode_bean(value, written, numbers)
    if isinstance(value, dict):
        return {key: _encode(item, written, numbers) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_encode(item, written, numbers) for item in value]
    return value


def _encode_bean(bean: Bean, written: dict[int, int], numbers: "Iterator[int]") -> Json:
    known = written.get(id(bean))
    if known is not None:
        return known
    number = written[id(bean)] = next(numbers)
    encoded: dict[str, Json] = {"@type": bean.type_name, "@id": number}
    for name, item in bean.fields.items():  # a listing has 100,000 of them, nearly all plain
        encoded[name] = item if type(item) in _PLAIN else _encode(item, written, numbers)
    return encoded
