"""A table of entities of one kind, with indexes: no request scans 100,000 data sets."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, Protocol, TypeVar


class Keyed(Protocol):
    """Anything with a key of its own."""

    @property
    def key(self) -> str:
        """What the entity is found by."""
        ...


EntityT = TypeVar("EntityT", bound=Keyed)
Index = Callable[[EntityT], Iterable[str]]


class Table(Generic[EntityT]):
    """Entities of one class in order of their arrival.

    Args:
        entity_class: The class of the rows.
        indexes: For each index name a function that gives the values a row is filed under.
    """

    def __init__(self, entity_class: type[EntityT], **indexes: Index[EntityT]) -> None:
        self.entity_class = entity_class
        self._rows: dict[str, EntityT] = {}
        self._indexes: Mapping[str, Index[EntityT]] = indexes
        self._filed: dict[str, dict[str, dict[str, None]]] = {name: {} for name in indexes}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[EntityT]:
        return iter(list(self._rows.values()))

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def get(self, key: str | None) -> EntityT | None:
        """Return the row with this key, or None."""
        return None if key is None else self._rows.get(key)

    def keys(self) -> list[str]:
        """All keys in order of arrival."""
        return list(self._rows)

    def find(self, index: str, value: str) -> list[EntityT]:
        """Return the rows filed under this value of an index, in order of arrival."""
        return [row for key in self.keys_of(index, value) if (row := self._rows.get(key)) is not None]

    def has_index(self, index: str) -> bool:
        """Whether rows are filed under this index."""
        return index in self._indexes

    def keys_of(self, index: str, value: str) -> list[str]:
        """Return the keys of the rows that ``find`` gives."""
        return list(self._filed[index].get(value, ()))

    def put(self, row: EntityT) -> None:
        """Add a row, or replace the one with the same key."""
        previous = self._rows.get(row.key)
        if previous is not None:
            self._unfile(previous)
        self._rows[row.key] = row
        for name, values_of in self._indexes.items():
            for value in values_of(row):
                self._filed[name].setdefault(value, {})[row.key] = None

    def remove(self, key: str) -> None:
        """Remove the row with this key, if there is one."""
        row = self._rows.pop(key, None)
        if row is not None:
            self._unfile(row)

    def _unfile(self, row: EntityT) -> None:
        for name, values_of in self._indexes.items():
            for value in values_of(row):
                self._filed[name].get(value, {}).pop(row.key, None)
