"""Shortening of JSON values to a maximum size."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")

_STEPS = (("text", 2000), ("items", 5), ("text", 200), ("items", 1), ("keys", 1), ("text", 1))
"""What is halved in which order, and down to which length."""
_MAX_NOTES, _MAX_NAME = 8, 30
_NOTES_BYTES = 1500
"""What the notes take at most."""


def as_text(value: object) -> str:
    """Return a value as JSON in one line."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def size_of(value: object) -> int:
    """Return the bytes of a value as JSON."""
    return len(as_text(value).encode())


@dataclass
class _Note:
    """What was left out of the lists or texts of one place."""

    shown: int
    of: int


@dataclass
class _Cut:
    """One attempt.

    Attributes:
        text: Maximum length of texts; `items` that of lists, and `keys` that of objects.
    """

    text: int
    items: int
    keys: int
    notes: dict[str, _Note] = field(default_factory=dict, init=False)

    def cut(self, value: Any, name: str = "") -> Any:  # noqa: ANN401 - any JSON value
        """Return the value with shortened texts, lists and objects."""
        if isinstance(value, str):
            return self._text(value, name)
        if isinstance(value, list):
            return [self.cut(each, name) for each in self._part(value, name, self.items)]
        if isinstance(value, dict):
            items = self._part(list(value.items()), name, self.keys)
            prefix = f"{name}." if name else ""
            return {self._text(key, f"{prefix}(keys)"): self.cut(each, f"{prefix}{key}") for key, each in items}
        return value

    def _text(self, text: str, name: str) -> str:
        self._note(name, len(text), self.text)
        return text[: self.text]

    def _part(self, values: list[T], name: str, shown: int) -> list[T]:
        self._note(name, len(values), shown)
        return values[:shown]

    def _note(self, name: str, length: int, shown: int) -> None:
        if length > shown:
            note = self.notes.setdefault(name, _Note(shown, length))
            note.of = max(note.of, length)


def shortened(data: dict[str, Any], max_bytes: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return data that fit into `max_bytes` together with the notes on what was left out; no notes if nothing was.

    Long texts are halved first, then long lists, then shorter texts, and objects last: some dozen steps at most.
    """
    if size_of(data) <= max_bytes:
        return data, []
    limits = dict(zip(("text", "items", "keys"), _longest(data), strict=True))
    cut, found = _Cut(**limits), data
    for name, floor in _STEPS:
        while size_of(found) > max_bytes - _NOTES_BYTES and limits[name] > floor:
            limits[name] = max(floor, limits[name] // 2)
            cut = _Cut(**limits)
            found = cut.cut(data)
    if size_of(found) > max_bytes - _NOTES_BYTES:
        return {}, [{"field": "all", "shown": 0, "of": 1}]
    return found, _notes(cut)


def _longest(value: Any) -> tuple[int, int, int]:  # noqa: ANN401 - any JSON value
    """Return the length of the longest text, list and object."""
    if isinstance(value, str):
        return len(value), 1, 1
    if not isinstance(value, (list, dict)):
        return 1, 1, 1
    inside = [_longest(each) for each in (*value, *value.values())] if isinstance(value, dict) else map(_longest, value)
    own = (1, 1, len(value)) if isinstance(value, dict) else (1, len(value), 1)
    texts, items, keys = zip((1, 1, 1), own, *inside, strict=True)
    return max(texts), max(items), max(keys)


def _notes(cut: _Cut) -> list[dict[str, Any]]:
    return [
        {"field": name[:_MAX_NAME] or "all", "shown": note.shown, "of": note.of}
        for name, note in list(cut.notes.items())[:_MAX_NOTES]
    ]
