"""Search criteria about one row alone: its code, identifier, dates and properties (openbis-protocol 3.3)."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

from jupyter_openbis_server.fake_openbis.application_server.search.search_values import (
    date_test,
    exact_text,
    value_test,
)
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.state.table import Table
from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure, missing_column
from jupyter_openbis_server.fake_openbis.wire.ids import as_list
from jupyter_openbis_server.fake_openbis.wire.json_beans import Json

FieldTest = Callable[[Any], bool]

# The attribute each criterion is about when it names none itself.
FIELD_CRITERIA: dict[str, str | None] = {
    "CodeSearchCriteria": "code",
    "CodesSearchCriteria": "code",
    "PermIdSearchCriteria": "permid",
    "IdentifierSearchCriteria": "identifier",
    "IdSearchCriteria": None,
    "IdsSearchCriteria": None,
    "UserIdSearchCriteria": "userid",
    "FirstNameSearchCriteria": "firstname",
    "LastNameSearchCriteria": "lastname",
    "EmailSearchCriteria": "email",
    "PersonalAccessTokenSessionNameSearchCriteria": "sessionname",
    "StringPropertySearchCriteria": None,
    "NumberPropertySearchCriteria": None,
    "DatePropertySearchCriteria": None,
    "BooleanPropertySearchCriteria": None,
    "AnyPropertySearchCriteria": None,
    "AnyFieldSearchCriteria": None,
    "RegistrationDateSearchCriteria": "registrationdate",
    "ModificationDateSearchCriteria": "modificationdate",
}
_DATES = ("registrationdate", "modificationdate")
_DATA_TYPES = {
    "NumberPropertySearchCriteria": ("INTEGER", "REAL"),
    "DatePropertySearchCriteria": ("DATE", "TIMESTAMP"),
    "BooleanPropertySearchCriteria": ("BOOLEAN",),
}


def indexed(table: Table[Any], criterion: Json) -> set[str] | None:
    """Return the keys, if they can be found by key or by an index; None otherwise."""
    name = _name(criterion)
    if name in ("IdSearchCriteria", "IdsSearchCriteria", "CodesSearchCriteria"):
        values = [_text_of(value) for value in as_list(criterion.get("fieldValue") or criterion.get("id"))]
        return {key for value in values for key in _lookup(table, value)}
    attribute = _attribute(criterion)
    if attribute not in ("code", "permid", "identifier") or _is_property(criterion) or not table.has_index(attribute):
        return None
    text = exact_text(criterion)
    return None if text is None else set(table.keys_of(attribute, _normalised(text, attribute, table.entity_class)))


def field_test(criterion: Json, row_class: type[Any], laboratory: Laboratory | None = None) -> FieldTest:
    """Return the test a criterion puts a row of a class to.

    Args:
        criterion: What the client sent.
        row_class: The class of the rows.
        laboratory: Knows the data types of properties, and the samples that properties point at; rows without
            properties do without.

    Raises:
        DatabaseFailure: for an attribute the database does not know.
        UserFailure: for a property of another data type than the criterion is for.
    """
    name = _name(criterion)
    if name in ("AnyFieldSearchCriteria", "AnyPropertySearchCriteria"):
        test = value_test(criterion)
        own = _own_texts if name == "AnyFieldSearchCriteria" else lambda _: []
        return lambda row: any(map(test, [*own(row), *_property_texts(row, laboratory)]))
    if _is_property(criterion):
        code = str(criterion.get("fieldName"))
        _check_data_type(name, _data_type(laboratory, code))
        test = value_test(criterion)
        return lambda row: any(map(test, _texts(code, row.properties.get(code), laboratory)))
    attribute = _attribute(criterion)
    field = _field_of(row_class, attribute)
    if attribute in _DATES:
        matches = date_test(criterion)
        return lambda row: matches(getattr(row, field))
    test = value_test(_with_normalised_value(criterion, attribute, row_class))
    return lambda row: (value := getattr(row, field)) is not None and test(str(value))


def _name(criterion: Json) -> str:
    return str(criterion["@type"]).rpartition(".")[2]


def _is_property(criterion: Json) -> bool:
    default = "PROPERTY" if _name(criterion).endswith("PropertySearchCriteria") else "ATTRIBUTE"
    return str(criterion.get("fieldType") or default) == "PROPERTY"


def _attribute(criterion: Json) -> str:
    """Return the attribute's name in lower case without blanks and underlines; that in the JSON beats the default."""
    name = criterion.get("fieldName") or FIELD_CRITERIA[_name(criterion)] or ""
    return str(name).lower().replace("_", "").replace(" ", "")


def _field_of(row_class: type[Any], attribute: str) -> str:
    names = [field.name for field in fields(row_class)] if is_dataclass(row_class) else []
    for name in (*names, "code", "identifier"):
        if name.replace("_", "") == attribute and (name in names or hasattr(row_class, name)):
            return name
    if attribute == "permid":
        return "key"
    raise missing_column(attribute)


def _with_normalised_value(criterion: Json, attribute: str, row_class: type[Any]) -> Json:
    value = criterion.get("fieldValue")
    if isinstance(value, str):
        return {**criterion, "fieldValue": _normalised(value, attribute, row_class)}
    if isinstance(value, dict) and isinstance(value.get("value"), str):
        normal = _normalised(value["value"], attribute, row_class)
        return {**criterion, "fieldValue": {**value, "value": normal}}
    return criterion


def _normalised(text: str, attribute: str, row_class: type[Any]) -> str:
    """Return a text as it is compared: identifiers and codes in capitals, but codes of samples as they are."""
    is_code = attribute == "code" and row_class is not e.Sample
    return text.upper() if is_code or attribute == "identifier" else text


def _check_data_type(criterion: str, data_type: str | None) -> None:
    if criterion in _DATA_TYPES and data_type not in _DATA_TYPES[criterion]:
        shown = data_type or "null"
        raise UserFailure(f"Criterion of type {criterion} cannot be applied to the data type {shown}.")


def _data_type(laboratory: Laboratory | None, code: str) -> str | None:
    known = laboratory.property_types.get(code) if laboratory else None
    return known.data_type if known else None


def _text_of(value: Json) -> str:
    if isinstance(value, dict):
        return str(value.get("permId") or value.get("identifier") or value.get("code"))
    return str(value)


def _lookup(table: Table[Any], text: str) -> list[str]:
    if table.get(text) is not None:
        return [text]
    return table.keys_of("identifier", text.upper()) if table.has_index("identifier") else []


def _property_texts(row: Any, laboratory: Laboratory | None) -> list[str]:  # noqa: ANN401 -- any entity with properties
    """Return what a search in any property looks at: no arrays and no JSON, whose texts have columns of their own."""
    found = []
    for code, value in getattr(row, "properties", {}).items():
        data_type = _data_type(laboratory, code) or ""
        if not data_type.startswith("ARRAY_") and data_type != "JSON":
            found += _texts(code, value, laboratory)
    return found


def _texts(code: str, value: e.PropertyValue | None, laboratory: Laboratory | None) -> list[str]:
    """Return the values of a property; of a sample that it points at, what the sample is called."""
    values = e.texts_of(value)
    if laboratory is None or _data_type(laboratory, code) != "SAMPLE":
        return values
    samples = (laboratory.sample(each) for each in values)
    return [text for each in samples if each for text in (each.code, each.perm_id, each.identifier)]


def _own_texts(row: Any) -> list[str]:  # noqa: ANN401 -- any entity
    own = [getattr(row, name, None) for name in ("code", "identifier", "perm_id", "type")]
    return [text for text in own if text]
