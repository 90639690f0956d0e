"""The graph of an RO-Crate document: flat entities that refer to each other by their ids."""

from __future__ import annotations

import codecs
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from jupyter_openbis_server.adapters.rocrate.work_limit import WorkLimit
from jupyter_openbis_server.adapters.shared.incremental_json import PIECE_BYTES, TooLarge, read_json
from jupyter_openbis_server.domain.errors import InvalidCrate
from jupyter_openbis_server.domain.research_objects.crate import METADATA_FILE
from jupyter_openbis_server.domain.research_objects.described_files import MAX_DOCUMENT

_MAX_MEMORY = 512 << 20
_MAX_ENTITIES = 300_000
_MAX_TEXT = 10_000


@dataclass(frozen=True)
class Entity:
    """An entity; its values are not validated.

    Attributes:
        limit: Counts what is read of all entities of the document; None to count nothing.
    """

    values: Mapping[str, Any]
    limit: WorkLimit | None = field(default=None, compare=False, repr=False)

    @property
    def id(self) -> str:
        """Its id, which is unique in the graph; empty for one without an id, written where it is referred to."""
        found = self.values.get("@id")
        return found if isinstance(found, str) else ""

    @property
    def types(self) -> tuple[str, ...]:
        """Its types."""
        return tuple(each for each in self.all("@type") if isinstance(each, str))

    def all(self, key: str) -> list[Any]:
        """Return all values of a property. Raises InvalidCrate: too many were read in all; Cancelled."""
        found = _list(self.values.get(key))
        if self.limit and len(found) > 1:  # references are values, so single ones need no limit
            self.limit.count_values(len(found))
        return found

    def count_text(self, text: str) -> str:
        """Return a long text, which is counted. Raises as `all`."""
        if self.limit:
            self.limit.count_text(len(text))
        return text


@dataclass(frozen=True)
class Graph:
    """All entities of a document.

    Attributes:
        root: The entity that describes the research object as a whole.
    """

    entities: Mapping[str, Entity]
    root: Entity

    def many(self, entity: Entity, key: str) -> tuple[Entity, ...]:
        """Return the entities of a property, each once, without those that the document does not have.

        They are references, or, as some programs write them, the entities themselves.
        """
        found = filter(None, map(self._entity, entity.all(key)))
        return tuple({each.id or number: each for number, each in enumerate(found)}.values())

    def _entity(self, value: object) -> Entity | None:
        known = self.entities.get(_reference(value))
        if known or not isinstance(value, dict) or value.keys() <= {"@id"}:
            return known
        return Entity(value, self.root.limit)

    def one(self, entity: Entity, key: str) -> Entity | None:
        """Return the first entity that a property refers to; None without any."""
        return next(iter(self.many(entity, key)), None)

    def reference(self, entity: Entity, key: str) -> str:
        """Return the first id that a property refers to, whether or not there is such an entity; empty without any."""
        return next(filter(None, map(_reference, entity.all(key))), "")


def text_of(entity: Entity, key: str) -> str:
    """Return the first text or number of a property, stripped and shortened; empty without any."""
    for each in entity.all(key):
        if isinstance(each, (str, int, float)) and not isinstance(each, bool):
            return _clean(_start(each))
    return ""


def texts_of(entity: Entity, key: str) -> Iterator[str]:
    """Yield all texts, numbers and truth values of a property, as `text_of`."""
    for each in entity.all(key):
        if isinstance(each, (str, int, float)):
            yield str(each).lower() if isinstance(each, bool) else _clean(_start(each))


def long_text_of(entity: Entity, key: str) -> str:
    """Return the first text of a property, stripped; empty without any."""
    return next((_clean(entity.count_text(each)) for each in entity.all(key) if isinstance(each, str)), "")


def local_path(identifier: str, known: Container[str]) -> str:
    """Return the path that a relative id means.

    Ids are percent-encoded; some programs write them as they are, and such names may have `%`, too.

    Args:
        identifier: The id, with or without `./` at the beginning and `/` at the end.
        known: All paths that there are.
    """
    decoded, written = (
        "/".join(filter(None, each.removeprefix("./").split("/"))) for each in (unquote(identifier), identifier)
    )
    return written if written in known and decoded not in known else decoded


def _start(value: str | float) -> str | float:
    """Return a number, or the beginning of a text: the rest is not read again for each entity that refers to it."""
    return value[:_MAX_TEXT] if isinstance(value, str) else value


def _clean(value: object) -> str:
    """Return a text or number as text, without lone surrogates."""
    try:
        return str(value).strip().encode("utf-8", "replace").decode()
    except ValueError:  # an integer with thousands of digits
        return ""


def graph_in(name: str, document: bytes) -> Graph:
    """Return the graph of a document; `name` is for messages. Raises InvalidCrate."""
    if len(document) > MAX_DOCUMENT:
        raise InvalidCrate(name, f"{METADATA_FILE} has more than {MAX_DOCUMENT >> 20} MiB")
    document = document.removeprefix(codecs.BOM_UTF8)
    pieces = (document[start : start + PIECE_BYTES] for start in range(0, len(document), PIECE_BYTES))
    try:
        parsed = read_json(pieces, _MAX_MEMORY)
    except ValueError as error:
        raise InvalidCrate(name, f"{METADATA_FILE} is not JSON") from error
    except TooLarge as error:
        raise InvalidCrate(name, f"{METADATA_FILE} takes too much memory") from error
    entities = _entities(name, parsed, WorkLimit(name))
    return Graph(entities, _root(name, entities))


def _entities(name: str, parsed: object, limit: WorkLimit) -> dict[str, Entity]:
    """Return the entities by their ids. One that is written several times has the first value of each property."""
    found = parsed.get("@graph") if isinstance(parsed, dict) else None
    if not isinstance(found, list) or len(found) > _MAX_ENTITIES:
        raise InvalidCrate(name, f"{METADATA_FILE} has no list of entities, or a very long one")
    known: dict[str, dict[str, Any]] = {}
    for each in found:
        identifier = each.get("@id") if isinstance(each, dict) else None
        if not isinstance(identifier, str):
            raise InvalidCrate(name, f"{METADATA_FILE} has an entity without an id")
        values = known.setdefault(identifier, each)
        for key, value in each.items():
            values.setdefault(key, value)
    return {identifier: Entity(values, limit) for identifier, values in known.items()}


def _root(name: str, entities: Mapping[str, Entity]) -> Entity:
    descriptor = entities.get(METADATA_FILE)
    about = _reference(next(iter(_list(descriptor.values.get("about"))), None)) if descriptor else ""
    if about not in entities:
        raise InvalidCrate(name, f"{METADATA_FILE} does not say what it describes")
    return entities[about]


def _reference(value: object) -> str:
    found = value.get("@id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
