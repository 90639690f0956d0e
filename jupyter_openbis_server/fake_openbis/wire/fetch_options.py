"""Fetch options: which relations a reply carries, which page, in which order (openbis-protocol 3.2)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from jupyter_openbis_server.fake_openbis.wire.failures import UnreadableParameter
from jupyter_openbis_server.fake_openbis.wire.fetch_option_fields import OPTION_FIELDS
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json


@dataclass(frozen=True)
class Sorting:
    """One sort criterion: a field such as ``CODE`` and its direction."""

    field: str
    ascending: bool


class FetchOptions:
    """The fetch options of one kind of entity as the client sent them.

    Args:
        raw: The JSON value.
        kind: Which options are meant, e.g. ``DataSet``. The ``@type`` may be left out, but not be another one.

    Raises:
        UnreadableParameter: when ``raw`` is no JSON object, or it or a relation has the ``@type`` of other options.
    """

    def __init__(self, raw: Json, kind: str) -> None:
        self._fields = OPTION_FIELDS[kind]
        self._raw = _object_of_type(raw, self._fields.type_name)
        self._relations: dict[str, FetchOptions | None] = {}
        self._echoes: dict[int, Bean] = {}
        for relation in self._fields.relations:
            _ = self[relation]  # a type id that does not fit is refused, however deep it is

    def __getitem__(self, relation: str) -> "FetchOptions | None":
        """Return the options of a relation; None when it is not to be fetched."""
        if relation not in self._relations:
            raw = self._raw.get(relation)
            self._relations[relation] = None if raw is None else FetchOptions(raw, self._fields.relations[relation])
        return self._relations[relation]

    @cached_property
    def signature(self) -> str:
        """A text that equal options share."""
        return json.dumps(self._raw, sort_keys=True)

    def repeated(self, api_minor: int) -> Bean:
        """Return the options as a fetched entity repeats them.

        Each entity has options of its own, without paging and sorting. Those of the relations inside are the client's
        own and are shared, and so become bare integers from the second entity on (openbis-protocol 1.5).

        Args:
            api_minor: The minor number of the API version, which decides which relations there are.
        """
        paging = {"count": None, "from": None, "cacheMode": "NO_CACHE"}
        return self._bean(paging, None, api_minor)

    def as_sent(self, api_minor: int) -> Bean:
        """Return the options as the client sent them; one bean, however often it is asked for."""
        if api_minor not in self._echoes:
            paging = {"count": self.count, "from": self.first, "cacheMode": "NO_CACHE"}
            self._echoes[api_minor] = self._bean(paging, self._sort_bean(), api_minor)
        return self._echoes[api_minor]

    def _bean(self, paging: Mapping[str, object], sort: Bean | None, api_minor: int) -> Bean:
        relations = {
            name: options.as_sent(api_minor) if (options := self[name]) is not None else None
            for name in self._fields.names(api_minor)
        }
        sorts = dict.fromkeys(self._fields.sort_fields, sort if "sort" in self._fields.sort_fields else None)
        return Bean(self._fields.type_name, {**paging, **relations, **self._fields.plain, **sorts})

    def _sort_bean(self) -> Bean | None:
        if self._raw.get("sort") is None:
            return None
        sortings = [
            Bean(
                "as.dto.common.fetchoptions.Sorting",
                {
                    "field": sorting.field,
                    "order": Bean("as.dto.common.fetchoptions.SortOrder", {"asc": sorting.ascending}),
                    "parameters": None,
                },
            )
            for sorting in self.sortings
        ]
        return Bean(self._fields.sort_type, {"sortings": sortings})

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


def _object_of_type(raw: Json, wanted: str) -> dict[str, Json]:
    if not isinstance(raw, dict):
        raise UnreadableParameter(f"Could not deserialize object.\nFetch options expected but got: {raw}")
    given = raw.get("@type", wanted)
    if given != wanted:
        raise UnreadableParameter(
            f"Could not resolve type id '{given}' as a subtype of `{wanted}`: known type ids = [{wanted}]"
        )
    return raw
