"""The description of openBIS's v3 API, read from `description/*.json` and compiled for one API version.

Names of types leave out `as.dto.`. A type has these keys, all optional:

- `extends`: types whose fields, nested criteria and supertypes it inherits.
- `abstract`: no object is of this type itself, so `@type` has to name a subtype.
- `needs_type`: `@type` may not be left out although the type is not abstract.
- `fields`: the type of each JSON field: `string`, `boolean`, `integer`, `number`, `date`, `any`, `properties`, another
  type, `list<…>`, `map<…,…>`; `parameters` names the variables of a generic type.
- `required`: fields without which openBIS refuses the request.
- `nested`: the criteria that search criteria take.
- `field_names`, `field_type`: the values that a criterion's `fieldName` and `fieldType` may have.
- `without_effect`: fields that openBIS reads and does not use.
- `top_level`, `in_memory`: the fields to sort by in a search and in nested fetch options.
- `values`: the texts of an enumeration.
- `from`, `to`: the first and last API version with the type; `since`, `until`: the same for single fields, nested
  criteria and values.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

VERSIONS = ("3.5", "3.6", "3.7")
FOLDER = Path(__file__).with_name("description")
_KEYS_BESIDE_SERVICES = ("source",)


@dataclass(frozen=True)
class TypeExpression:
    """The type of a value: a name with arguments, for example `list` with `sample.id.ISampleId`."""

    name: str
    arguments: tuple[TypeExpression, ...] = ()

    def replaced(self, variables: Mapping[str, TypeExpression]) -> TypeExpression:
        """Return the expression with the variables of a generic type replaced."""
        if self.name in variables:
            return variables[self.name]
        return TypeExpression(self.name, tuple(each.replaced(variables) for each in self.arguments))


@dataclass
class TypeInfo:
    """A type in one API version; fields, nested criteria and other keys include inherited ones."""

    name: str
    abstract: bool
    needs_type: bool
    parameters: tuple[str, ...]
    fields: dict[str, TypeExpression] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    nested: set[str] = field(default_factory=set)
    field_names: set[str] = field(default_factory=set)
    field_type: str | None = None
    without_effect: set[str] = field(default_factory=set)
    top_level: set[str] = field(default_factory=set)
    in_memory: set[str] = field(default_factory=set)
    ancestors: set[str] = field(default_factory=set)
    values: frozenset[str] | None = None
    absent: dict[str, str] = field(default_factory=dict)
    """Fields, nested criteria and values of other API versions, with those versions in words."""

    @functools.cached_property
    def lineage(self) -> frozenset[str]:
        """The type itself and everything that it extends."""
        return frozenset((self.name, *self.ancestors))


@dataclass(frozen=True)
class Method:
    """A method with the types of its positional parameters."""

    name: str
    parameters: tuple[TypeExpression, ...]


class Api:
    """The API of one version.

    Args:
        version: `3.5`, `3.6` or `3.7`.
        methods: The methods by service (`as`, `dss`, `query`) and name.
        types: The types by name.
        absent: Types and methods of other API versions only, with those versions in words.
    """

    def __init__(
        self,
        version: str,
        methods: Mapping[str, Mapping[str, Method]],
        types: Mapping[str, TypeInfo],
        absent: Mapping[str, str],
    ) -> None:
        self.version = version
        self.methods = methods
        self.types = types
        self.absent = absent

    def is_subtype(self, name: str, of: str) -> bool:
        """Return whether a value of the one type is accepted for the other."""
        return of in self.types[name].lineage


@functools.cache
def api(version: str) -> Api:
    """Return the API of a version.

    Raises:
        KeyError: The version is not described.
    """
    if version not in VERSIONS:
        raise KeyError(version)
    raw, absent = {}, {}
    for name, entry in raw_types().items():
        if _is_in(version, entry.get("from"), entry.get("to")):
            raw[name] = entry
        else:
            absent[name] = _range(entry.get("from"), entry.get("to"))
    types = {name: _compiled(name, raw, version) for name in raw}
    methods: dict[str, dict[str, Method]] = {}
    for service, entries in raw_methods().items():
        methods[service] = {}
        for name, entry in entries.items():
            if _is_in(version, entry.get("from"), entry.get("to")):
                methods[service][name] = Method(name, tuple(map(expression, entry["parameters"])))
            else:
                absent[name] = _range(entry.get("from"), entry.get("to"))
    return Api(version, methods, types, absent)


@functools.cache
def raw_types() -> dict[str, dict[str, Any]]:
    """Return the types as they are in the files, by name.

    Raises:
        ValueError: Two files describe one type.
    """
    types: dict[str, dict[str, Any]] = {}
    for path in sorted(FOLDER.glob("*.json")):
        for name, entry in json.loads(path.read_text(encoding="utf-8")).get("types", {}).items():
            if name in types:
                raise ValueError(f"{path.name} describes {name} again")
            types[name] = entry
    return types


@functools.cache
def raw_methods() -> dict[str, dict[str, dict[str, Any]]]:
    """Return the methods as they are in the file, by service and name."""
    described = json.loads((FOLDER / "methods.json").read_text(encoding="utf-8"))
    return {service: methods for service, methods in described.items() if service not in _KEYS_BESIDE_SERVICES}


@functools.cache
def expression(text: str) -> TypeExpression:
    """Return the parsed form of a text such as `list<sample.id.ISampleId>`.

    Raises:
        ValueError: The text is no type.
    """
    match = re.fullmatch(r"([\w.]+)(?:<(.+)>)?", text)
    if match is None:
        raise ValueError(f"not a type: {text}")
    return TypeExpression(match[1], tuple(map(expression, _split(match[2] or ""))))


def _split(arguments: str) -> Iterator[str]:
    """Yield the arguments of a generic type, which may be generic themselves."""
    depth, start = 0, 0
    for place, character in enumerate(arguments):
        depth += {"<": 1, ">": -1}.get(character, 0)
        if character == "," and not depth:
            yield arguments[start:place]
            start = place + 1
    if arguments:
        yield arguments[start:]


def _compiled(name: str, raw: Mapping[str, dict[str, Any]], version: str) -> TypeInfo:
    own = raw[name]
    info = TypeInfo(name, own.get("abstract", False), own.get("needs_type", False), tuple(own.get("parameters", ())))
    for ancestor in (name, *_ancestors(name, raw)):
        entry = raw[ancestor]
        if ancestor != name:
            info.ancestors.add(ancestor)
        present = _Present(entry, version, info.absent)
        for key in present(entry.get("fields", ())):
            info.fields.setdefault(key, expression(entry["fields"][key]))
        info.nested.update(present(entry.get("nested", ())))
        info.required.update(entry.get("required", ()))
        info.without_effect.update(entry.get("without_effect", ()))
        info.field_names.update(entry.get("field_names", ()))
        info.field_type = info.field_type or entry.get("field_type")
        info.top_level.update(entry.get("top_level", ()))
        info.in_memory.update(entry.get("in_memory", ()))
        if "values" in entry:
            info.values = frozenset(present(entry["values"]))
    info.absent = {key: versions for key, versions in info.absent.items() if key not in info.fields}
    return info


def _ancestors(name: str, raw: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """Yield all types that a type extends, the nearest first."""
    for parent in raw[name].get("extends", ()):
        if parent in raw:
            yield parent
            yield from _ancestors(parent, raw)


class _Present:
    """Filter of an entry's keys by version; the others are recorded in `absent`."""

    def __init__(self, entry: Mapping[str, Any], version: str, absent: dict[str, str]) -> None:
        self._since = entry.get("since", {})
        self._until = entry.get("until", {})
        self._version = version
        self._absent = absent

    def __call__(self, keys: Iterable[str]) -> Iterator[str]:
        for key in keys:
            since, until = self._since.get(key), self._until.get(key)
            if _is_in(self._version, since, until):
                yield key
            else:
                self._absent[key] = _range(since, until)


def _is_in(version: str, first: str | None, last: str | None) -> bool:
    number = VERSIONS.index(version)
    return (first is None or VERSIONS.index(first) <= number) and (last is None or number <= VERSIONS.index(last))


def _range(first: str | None, last: str | None) -> str:
    parts = [f"since {first}" if first else "", f"until {last}" if last else ""]
    return " ".join(filter(None, parts))
