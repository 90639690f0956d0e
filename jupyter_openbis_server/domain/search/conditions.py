"""Conditions on properties, as users give them."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import InvalidSearch

FIELD = "where"
"""The part of a request that has the conditions, for messages."""

MAX_CONDITIONS = 20
_MAX_LENGTH = 1000
_FORMS = "CODE = value, CODE != value, CODE > 1, CODE = 1..5, CODE contains text, CODE is empty, CODE is not empty"


class Operator(enum.Enum):
    """A comparison of a property with a value."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    BETWEEN = "between"
    CONTAINS = "contains"
    EMPTY = "is empty"
    NOT_EMPTY = "is not empty"


WITHOUT_VALUE = (Operator.EMPTY, Operator.NOT_EMPTY)
_OTHER_WORDS = {"==": Operator.EQUAL, "<>": Operator.NOT_EQUAL, "is set": Operator.NOT_EMPTY}
_OPERATORS = {**{each.value: each for each in Operator}, **_OTHER_WORDS}


def _pattern(operator: str) -> str:
    return rf"\b{operator}\b".replace(" ", r"\s+") if operator[0].isalpha() else re.escape(operator)


_CONDITION = re.compile(
    r"\s*(?P<code>\$?[A-Za-z0-9][\w.:-]*)\s*(?P<operator>"
    + "|".join(map(_pattern, sorted(_OPERATORS, key=len, reverse=True)))
    + r")(?P<value>.*)",
    re.DOTALL | re.IGNORECASE,
)
_BOTH_LIMITS = re.compile(r"(?P<from>.+?)\s+and\s+(?P<to>.+)", re.DOTALL | re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'", re.DOTALL)


@dataclass(frozen=True)
class Condition:
    """A condition on one property; the values are not validated, since that needs the data type.

    Attributes:
        code: Code of the property, upper case.
        values: The value; none for `EMPTY` and `NOT_EMPTY`, the two limits for `BETWEEN`. A text, Boolean, number, date
            or datetime.
        is_quoted: Whether a text was given in quotation marks, so that `..` in it is no range.
    """

    code: str
    operator: Operator
    values: tuple[object, ...] = ()
    is_quoted: bool = False

    def __str__(self) -> str:
        return " ".join([self.code, self.operator.value, *(" and ".join(map(str, self.values)),)]).rstrip()


def parse_condition(text: str) -> Condition:
    """Parse a condition: a property's code, an operator and a value, e.g. `MAGNIFICATION > 40` or `STAIN = GFP`.

    Blanks around the operator are optional; a value may be in quotation marks.

    Raises:
        InvalidSearch: the text has none of the forms.
    """
    found = _CONDITION.fullmatch(text[: _MAX_LENGTH + 1])
    if found is None or len(text) > _MAX_LENGTH:
        raise InvalidSearch(FIELD, f"{text[:80]!r} is no condition; possible forms: {_FORMS}")
    operator = _OPERATORS[re.sub(r"\s+", " ", found["operator"].lower())]
    code, value = found["code"].upper(), found["value"].strip()
    if operator in WITHOUT_VALUE:
        if value:
            raise InvalidSearch(FIELD, f"{text!r}: nothing can follow `{operator.value}`")
        return Condition(code, operator)
    if not value:
        raise InvalidSearch(FIELD, f"{text!r}: a value is missing; `{code} is empty` finds what has none")
    if operator is Operator.BETWEEN:
        limits = _BOTH_LIMITS.fullmatch(value)
        if limits is None:
            raise InvalidSearch(FIELD, f"{text!r}: `between` needs two values, e.g. {code} between 1 and 5")
        return Condition(code, operator, (_unquoted(limits["from"]), _unquoted(limits["to"])))
    return Condition(code, operator, (_unquoted(value),), is_quoted=_QUOTED.fullmatch(value) is not None)


def conditions(where: str | Mapping[str, object] | Iterable[str] | None) -> tuple[Condition, ...]:
    """Return the conditions of a search.

    Args:
        where: Texts as for `parse_condition`; or a mapping of property codes to values, to None for "is empty", or to
            an operator with its values, e.g. `{"STAIN": "GFP", "MAGNIFICATION": (">", 40), "DATE": ("between", a, b)}`.

    Raises:
        InvalidSearch: a text, a code or an operator is wrong, it is something else, or there are too many conditions.
    """
    if isinstance(where, str):
        where = [where]
    if isinstance(where, Mapping):
        found = tuple(_given(code, value) for code, value in where.items())
    elif where is None or isinstance(where, Iterable):
        found = tuple(parse_condition(each) for each in map(_text, where or ()) if each.strip())
    else:
        raise InvalidSearch(
            FIELD, f"{where!r:.80} is no condition; give texts, or a mapping of property codes to values"
        )
    if len(found) > MAX_CONDITIONS:
        raise InvalidSearch(FIELD, f"takes {MAX_CONDITIONS} conditions at most")
    return found


def _text(condition: object) -> str:
    """Return a condition that must be a text. Raises InvalidSearch."""
    if not isinstance(condition, str):
        raise InvalidSearch(FIELD, f"{condition!r:.80} is no condition; possible forms: {_FORMS}")
    return condition


def _given(code: object, value: object) -> Condition:
    if not isinstance(code, str):
        raise InvalidSearch(FIELD, f"{code!r:.80} is no property code, which is a text")
    code = code.strip().upper()
    if value is None:
        return Condition(code, Operator.EMPTY)
    if not isinstance(value, (tuple, list)):
        return Condition(code, Operator.EQUAL, (value,), is_quoted=True)
    word, values = str(value[0]) if value else "", tuple(value[1:])
    operator = _OPERATORS.get(word.strip().lower())
    if operator is None:
        known = ", ".join(each.value for each in Operator)
        raise InvalidSearch(FIELD, f"{code}: {word!r} is no operator; a list is an operator ({known}) and its values")
    needed = 0 if operator in WITHOUT_VALUE else 2 if operator is Operator.BETWEEN else 1
    if len(values) != needed or None in values:
        raise InvalidSearch(FIELD, f"{code}: `{operator.value}` takes {needed} value{'s' * (needed != 1)}")
    return Condition(code, operator, values, is_quoted=True)


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if _QUOTED.fullmatch(text) else text
