"""Samples and experiments that own data sets and files."""

from __future__ import annotations

from contextlib import suppress

from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityReference
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import Entities
from jupyter_openbis_server.domain.errors import EntityNotFound
from jupyter_openbis_server.domain.instances.session import Session

_OTHERS = (EntityKind.PROJECT, EntityKind.SPACE)


def owner_named(entities: Entities, session: Session, text: str) -> Entity:
    """Return the sample or experiment that a text names.

    Raises:
        InvalidReference: the text is no reference.
        EntityNotFound: there is none; the message says so if it names a project or space.
    """
    reference = EntityReference.parse(text)
    try:
        return entities.find(session, reference)
    except EntityNotFound:
        other = None
        with suppress(EntityNotFound):
            other = entities.find(session, reference, _OTHERS)
        if other is None:
            raise
    raise EntityNotFound(other.identifier, actual=other.kind.word)
