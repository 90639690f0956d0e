"""Conditions on properties as criteria of openBIS's v3 API (openbis-protocol.md, 3.3)."""

from __future__ import annotations

import datetime as dt

from jupyter_openbis_server.adapters.openbis.api.date_criteria import date_value
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, typed
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import ApiKind
from jupyter_openbis_server.domain.search.conditions import Operator
from jupyter_openbis_server.domain.search.criteria import DATES, NUMBERS, PropertyCriterion

_STRING, _NUMBER, _DATE = "StringPropertySearchCriteria", "NumberPropertySearchCriteria", "DatePropertySearchCriteria"
_BOOLEAN = "BooleanPropertySearchCriteria"
_COMPARISONS = {
    Operator.EQUAL: "EqualTo",
    Operator.NOT_EQUAL: "EqualTo",
    Operator.LESS: "LessThan",
    Operator.LESS_OR_EQUAL: "LessThanOrEqualTo",
    Operator.GREATER: "GreaterThan",
    Operator.GREATER_OR_EQUAL: "GreaterThanOrEqualTo",
}


def property_criteria(api: ApiKind, criterion: PropertyCriterion) -> list[Json]:
    """Return criteria for entities of a kind whose property fulfils a condition; all must match.

    What "is not" a value has the property, and none of its values is that one.
    """
    if criterion.operator is Operator.NOT_EMPTY:
        return [_any_value(criterion.code)]
    if criterion.operator is Operator.EMPTY:
        return [_negated(api, _any_value(criterion.code))]
    if criterion.operator is Operator.NOT_EQUAL:
        return [_any_value(criterion.code), _negated(api, _compared(criterion))]
    return [_compared(criterion)]


def _negated(api: ApiKind, criterion: Json) -> Json:
    return {**api.criteria(criterion), "negated": True}


def _any_value(code: str) -> Json:
    """Return the criterion for a property that is set, of any data type: its value is left out."""
    return typed(f"common.search.{_STRING}", fieldName=code, fieldType="PROPERTY")


def _compared(criterion: PropertyCriterion) -> Json:
    if criterion.data_type in NUMBERS:
        kind = f"common.search.Number{_COMPARISONS[criterion.operator]}Value"
        return _property(_NUMBER, criterion.code, typed(kind, value=_number(criterion.value)))
    if criterion.data_type in DATES:
        return _property(_DATE, criterion.code, date_value(criterion.operator, _moment(criterion.value)))
    if criterion.data_type == "BOOLEAN":
        return _property(_BOOLEAN, criterion.code, criterion.value == "true")
    contains = criterion.operator is Operator.CONTAINS
    kind = "StringContainsValue" if contains else "StringEqualToValue"
    text = criterion.value if contains else _quoted(criterion.value)
    return {
        **_property(_STRING, criterion.code, typed(f"common.search.{kind}", value=text)),
        "useWildcards": contains,
    }


def _property(kind: str, code: str, value: object) -> Json:
    return typed(f"common.search.{kind}", fieldName=code, fieldType="PROPERTY", fieldValue=value)


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def _quoted(text: str) -> str:
    """Return a text in quotation marks if it begins and ends with one: openBIS takes the outermost ones away."""
    return f'"{text}"' if text.startswith('"') and text.endswith('"') else text


def _moment(text: str) -> dt.date | str:
    """Return a day or a time with zone; a time without zone, which is one of openBIS's zone, remains a text."""
    if len(text) == len("yyyy-MM-dd"):
        return dt.date.fromisoformat(text)
    day, clock, *zone = text.split(" ")
    if not zone:
        return text
    return dt.datetime.strptime(f"{day} {clock} {zone[0]}", "%Y-%m-%d %H:%M:%S %z")
