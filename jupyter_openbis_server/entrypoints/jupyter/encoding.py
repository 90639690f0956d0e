"""Encoding of long responses as JSON, in short steps.

`json.dumps` encodes everything in one call that holds the interpreter lock, and a schema first builds a tree that takes
several times its memory. Here lists of objects are dumped and encoded a few rows at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from marshmallow import Schema, fields, missing

from jupyter_openbis_server.entrypoints.jupyter.loop.memory import free_in_steps

_ROWS = 500
_PART_BYTES = 256 * 1024


def encoded(schema: Schema, held: list[object]) -> list[bytes]:
    """Return the parts of the JSON that a schema dumps for the object in `held`, which is emptied.

    The parts of the object without other references are freed on return: see `free_in_steps`.
    """
    parts = list(json_parts(schema, held[0]))
    free_in_steps(held)
    return parts


def json_parts(schema: Schema, content: object) -> Iterator[bytes]:
    """Yield the JSON that a schema dumps for an object, in parts of about 256 KiB, encoded as tornado encodes it."""
    waiting: list[bytes] = []
    size = 0
    for text in _object(schema, content):
        waiting.append(text.replace("</", "<\\/").encode())
        size += len(waiting[-1])
        if size > _PART_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _object(schema: Schema, content: object) -> Iterator[str]:
    before = "{"
    for name, field in schema.dump_fields.items():
        parts = _rows_of(schema, name, field, content)
        if parts is None:
            value = field.serialize(name, content, accessor=schema.get_attribute)
            if value is missing:
                continue
            parts = _value(value)
        yield f"{before}{json.dumps(field.data_key or name)}:"
        yield from parts
        before = ","
    yield "{}" if before == "{" else "}"


def _rows_of(schema: Schema, name: str, field: fields.Field[Any], content: object) -> Iterator[str] | None:
    """Return the parts of a list of objects; None if the field is not such a list."""
    if not isinstance(field, fields.List) or not isinstance(field.inner, fields.Nested):
        return None
    rows = schema.get_attribute(content, field.attribute or name, missing)
    if rows is missing or rows is None:
        return None
    inner = field.inner.schema
    has_lists = any(
        isinstance(each, fields.List) or each.metadata.get("type") == "array" for each in inner.dump_fields.values()
    )
    return _list(_object(inner, row) for row in rows) if has_lists else _batches(iter(rows), inner)


def _list(elements: Iterator[Iterator[str]]) -> Iterator[str]:
    before = "["
    for element in elements:
        yield before
        yield from element
        before = ","
    yield "[]" if before == "[" else "]"


def _batches(rows: Iterator[Any], schema: Schema) -> Iterator[str]:
    before = "["
    while batch := list(islice(rows, _ROWS)):
        yield before + json.dumps(schema.dump(batch, many=True))[1:-1]
        before = ","
    yield "[]" if before == "[" else "]"


def _value(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the parts of a value; a long list has several."""
    if not isinstance(value, list) or len(value) <= _ROWS:
        yield json.dumps(value)
        return
    for start in range(0, len(value), _ROWS):
        yield ("," if start else "[") + json.dumps(value[start : start + _ROWS])[1:-1]
    yield "]"
