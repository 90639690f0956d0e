"""Conditions on properties that fit the data types of the properties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.properties.property_text import check_characters
from jupyter_openbis_server.domain.properties.property_type import PropertyType
from jupyter_openbis_server.domain.properties.property_value import is_unset, to_text
from jupyter_openbis_server.domain.properties.python_values import plain, shown
from jupyter_openbis_server.domain.search.conditions import FIELD, WITHOUT_VALUE, Condition, Operator

NUMBERS = frozenset({"INTEGER", "REAL"})
DATES = frozenset({"DATE", "TIMESTAMP"})
VOCABULARY = "CONTROLLEDVOCABULARY"
_MAX_TERMS_SHOWN = 10
_EQUALITY = (Operator.EQUAL, Operator.NOT_EQUAL)
_ORDER = (Operator.LESS, Operator.LESS_OR_EQUAL, Operator.GREATER, Operator.GREATER_OR_EQUAL, Operator.BETWEEN)
OPERATORS: dict[str, tuple[Operator, ...]] = {
    **dict.fromkeys(NUMBERS | DATES, (*_EQUALITY, *_ORDER, *WITHOUT_VALUE)),
    **dict.fromkeys(("BOOLEAN", VOCABULARY), (*_EQUALITY, *WITHOUT_VALUE)),
    **dict.fromkeys(
        ("VARCHAR", "MULTILINE_VARCHAR", "HYPERLINK", "XML", "SAMPLE", "MATERIAL"),
        (*_EQUALITY, Operator.CONTAINS, *WITHOUT_VALUE),
    ),
}
"""The comparisons that are possible by data type; others can only be empty or not."""
_RANGE = ".."


@dataclass(frozen=True)
class PropertyCriterion:
    """A comparison of a property with one value that fits its data type.

    Attributes:
        code: Upper case.
        data_type: As openBIS names it.
        operator: Any except `BETWEEN`.
        value: A number; a day (`yyyy-MM-dd`) or a time (`yyyy-MM-dd HH:mm[:ss][ +0100]`); `true` or `false`; the code
            of a term; or a text, in which `CONTAINS` takes `*` and `?` as wildcards. Empty for `EMPTY` and `NOT_EMPTY`.
    """

    code: str
    data_type: str
    operator: Operator
    value: str = ""

    @property
    def excludes(self) -> bool:
        """Whether it is fulfilled by what does not match: openBIS has to negate another criterion."""
        return self.operator in (Operator.NOT_EQUAL, Operator.EMPTY)


def criteria_of(condition: Condition, property_type: PropertyType) -> tuple[PropertyCriterion, ...]:
    """Return the criteria that together have the meaning of a condition; two for a range.

    Raises:
        InvalidSearch: the operator or a value does not fit the data type; names the condition and what is possible.
    """
    operators = OPERATORS.get(property_type.data_type, WITHOUT_VALUE)
    if condition.operator not in operators:
        possible = ", ".join(each.value for each in operators)
        kind = f"{condition.code} is of the data type {property_type.data_type}"
        raise InvalidSearch(FIELD, f"{condition}: {kind}, which can be compared with {possible}")
    return tuple(_criteria(condition, property_type))


def _criteria(condition: Condition, property_type: PropertyType) -> Iterator[PropertyCriterion]:
    code, data_type = property_type.code, property_type.data_type
    if condition.operator in WITHOUT_VALUE:
        yield PropertyCriterion(code, data_type, condition.operator)
        return
    limits = _limits(condition, data_type)
    if limits is None:
        value = _value(condition, condition.values[0], property_type)
        yield PropertyCriterion(code, data_type, condition.operator, value)
        return
    lower, upper = limits
    if not is_unset(lower):
        value = _value(condition, lower, property_type)
        yield PropertyCriterion(code, data_type, Operator.GREATER_OR_EQUAL, value)
    if not is_unset(upper):
        value = _value(condition, upper, property_type)
        yield PropertyCriterion(code, data_type, Operator.LESS_OR_EQUAL, value)


def _limits(condition: Condition, data_type: str) -> tuple[object, object] | None:
    """Return both limits of a range; one may be unset: `10..20`, `10..`, `between 10 and 20`; else None."""
    if condition.operator is Operator.BETWEEN:
        return condition.values[0], condition.values[1]
    raw = condition.values[0]
    is_range = condition.operator is Operator.EQUAL and isinstance(raw, str) and _RANGE in raw
    if not is_range or condition.is_quoted or data_type not in NUMBERS | DATES:
        return None
    lower, _, upper = str(raw).partition(_RANGE)
    return None if is_unset(lower) and is_unset(upper) else (lower, upper)


def _value(condition: Condition, raw: object, property_type: PropertyType) -> str:
    try:
        return _checked(plain(raw), property_type, condition.operator)
    except ValueError as error:
        raise InvalidSearch(
            FIELD, f"{condition}: {shown(raw)} is not {error} ({property_type.code}, {property_type.data_type})"
        ) from None


def _checked(raw: object, property_type: PropertyType, operator: Operator) -> str:
    """Return a value as text. Raises ValueError with a description of a valid value."""
    data_type = property_type.data_type
    if is_unset(raw):
        raise ValueError(f"a value; `{property_type.code} is empty` finds what has none")
    if data_type == VOCABULARY:
        return _term(str(raw), property_type)
    if data_type in NUMBERS:  # `> 1.5` is meaningful for whole numbers, too
        return to_text(raw, "REAL")
    if data_type in DATES:
        return _date(raw, data_type)
    text = to_text(raw, data_type if data_type == "BOOLEAN" else "VARCHAR")
    check_characters(text)
    if operator is not Operator.CONTAINS:
        return text
    text = text.replace("\\", "")  # openBIS drops backslashes in patterns
    if not text:
        raise ValueError("a text without backslashes, which openBIS cannot search for")
    return text


def _date(raw: object, data_type: str) -> str:
    """Return a day or a time by ISO 8601; openBIS's searches know no other forms."""
    text = to_text(raw, data_type)
    if "/" in text:
        raise ValueError("a date like 2024-05-17")
    return text


def _term(text: str, property_type: PropertyType) -> str:
    """Return the code of a term, given by its code in any case, or by its label."""
    wanted = text.strip().casefold()
    by_code = (term.code for term in property_type.terms if term.code.casefold() == wanted)
    by_label = (term.code for term in property_type.terms if (term.label or "").casefold() == wanted)
    found = next(by_code, None) or next(by_label, None)
    if found is None:
        codes = [term.code for term in property_type.terms]
        more = f" and {len(codes) - _MAX_TERMS_SHOWN} more" if len(codes) > _MAX_TERMS_SHOWN else ""
        raise ValueError(f"one of the terms {', '.join(codes[:_MAX_TERMS_SHOWN])}{more}")
    return found
