"""Search criteria about one row alone: its code, identifier, dates and properties (openbis-protocol 3.3)."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

from .entities import texts_of
from .failures import UserFailure
from .ids import as_list
from .json_beans import Json
from .search_values import date_test, exact_text, value_test
from .table import Table

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


def indexed(table: Table[Any], criterion: Json) -> set[str] | None:
    """The keys, when key or an index of the table can tell; None otherwise."""
    name = _name(criterion)
    if name in ("IdSearchCriteria", "IdsSearchCriteria", "CodesSearchCriteria"):
        values = [_text_of(value) for value in as_list(criterion.get("fieldValue") or criterion.get("id"))]
        return {key for value in values for key in _lookup(table, value)}
    text = exact_text(criterion)
    attribute = _attribute(criterion)
    if text is None or attribute not in ("code", "permid", "identifier") or _is_property(criterion):
        return None
    return set(table.keys_of(attribute, text.upper())) if table.has_index(attribute) else None


def field_test(criterion: Json, row_class: type[Any]) -> FieldTest:
    """The test a criterion puts a row of a class to.

    Raises:
        UserFailure: for an attribute the database does not know.
    """
    name = _name(criterion)
    if name in ("AnyFieldSearchCriteria", "AnyPropertySearchCriteria"):
        test = value_test(criterion)
        texts = _property_texts if name == "AnyPropertySearchCriteria" else _all_texts
        return lambda row: any(map(test, texts(row)))
    if _is_property(criterion):
        code = str(criterion.get("fieldName"))
        test = value_test(criterion)
        return lambda row: any(map(test, texts_of(row.properties.get(code))))
    attribute = _attribute(criterion)
    field = _field_of(row_class, attribute)
    if attribute in _DATES:
        matches = date_test(criterion)
        return lambda row: matches(getattr(row, field))
    test = value_test(criterion)
    return lambda row: (value := getattr(row, field)) is not None and test(str(value))


def _name(criterion: Json) -> str:
    return str(criterion["@type"]).rpartition(".")[2]


def _is_property(criterion: Json) -> bool:
    default = "PROPERTY" if _name(criterion).endswith("PropertySearchCriteria") else "ATTRIBUTE"
    return str(criterion.get("fieldType") or default) == "PROPERTY"


def _attribute(criterion: Json) -> str:
    """The attribute's name in lower case without blanks and underlines; the name in the JSON beats the default."""
    name = criterion.get("fieldName") or FIELD_CRITERIA[_name(criterion)] or ""
    return str(name).lower().replace("_", "").replace(" ", "")


def _field_of(row_class: type[Any], attribute: str) -> str:
    names = [field.name for field in fields(row_class)] if is_dataclass(row_class) else []
    for name in (*names, "code", "identifier"):
        if name.replace("_", "") == attribute and (name in names or hasattr(row_class, name)):
            return name
    if attribute == "permid":
        return "key"
    raise UserFailure(f'ERROR: column t0.{attribute} does not exist; bad SQL grammar in "{row_class.__name__}"')


def _text_of(value: Json) -> str:
    if isinstance(value, dict):
        return str(value.get("permId") or value.get("identifier") or value.get("code"))
    return str(value)


def _lookup(table: Table[Any], text: str) -> list[str]:
    if table.get(text) is not None:
        return [text]
    return table.keys_of("identifier", text.upper()) if table.has_index("identifier") else []


def _property_texts(row: Any) -> list[str]:  # noqa: ANN401 -- any entity with properties
    return [text for value in getattr(row, "properties", {}).values() for text in texts_of(value)]


def _all_texts(row: Any) -> list[str]:  # noqa: ANN401 -- any entity
    own = [getattr(row, name, None) for name in ("code", "identifier", "perm_id", "type")]
    return [text for text in own if text] + _property_texts(row)
