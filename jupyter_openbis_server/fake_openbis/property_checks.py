"""Checks property values against the type of their entity, with the server's own complaints."""

from . import entities as e
from .failures import UserFailure
from .json_beans import Json
from .laboratory import Laboratory


def checked_properties(laboratory: Laboratory, entity_type: e.EntityType, given: Json) -> dict[str, e.PropertyValue]:
    """The properties by upper-case code with every value as text; null and empty values are left out.

    Args:
        laboratory: Where property types and vocabularies are.
        entity_type: The type the entity has.
        given: Values by code as the client sent them.

    Raises:
        UserFailure: for an unknown property, a missing mandatory one, or a term its vocabulary does not have.
    """
    values = {code.upper(): _text(value) for code, value in (given or {}).items() if value not in (None, "", [])}
    assigned = {assignment.property_type: assignment for assignment in entity_type.assignments}
    for code, value in values.items():
        if code not in assigned:
            raise UserFailure(f"Property type with code '{code}' does not exist!")
        _check_terms(laboratory, code, value)
    for code, assignment in assigned.items():
        if assignment.mandatory and assignment.plugin is None and code not in values:
            raise UserFailure(f"Value of mandatory property '{code}' not specified.")
    return values


def _text(value: Json) -> e.PropertyValue:
    if isinstance(value, list):
        return [str(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check_terms(laboratory: Laboratory, code: str, value: e.PropertyValue) -> None:
    property_type = laboratory.property_types.get(code)
    vocabulary = laboratory.vocabularies.get(property_type.vocabulary) if property_type else None
    if vocabulary is None:
        return
    terms = [term.code for term in vocabulary.terms]
    for chosen in value if isinstance(value, list) else [value]:
        if chosen.upper() not in terms:
            raise UserFailure(
                f"Vocabulary value '{chosen}' is not valid. It must exist in '{vocabulary.code}' controlled vocabulary "
                f"{terms}"
            )
