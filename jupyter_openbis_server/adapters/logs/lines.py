"""Formatting of untrusted values for single log lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLAIN = re.compile(r"[\w.:/@+-]+")
_MAX_CHARACTERS = 500


def one_line(value: object) -> str:
    """Return the text with line ends, control characters and bidirectional marks escaped, at most 500 characters."""
    text = str(value)
    if len(text) > _MAX_CHARACTERS:
        text = text[: _MAX_CHARACTERS - 1] + "…"
    return "".join(each if each.isprintable() else _escaped(each) for each in text)


def key_values(pairs: Mapping[str, object]) -> str:
    """Return `key=value key="another value"`; quotes and backslashes in a quoted value are escaped by a backslash."""
    return " ".join(f"{key}={_value(value)}" for key, value in pairs.items())


def _value(value: object) -> str:
    text = f"{value:.3f}" if isinstance(value, float) else str(value)
    if _PLAIN.fullmatch(text) and len(text) <= _MAX_CHARACTERS:
        return text
    return '"' + one_line(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
