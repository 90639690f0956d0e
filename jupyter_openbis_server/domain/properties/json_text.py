"""Values of JSON properties as text."""

from __future__ import annotations

import json
import math

from jupyter_openbis_server.domain.properties.property_text import (
    check_characters,
    expected,
)
from jupyter_openbis_server.domain.properties.python_values import (
    MAX_NUMBER,
    MAX_SHOWN,
    InvalidValue,
    WrittenValue,
    plain,
    shown,
)


def json_text(raw: object) -> str:
    """Return a value as JSON. Raises InvalidValue; ValueError: the outermost value is not JSON."""
    try:
        return json.dumps(_json_value(raw, ""), ensure_ascii=False)
    except (RecursionError, ValueError) as error:
        if isinstance(error, InvalidValue):
            raise
        raise ValueError(expected("JSON")) from None


def _json_value(raw: object, path: str) -> object:
    """Return a value that `json.dumps` writes unchanged.

    Args:
        raw: The value.
        path: Its path in the outermost value, e.g. `wells.A1[0]`; empty for the outermost value.

    Raises:
        InvalidValue: the value at a path is not JSON.
        ValueError: the outermost value is not JSON.
    """
    raw = plain(raw)
    if isinstance(raw, WrittenValue):
        return _json_value(raw.meaning, path)
    if isinstance(raw, dict):
        return {_json_key(key, path): _json_value(each, _inside(path, key)) for key, each in raw.items()}
    if isinstance(raw, (list, tuple)):
        return [_json_value(each, f"{path}[{number}]") for number, each in enumerate(raw)]
    if isinstance(raw, str):
        return _storable(raw, path)
    is_number = isinstance(raw, int) or (isinstance(raw, float) and math.isfinite(raw))
    if raw is None or (is_number and _is_writable(raw)):
        return raw
    if not path:
        raise ValueError(raw)
    raise InvalidValue(f"{path}: {_json_shown(raw)} is not JSON")


def _json_key(key: object, path: str) -> str:
    key = plain(key)
    if not isinstance(key, str):
        raise InvalidValue(f"{path or 'JSON'}: {shown(key)} is not a text, and only texts name values in JSON")
    return _storable(str(key), _inside(path, key))


def _inside(path: str, key: object) -> str:
    """Return the path of a value with a key, e.g. `wells.A1`."""
    key = plain(key)
    name = ascii(key)[1:-1][:MAX_SHOWN] if isinstance(key, str) else ""
    return f"{path}.{name}" if path else name


def _json_shown(raw: object) -> str:
    """Return NaN as `NaN`, all other values as in other messages."""
    return "NaN" if isinstance(raw, float) and math.isnan(raw) else shown(raw)


def _is_writable(number: object) -> bool:
    return not isinstance(number, int) or -MAX_NUMBER < number < MAX_NUMBER


def _storable(text: str, path: str) -> str:
    try:
        check_characters(text)
    except ValueError as error:
        if not path:
            raise
        raise InvalidValue(f"{path}: the text is not {error}") from None
    return text
