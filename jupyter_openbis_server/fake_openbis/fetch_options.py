"""Fetch options: which relations a reply carries, which page, in which order (openbis-protocol 3.2)."""

import json
from dataclasses import dataclass
from functools import cached_property

from .failures import UnreadableParameter
from .json_beans import Bean, Json

_COMMON = ("from", "count", "cacheMode", "sort")
_OF_ENTITIES = ("type", "experiment", "properties", "tags", "registrator", "modifier", "parents", "children")
# What the options of an entity repeat as null when it is not fetched; clients tell "none" from "not fetched" by it.
_RELATIONS = {
    "as.dto.dataset.fetchoptions.DataSetFetchOptions": (
        *_OF_ENTITIES,
        "sample",
        "dataStore",
        "physicalData",
        "linkedData",
        "containers",
        "components",
    ),
    "as.dto.sample.fetchoptions.SampleFetchOptions": (
        *_OF_ENTITIES,
        "space",
        "project",
        "container",
        "components",
        "dataSets",
        "attachments",
    ),
}


@dataclass(frozen=True)
class Sorting:
    """One sort criterion: a field such as ``CODE`` and its direction."""

    field: str
    ascending: bool


class FetchOptions:
    """The fetch options of one kind of entity as the client sent them.

    Raises:
        UnreadableParameter: when ``raw`` is no JSON object.
    """

    def __init__(self, raw: Json) -> None:
        if not isinstance(raw, dict):
            raise UnreadableParameter(f"Could not deserialize object.\nFetch options expected but got: {raw}")
        self._raw = raw
        self._relations: dict[str, FetchOptions | None] = {}

    def __getitem__(self, relation: str) -> "FetchOptions | None":
        """The options of a relation; None when it is not to be fetched."""
        if relation not in self._relations:
            raw = self._raw.get(relation)
            self._relations[relation] = None if raw is None else FetchOptions(raw)
        return self._relations[relation]

    @cached_property
    def signature(self) -> str:
        """A text that equal options share."""
        return json.dumps(self._raw, sort_keys=True)

    def repeated(self) -> Bean:
        """The options as a fetched entity repeats them.

        Each entity has an object of its own; the options of the relations inside are shared, and so become bare
        integers from the second entity on (openbis-protocol 1.5).
        """
        type_name = self._raw.get("@type") or "as.dto.common.fetchoptions.EmptyFetchOptions"
        paging = {"from": self.first, "count": self.count, "cacheMode": "NO_CACHE", "sort": None}
        return Bean(type_name, {**paging, **dict.fromkeys(_RELATIONS.get(type_name, ())), **self._relation_beans})

    @cached_property
    def _relation_beans(self) -> dict[str, Bean]:
        names = (name for name in self._raw if name not in (*_COMMON, "@type", "@id"))
        return {name: options.repeated() for name in names if (options := self[name]) is not None}

    @property
    def first(self) -> int | None:
        """Index of the first row wanted; None means 0."""
        return self._number("from")

    @property
    def count(self) -> int | None:
        """How many rows are wanted; None means all."""
        return self._number("count")

    @property
    def sortings(self) -> list[Sorting]:
        """The sort criteria, most important first; empty for no order at all."""
        sort = self._raw.get("sort") or {}
        return [
            Sorting(str(sorting["field"]), (sorting.get("order") or {}).get("asc", True))
            for sorting in sort.get("sortings") or []
        ]

    def _number(self, name: str) -> int | None:
        value = self._raw.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise UnreadableParameter(f"Could not deserialize object.\nAttempt of deserialization with {name} = {value}")
