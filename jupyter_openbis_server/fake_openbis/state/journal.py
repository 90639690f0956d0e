"""Entities on disk: one JSON line for each change, so that even 100,000 additions cost one short write each."""

import dataclasses
import functools
import json
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from jupyter_openbis_server.fake_openbis.wire.json_beans import Json

EntityT = TypeVar("EntityT")
Change = tuple[str, str, Json]


class Journal:
    """An append-only file of changes ``[table, key, entity or null]``; the last change of a key wins.

    A line cut short by a crash is dropped at the next start.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: typing.TextIO | None = None

    def read(self) -> Iterator[Change]:
        """All complete changes in the order they were made."""
        if not self._path.exists():
            return
        with self._path.open(encoding="utf-8") as lines:
            for line in lines:
                if not line.endswith("\n"):
                    return
                table, key, fields = json.loads(line)
                yield table, key, fields

    def rewrite(self, changes: Iterable[Change]) -> None:
        """Replace the file by these changes, atomically, and keep it open for more."""
        self.close()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as lines:
            lines.writelines(_line(change) for change in changes)
        fresh.replace(self._path)
        self._file = self._path.open("a", encoding="utf-8")

    def append(self, change: Change) -> None:
        """Add one change."""
        if self._file is None:
            self._file = self._path.open("a", encoding="utf-8")
        self._file.write(_line(change))
        self._file.flush()

    def close(self) -> None:
        """Close the file; the next change opens it again."""
        if self._file is not None:
            self._file.close()
            self._file = None


def from_fields(entity_class: type[EntityT], fields: dict[str, Json]) -> EntityT:
    """Return the entity whose fields these are, nested entities included."""
    nested = _nested_classes(typing.cast("Any", entity_class))
    return entity_class(**{name: _value(nested.get(name), value) for name, value in fields.items()})


@functools.cache
def _nested_classes(entity_class: type[Any]) -> dict[str, type[Any]]:
    """Return the fields that hold an entity, or a list of entities, with the class of it."""
    hints = typing.get_type_hints(entity_class)
    candidates = {name: (hint, *typing.get_args(hint)) for name, hint in hints.items()}
    return {
        name: part
        for name, parts in candidates.items()
        for part in parts
        if isinstance(part, type) and dataclasses.is_dataclass(part)
    }


def _value(nested: type[Any] | None, value: Json) -> Json:
    if nested is None or value is None:
        return value
    if isinstance(value, list):
        return [from_fields(nested, item) for item in value]
    return from_fields(nested, value)


def _line(change: Change) -> str:
    """One line of the file; entities are written with all their fields."""
    return json.dumps(change, default=vars) + "\n"
