"""Types by code."""

from __future__ import annotations

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import EntityTypes
from jupyter_openbis_server.domain.errors import FieldProblem
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.properties.property_checks import similar


def type_named(types: EntityTypes, session: Session, kind: EntityKind, code: str) -> EntityType | None:
    """Return a type by its code in any case, or None. If it is missing, the list is requested again."""
    wanted = code.strip().upper()
    for fresh in (False, True):
        for type_ in types.all(session, kind, fresh=fresh):
            if type_.code.upper() == wanted:
                return type_
    return None


def find_type(
    types: EntityTypes, session: Session, kind: EntityKind, code: str, problems: list[FieldProblem]
) -> EntityType | None:
    """Return a type by its code in any case; None if there is none, which is added to the problems."""
    found = type_named(types, session, kind, code)
    if found is None:
        name = kind.word
        known = [each.code for each in types.all(session, kind)]
        unknown = f"No such {name} type: {code}{similar(code.strip().upper(), known)}"
        problems.append(FieldProblem("type", unknown if code else f"choose a {name} type"))
    return found
