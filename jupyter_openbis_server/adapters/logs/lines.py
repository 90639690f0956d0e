"""Text that stays within its line, whatever users have typed."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLAIN = re.compile(r"[\w.:/@+-]+")
_LONGEST = 500


def one_line(value: object) -> str:
    """Return a text without line ends, control characters and bidirectional marks: they become escapes.

    Longer ones than 500 characters are cut.
    """
    text = str(value)
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    return "".join(each if each.isprintable() else _escaped(each) for each in text)


def key_values(pairs: Mapping[str, object]) -> str:
    """Return `key=value key="another value"`; quotes and backslashes in a quoted value are escaped by a backslash."""
    return " ".join(f"{key}={_value(value)}" for key, value in pairs.items())


def _value(value: object) -> str:
    text = f"{value:.3f}" if isinstance(value, float) else str(value)
    if _PLAIN.fullmatch(text) and len(text) <= _LONGEST:
        return text
    return '"' + one_line(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
