"""Checks property values against the type of their entity, with openBIS's error messages."""

import json
import re

from jupyter_openbis_server.fake_openbis.application_server.entities.property_formats import stored_text
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.wire.failures import UnreadableParameter, UserFailure
from jupyter_openbis_server.fake_openbis.wire.json_beans import Json

_FIRST_WITH_LISTS = 7  # API 3.7
_ARRAY = "ARRAY_"
_ITEM_TYPES = {"ARRAY_STRING": "VARCHAR"}
_SEPARATOR = re.compile(r"(?<!\\),")


def read_properties(given: Json, api_minor: int) -> dict[str, Json]:
    """Return the properties as the object mapper reads them: texts, and lists of texts where there are several values.

    A list inside a list has no text (its PropertiesDeserializer asks Jackson's ``asText``), and is lost.

    Raises:
        UnreadableParameter: for a list on API 3.6 and older, and for an object.
    """
    for value in (given or {}).values():
        if isinstance(value, dict) or (isinstance(value, list) and api_minor < _FIRST_WITH_LISTS):
            kind = "Array" if isinstance(value, list) else "Object"
            raise UnreadableParameter(f"Cannot deserialize value of type `java.lang.String` from {kind} value")
    return {
        code: ["" if isinstance(each, list | dict) else each for each in value] if isinstance(value, list) else value
        for code, value in (given or {}).items()
    }


def checked_properties(laboratory: Laboratory, entity_type: e.EntityType, given: Json) -> dict[str, e.PropertyValue]:
    """Return the properties by upper-case code as they are stored; null and empty values are left out.

    Args:
        laboratory: Where property types and vocabularies are.
        entity_type: The type the entity has.
        given: Values by code as the client sent them.

    Raises:
        UserFailure: for an unknown property, a missing mandatory one, or a value that does not fit.
    """
    sent = {code.upper(): value for code, value in (given or {}).items() if value not in (None, "", [])}
    assigned = {assignment.property_type: assignment for assignment in entity_type.assignments}
    values: dict[str, e.PropertyValue] = {}
    for code, value in sent.items():
        property_type = laboratory.property_types.get(code)
        if code not in assigned or property_type is None:
            raise UserFailure(f"Property type with code '{code}' does not exist!")
        values[code] = _stored(laboratory, property_type, value)
    for code, assignment in assigned.items():
        if assignment.mandatory and assignment.plugin is None and code not in values:
            raise UserFailure(f"Value of mandatory property '{code}' not specified.")
    return values


def _stored(laboratory: Laboratory, property_type: e.PropertyType, value: Json) -> e.PropertyValue:
    if property_type.data_type.startswith(_ARRAY):
        if not property_type.multi_value:
            return _array(property_type.data_type, value)
        return [_array(property_type.data_type, each) for each in _lists(value)]
    if property_type.multi_value:
        return [_single(laboratory, property_type, each) for each in _values(value)]
    return _single(laboratory, property_type, value)


def _values(value: Json) -> list[Json]:
    """Return the values of a multi-valued property. There are servers that split a text at its commas."""
    if isinstance(value, list):
        return value
    return [each.strip() for each in _SEPARATOR.split(_text(value).strip().removeprefix("[").removesuffix("]"))]


def _lists(value: Json) -> list[Json]:
    """Return the arrays of a multi-valued property; JSON that holds lists is read, other texts are one array."""
    if isinstance(value, list):
        return value
    parsed = _from_json(_text(value))
    return parsed if isinstance(parsed, list) and all(isinstance(each, list) for each in parsed) else [value]


def _array(data_type: str, value: Json) -> list[str]:
    items = value if isinstance(value, list) else _from_json(_text(value))
    if not isinstance(items, list) or any(isinstance(each, list | dict) for each in items):
        raise UserFailure(
            f"Array value '{value}' is not valid. Provided value is a string and could not be parsed to an array."
        )
    item_type = _ITEM_TYPES.get(data_type, data_type.removeprefix(_ARRAY))
    return [stored_text(item_type, _text(each)) for each in items]


def _from_json(text: str) -> Json:
    try:
        return json.loads(text, parse_int=str, parse_float=str)
    except ValueError:
        return None


def _single(laboratory: Laboratory, property_type: e.PropertyType, value: Json) -> str:
    if isinstance(value, list | dict):
        raise UserFailure(f"Property '{property_type.code}' takes one value.")
    text = _text(value)
    vocabulary = laboratory.vocabularies.get(property_type.vocabulary)
    if vocabulary is not None:
        return _term(vocabulary, text)
    return stored_text(property_type.data_type, text)


def _text(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _term(vocabulary: e.Vocabulary, chosen: str) -> str:
    terms = [term.code for term in vocabulary.terms]
    if chosen.upper() not in terms:
        raise UserFailure(
            f"Vocabulary value '{chosen.upper()}' is not valid. It must exist in '{vocabulary.code}' controlled "
            f"vocabulary {terms}"
        )
    return chosen.upper()
