"""Evaluation of conditions on properties in an in-memory openBIS, whose time zone is UTC."""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from jupyter_openbis_server.domain.properties.property_value import PropertyValue, values_of
from jupyter_openbis_server.domain.search.conditions import Operator
from jupyter_openbis_server.domain.search.criteria import DATES, NUMBERS, PropertyCriterion

_COMPARISONS: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUAL: operator.eq,
    Operator.LESS: operator.lt,
    Operator.LESS_OR_EQUAL: operator.le,
    Operator.GREATER: operator.gt,
    Operator.GREATER_OR_EQUAL: operator.ge,
}
_FORMS = ("%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")


def fulfils(properties: Mapping[str, PropertyValue], criterion: PropertyCriterion) -> bool:
    """Return whether properties fulfil a condition."""
    texts = values_of(properties.get(criterion.code, ()))
    if criterion.operator is Operator.EMPTY:
        return not texts
    if criterion.operator is Operator.NOT_EMPTY:
        return bool(texts)
    if criterion.operator is Operator.NOT_EQUAL:
        return bool(texts) and not any(_matches(Operator.EQUAL, text, criterion) for text in texts)
    return any(_matches(criterion.operator, text, criterion) for text in texts)


def _matches(comparison: Operator, text: str, criterion: PropertyCriterion) -> bool:
    if comparison is Operator.CONTAINS:
        pattern = re.escape(criterion.value).replace(r"\*", ".*").replace(r"\?", ".")
        return re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None
    compare = _COMPARISONS[comparison]
    if criterion.data_type in NUMBERS:
        return compare(Decimal(text), Decimal(criterion.value))
    if criterion.data_type in DATES:
        is_day = len(criterion.value) == len("yyyy-MM-dd")
        given, wanted = _moment(text), _moment(criterion.value)
        return compare(given.date(), wanted.date()) if is_day else compare(given, wanted)
    return compare(text, criterion.value)


def _moment(text: str) -> dt.datetime:
    for form in _FORMS:
        try:
            moment = dt.datetime.strptime(text, form)  # noqa: DTZ007 - a zone is added below
        except ValueError:
            continue
        return moment.astimezone(dt.timezone.utc) if moment.tzinfo else moment.replace(tzinfo=dt.timezone.utc)
    raise ValueError(text)
