"""Validation of requests: values that openBIS would refuse or ignore."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.openbis_api.description import Api, TypeExpression, TypeInfo, api

SERVICES = {
    "/openbis/openbis/rmi-application-server-v3.json": "as",
    "/datastore_server/rmi-data-store-server-v3.json": "dss",
    "/openbis/openbis/rmi-query-v1.json": "query",
}
"""The service at each path."""
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")
_PREFIX = "as.dto."
_FETCH_OPTIONS = "common.fetchoptions.FetchOptions"
_COMPOSITE = "common.search.AbstractCompositeSearchCriteria"
_SEARCH_OPERATION = "common.search.SearchObjectsOperation"
Json = Any
Path = tuple[Any, ...]
"""Where a value is: the path of its parent, and its key or index; formatted for problems only."""


@dataclass(frozen=True)
class Problem:
    """A problem: its `path` (`params[2].sort.sortings[0].field`), and what openBIS does as `text`."""

    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


def problems_of(call: Json, service: str, version: str) -> list[Problem]:
    """Return what openBIS of an API version would refuse or ignore in a JSON-RPC call; empty for a valid one.

    Args:
        call: The call as JSON: an object with `method` and `params`.
        service: `as`, `dss` or `query`, see `SERVICES`.
        version: The API version.
    """
    if not isinstance(call, dict) or not isinstance(call.get("method"), str):
        return [Problem("method", "openBIS refuses a call without a method")]
    described, name = api(version), call["method"]
    method = described.methods[service].get(name)
    if method is None:
        when = described.absent.get(name)
        return [Problem("method", f"there is no {name} in {service} {version}" + (f" (only {when})" if when else ""))]
    params = call.get("params") or []
    if not isinstance(params, list) or len(params) != len(method.parameters):
        count = len(params) if isinstance(params, list) else "no"
        return [Problem("params", f"{name} takes {len(method.parameters)} parameters, not {count}")]
    check = _Check(described)
    is_search = name.startswith("search")
    for place, (value, kind) in enumerate(zip(params, method.parameters, strict=True)):
        check.value(value, kind, (("params",), place), is_top_level=is_search)
    return check.problems


@dataclass
class _Check:
    """The check of one request; the result is in `problems`."""

    api: Api
    problems: list[Problem] = field(default_factory=list)
    _ids: set[int] = field(default_factory=set)

    def value(self, value: Json, kind: TypeExpression, path: Path, *, is_top_level: bool = False) -> None:
        """Check a value; null is accepted everywhere (openbis-protocol.md, 1.4).

        Args:
            value: The value.
            kind: The expected type.
            path: Its path.
            is_top_level: Whether fetch options at this path are those of a search.
        """
        if value is None or kind.name == "any":
            return
        match kind.name:
            case "list":
                self._list(value, kind.arguments[0], path, is_top_level=is_top_level)
            case "map":
                self._map(value, kind.arguments[1], path)
            case "properties":
                self._properties(value, path)
            case "string" | "boolean" | "integer" | "number" | "date":
                self._plain(value, kind.name, path)
            case _:
                self._described(value, kind, path, is_top_level=is_top_level)

    def _list(self, value: Json, kind: TypeExpression, path: Path, *, is_top_level: bool) -> None:
        """Check a list; a single value is accepted for one."""
        if not isinstance(value, list):
            self.value(value, kind, path, is_top_level=is_top_level)
            return
        for place, item in enumerate(value):
            self.value(item, kind, (path, place), is_top_level=is_top_level)

    def _map(self, value: Json, kind: TypeExpression, path: Path) -> None:
        if not isinstance(value, dict):
            self._refused(path, f"a map is expected, not {_shown(value)}")
            return
        for key, item in value.items():
            if key not in ("@type", "@id"):
                self.value(item, kind, (path, key))

    def _properties(self, value: Json, path: Path) -> None:
        """Check property values: texts, and since 3.7 lists of texts and objects."""
        if not isinstance(value, dict):
            self._refused(path, f"a map is expected, not {_shown(value)}")
            return
        for key, item in value.items():
            place = (path, key)
            if isinstance(item, dict | list) and self.api.version != "3.7":
                self._refused(place, f"a property is a text before 3.7, not {_shown(item)}")
            elif isinstance(item, list):
                for number, each in enumerate(item):
                    if isinstance(each, dict | list):
                        self._ignored((place, number), f"{_shown(each)} in a list becomes an empty text")

    def _plain(self, value: Json, kind: str, path: Path) -> None:
        """Check a value that is no object; valid texts are accepted for numbers, and numbers for texts."""
        if isinstance(value, dict | list) or not _FITS[kind](value):
            self._refused(path, f"{_NAMES[kind]} is expected, not {_shown(value)}")

    def _described(self, value: Json, kind: TypeExpression, path: Path, *, is_top_level: bool) -> None:
        expected = self.api.types.get(kind.name)
        if expected is None:
            self._refused(path, f"there is no {kind.name} in {self.api.version}")
        elif expected.values is not None:
            self._enumerated(value, expected, path)
        elif isinstance(value, int) and not isinstance(value, bool):
            if value not in self._ids:
                self._refused(path, f"{value} is the @id of nothing before it")
        elif not isinstance(value, dict):
            self._refused(path, f"an object ({kind.name}) is expected, not {_shown(value)}")
        else:
            actual = self._actual_type(value, expected, path)
            if actual is not None:
                self._object(value, actual, kind, path, is_top_level=is_top_level)

    def _enumerated(self, value: Json, expected: TypeInfo, path: Path) -> None:
        if value not in (expected.values or ()):
            when = expected.absent.get(value) if isinstance(value, str) else None
            self._refused(path, f"{_shown(value)} is no {expected.name}" + (f" (only {when})" if when else ""))

    def _actual_type(self, value: dict[str, Json], expected: TypeInfo, path: Path) -> TypeInfo | None:
        """Return the type of an object; None with a problem if openBIS cannot determine it."""
        if "@type" not in value:
            if expected.abstract or expected.needs_type:
                self._refused(path, f"@type is missing, and {expected.name} is not taken without")
                return None
            return expected
        given = value["@type"]
        name = given.removeprefix(_PREFIX) if isinstance(given, str) else ""
        actual = self.api.types.get(name)
        if actual is None or actual.values is not None or not isinstance(given, str) or not _is_whole(given):
            when = self.api.absent.get(name)
            self._refused((path, "@type"), f"{given} is unknown" + (f" (only {when})" if when else ""))
            return None
        if actual.abstract or not self.api.is_subtype(name, expected.name):
            self._refused((path, "@type"), f"{name} is no {expected.name}")
            return None
        return actual

    def _object(
        self, value: dict[str, Json], actual: TypeInfo, kind: TypeExpression, path: Path, *, is_top_level: bool
    ) -> None:
        self._id(value.get("@id"), path)
        variables = dict(zip(actual.parameters, kind.arguments, strict=False)) if actual.parameters else None
        lineage = actual.lineage
        in_search = _SEARCH_OPERATION in lineage
        for key, item in value.items():
            if (item is None and key in actual.fields) or key in ("@type", "@id"):
                continue
            place = (path, key)
            expected = actual.fields.get(key)
            if expected is None:
                when = actual.absent.get(key)
                self._ignored(place, f"{actual.name} has no such field" + (f" (only {when})" if when else ""))
            elif key in actual.without_effect:
                self._ignored(place, f"{actual.name} does not use it")
            elif key == "criteria" and _COMPOSITE in lineage:
                self._nested(item, actual, place)
            elif key == "sort" and _FETCH_OPTIONS in lineage:
                self._sort(item, expected, place, is_top_level=is_top_level)
            else:
                self.value(item, expected.replaced(variables) if variables else expected, place, is_top_level=in_search)
        self._required(value, actual, path)
        self._attribute(value, actual, path)

    def _required(self, value: dict[str, Json], actual: TypeInfo, path: Path) -> None:
        """Check that the required fields are there, and not empty but for search criteria."""
        is_searched = ".search." in actual.name
        for key in sorted(actual.required):
            if value.get(key) is None and is_searched:
                self._ignored((path, key), f"without it {actual.name} has no effect, or fails")
            elif value.get(key) in (None, "") and not is_searched:
                self._refused((path, key), f"{actual.name} needs it")

    def _id(self, given: Json, path: Path) -> None:
        """Note an `@id`: integers must be unique, texts are not checked."""
        if not isinstance(given, int):
            return
        if given in self._ids:
            self._refused((path, "@id"), f"{given} is given twice")
        self._ids.add(given)

    def _nested(self, criteria: Json, actual: TypeInfo, path: Path) -> None:
        for place, item in _items(criteria, path):
            self.value(item, TypeExpression("common.search.ISearchCriteria"), place)
            name = str(item.get("@type", "")).removeprefix(_PREFIX) if isinstance(item, dict) else ""
            if name in self.api.types and name not in actual.nested:
                when = actual.absent.get(name)
                text = f"{actual.name} takes no {name}" + (f" (only {when})" if when else "")
                self._refused(place, text)

    def _sort(self, options: Json, kind: TypeExpression, path: Path, *, is_top_level: bool) -> None:
        self.value(options, kind, path)
        if not isinstance(options, dict):
            return
        info = self.api.types[kind.name]
        known = info.top_level if is_top_level else info.in_memory
        for place, item in _items(options.get("sortings"), (path, "sortings")):
            name = item.get("field") if isinstance(item, dict) else None
            if not isinstance(name, str) or name in known or any(_is_property(name, each) for each in known):
                continue
            if is_top_level and info.top_level:
                self._refused((place, "field"), f"a search by {kind.name} has no column for {name}")
            else:
                self._ignored((place, "field"), f"{kind.name} does not sort by {name} here")

    def _attribute(self, value: dict[str, Json], actual: TypeInfo, path: Path) -> None:
        """Check the names that override the defaults of a criterion (openbis-protocol.md, 3.3)."""
        name, kind = value.get("fieldName"), value.get("fieldType")
        if actual.field_names and name is not None and name not in actual.field_names:
            self._refused((path, "fieldName"), f"{name} is not the attribute of {actual.name}")
        if actual.field_type and kind is not None and kind != actual.field_type:
            self._refused((path, "fieldType"), f"{actual.name} is about {actual.field_type}, not {_shown(kind)}")

    def _refused(self, path: Path, why: str) -> None:
        self.problems.append(Problem(_formatted(path), f"openBIS refuses this: {why}"))

    def _ignored(self, path: Path, why: str) -> None:
        self.problems.append(Problem(_formatted(path), f"openBIS ignores this: {why}"))


def _formatted(path: Path) -> str:
    """Return a path as a text: `params[2].sort`."""
    if len(path) == 1:
        return str(path[0])
    above, key = path
    return _formatted(above) + (f"[{key}]" if isinstance(key, int) else f".{key}")


def _is_text(value: Json) -> bool:
    return isinstance(value, str | int | float)


def _is_boolean(value: Json) -> bool:
    return isinstance(value, bool) or value in ("true", "false")


def _is_integer(value: Json) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"[+-]?\d+", value) is not None
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Json) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?", value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_date(value: Json) -> bool:
    """Milliseconds since 1970 UTC, or a text in ISO 8601."""
    return _is_integer(value) or (isinstance(value, str) and _ISO_DATE.fullmatch(value) is not None)


_FITS = {
    "string": _is_text,
    "boolean": _is_boolean,
    "integer": _is_integer,
    "number": _is_number,
    "date": _is_date,
}
_NAMES = {
    "string": "a text",
    "boolean": "true or false",
    "integer": "an integer",
    "number": "a number",
    "date": "a date",
}


def _items(value: Json, path: Path) -> Iterator[tuple[Path, Json]]:
    """Yield the elements of a list with their paths; a single value is a list of one."""
    if isinstance(value, list):
        yield from (((path, place), item) for place, item in enumerate(value))
    elif value is not None:
        yield path, value


def _is_property(name: str, known: str) -> bool:
    """Return whether a field to sort by is one of `PROPERTY*`, that is `PROPERTY` and the code of a property."""
    return known.endswith("*") and name.startswith(known[:-1])


def _is_whole(name: str) -> bool:
    """Return whether a type is named in full; only the description leaves out `as.dto.`."""
    return name.startswith((_PREFIX, "dss.dto."))


def _shown(value: Json) -> str:
    """Return a short form of a value; only the first characters of texts, since they may be secrets."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list):
        return "a list"
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "…"
