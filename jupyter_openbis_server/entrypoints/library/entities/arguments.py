"""Entity objects as arguments: references that openBIS understands, and values of properties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InvalidReference
from jupyter_openbis_server.entrypoints.library.entities.base import EntityObject
from jupyter_openbis_server.entrypoints.plain_values import plain_value


def reference_of(entity: str | EntityObject) -> str:
    """Return the text by which openBIS finds an entity: its permId; of a space, its identifier.

    Raises:
        InvalidReference: it is neither an entity nor a text, e.g. an empty cell of a data frame.
    """
    if isinstance(entity, EntityObject):
        return entity.identifier if entity.entity_kind is EntityKind.SPACE else entity.perm_id
    if not isinstance(entity, str):
        raise InvalidReference(repr(entity)[:80])
    return entity


def references_of(entities: str | EntityObject | Iterable[str | EntityObject]) -> tuple[str, ...]:
    """Return the texts by which openBIS finds one or several entities. Raises InvalidReference."""
    several = (entities,) if isinstance(entities, (str, EntityObject)) else entities
    return tuple(map(reference_of, several))


def property_values(properties: Mapping[str, Any] | None) -> dict[str, object]:
    """Return values of properties by code. See `property_value`."""
    return {code: property_value(value) for code, value in (properties or {}).items()}


def property_value(value: Any) -> object:  # noqa: ANN401 - accepts any value
    """Return the value of a property: an object is its permId, values of numpy and pandas become those of Python."""
    if isinstance(value, EntityObject):
        return value.perm_id
    if isinstance(value, (list, tuple)):
        return [property_value(each) for each in value]
    return plain_value(value)
