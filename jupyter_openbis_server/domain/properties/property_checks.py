"""Checks of the properties of a new entity against its type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from jupyter_openbis_server.domain.errors import FieldProblem
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.properties.property_value import PropertyValue, is_unset


def field_of(code: str) -> str:
    """Return the name of the field of a property: `prop.<CODE>`."""
    return f"prop.{code}"


def by_upper_case_code(raw_values: Mapping[str, object], problems: list[FieldProblem]) -> dict[str, object]:
    """Return values by upper-case code; codes that are given several times are added to the problems."""
    times = Counter(code.strip().upper() for code in raw_values)
    problems += [FieldProblem(field_of(code), "is given twice") for code, count in times.items() if count > 1]
    return {code.strip().upper(): value for code, value in raw_values.items()}


def converted_properties(
    type_: EntityType, raw_values: Mapping[str, object], problems: list[FieldProblem], entities: str = "data sets"
) -> dict[str, PropertyValue]:
    """Return all properties of a new entity in openBIS's form, without those that openBIS computes.

    Args:
        type_: Its type.
        raw_values: Maps the property code to a raw value, see `property_value.convert`.
        problems: All problems are added to them.
        entities: What entities of the type are called in messages.
    """
    given = by_upper_case_code(raw_values, problems)
    converted: dict[str, PropertyValue] = {}
    for assignment in type_.assignments:
        raw = given.pop(assignment.code, None)
        if assignment.is_computed:
            continue
        wrong = assignment.problems_of(raw)
        problems += [FieldProblem(field_of(assignment.code), problem) for problem in wrong]
        value = None if wrong else assignment.convert(raw)
        if value is not None:
            converted[assignment.code] = value
    problems += [unknown_property(type_, each, entities) for each, raw in given.items() if not is_unset(raw)]
    return converted


def unknown_property(type_: EntityType, code: str, entities: str) -> FieldProblem:
    """Return the problem of a property that a type does not have."""
    known = [each.code for each in type_.assignments]
    return FieldProblem(field_of(code), f"{entities} of type {type_.code} have no such property{similar(code, known)}")


def similar(code: str, known: Iterable[str]) -> str:
    """Return a suggestion of a similar code, or an empty text. Users may omit the `$` of openBIS's own codes."""
    codes = list(known)
    meant = [f"${code}"] if f"${code}" in codes else get_close_matches(code, codes, n=1)
    return f"; did you mean {meant[0]}?" if meant else ""
