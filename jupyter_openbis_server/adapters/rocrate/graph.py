"""The graph of an RO-Crate document: flat entities that refer to each other by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_openbis_server.adapters.shared.incremental_json import PIECE_BYTES, TooLarge, read_json
from jupyter_openbis_server.domain.errors import InvalidCrate
from jupyter_openbis_server.domain.research_objects.crate import METADATA_FILE

MAX_DOCUMENT = 64 << 20
"""Maximum size of a document, in bytes: enough for 100,000 files."""
_MAX_MEMORY = 512 << 20
_MAX_ENTITIES = 300_000
_MAX_TEXT = 10_000


@dataclass(frozen=True)
class Entity:
    """An entity; its values are not validated."""

    values: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its id, which is unique in the graph."""
        return str(self.values["@id"])

    @property
    def types(self) -> tuple[str, ...]:
        """Its types."""
        return tuple(each for each in _list(self.values.get("@type")) if isinstance(each, str))


@dataclass(frozen=True)
class Graph:
    """All entities of a document.

    Attributes:
        root: The entity that describes the research object as a whole.
    """

    entities: Mapping[str, Entity]
    root: Entity

    def many(self, entity: Entity, key: str) -> tuple[Entity, ...]:
        """Return the entities that a property refers to, without those that the document does not have."""
        references = (_reference(each) for each in _list(entity.values.get(key)))
        return tuple(self.entities[each] for each in references if each in self.entities)

    def one(self, entity: Entity, key: str) -> Entity | None:
        """Return the first entity that a property refers to; None without any."""
        return next(iter(self.many(entity, key)), None)

    def reference(self, entity: Entity, key: str) -> str:
        """Return the first id that a property refers to, whether or not there is such an entity; empty without any."""
        return next(filter(None, map(_reference, _list(entity.values.get(key)))), "")


def text_of(entity: Entity, key: str) -> str:
    """Return the first text or number of a property, stripped and shortened; empty without any."""
    for each in _list(entity.values.get(key)):
        if isinstance(each, (str, int, float)) and not isinstance(each, bool):
            return str(each).strip()[:_MAX_TEXT].encode("utf-8", "replace").decode()
    return ""


def graph_in(name: str, document: bytes) -> Graph:
    """Return the graph of a document; `name` is for messages. Raises InvalidCrate."""
    if len(document) > MAX_DOCUMENT:
        raise InvalidCrate(name, f"{METADATA_FILE} has more than {MAX_DOCUMENT >> 20} MiB")
    pieces = (document[start : start + PIECE_BYTES] for start in range(0, len(document), PIECE_BYTES))
    try:
        parsed = read_json(pieces, _MAX_MEMORY)
    except ValueError as error:
        raise InvalidCrate(name, f"{METADATA_FILE} is not JSON") from error
    except TooLarge as error:
        raise InvalidCrate(name, f"{METADATA_FILE} takes too much memory") from error
    entities = {each.id: each for each in _entities(name, parsed)}
    return Graph(entities, _root(name, entities))


def _entities(name: str, parsed: object) -> Iterator[Entity]:
    found = parsed.get("@graph") if isinstance(parsed, dict) else None
    if not isinstance(found, list) or len(found) > _MAX_ENTITIES:
        raise InvalidCrate(name, f"{METADATA_FILE} has no list of entities, or a very long one")
    known: set[str] = set()
    for each in found:
        identifier = each.get("@id") if isinstance(each, dict) else None
        if not isinstance(identifier, str):
            raise InvalidCrate(name, f"{METADATA_FILE} has an entity without an id")
        if identifier in known:
            raise InvalidCrate(name, f"{METADATA_FILE} has several entities with the id {identifier[:100]!r}")
        known.add(identifier)
        yield Entity(each)


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
