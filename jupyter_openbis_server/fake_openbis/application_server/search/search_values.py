"""Matching of values by single search criteria: texts with wildcards, numbers, dates (openbis-protocol 3.3)."""

import operator
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

from jupyter_openbis_server.fake_openbis.wire.failures import IllegalArgument, UnreadableParameter
from jupyter_openbis_server.fake_openbis.wire.json_beans import Json

TextTest = Callable[[str], bool]

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "EqualToValue": operator.eq,
    "LessThanValue": operator.lt,
    "LessThanOrEqualToValue": operator.le,
    "GreaterThanValue": operator.gt,
    "GreaterThanOrEqualToValue": operator.ge,
    "EarlierThanValue": operator.lt,
    "EarlierThanOrEqualToValue": operator.le,
    "LaterThanValue": operator.gt,
    "LaterThanOrEqualToValue": operator.ge,
}
_DATE_FORMATS = ("%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
_CONTAINS = ("StringContainsValue", "StringContainsExactlyValue")
_WILDCARDS = frozenset("*?")
_SPECIAL = frozenset("*?\\")
_DAY = timedelta(days=1) // timedelta(milliseconds=1)


def exact_text(criterion: Json) -> str | None:
    """Return the one text a criterion asks for, so that an index can answer; None when it asks for something wider."""
    value = criterion.get("fieldValue")
    kind, text = _kind_and_value(value)
    if kind not in ("", "StringEqualToValue") or text is None or _has_wildcards(criterion, str(text)):
        return None
    return without_quotes(str(text))


def without_quotes(text: str) -> str:
    """Return a text without the quotation marks around it, which openBIS takes away.

    Raises:
        IllegalArgument: when it is one quotation mark alone, at which openBIS breaks down.
    """
    if text == '"':
        raise IllegalArgument("begin 1, end 0, length 1")
    return text[1:-1] if text.startswith('"') and text.endswith('"') else text


def value_test(criterion: Json) -> TextTest:
    """Return the test a criterion puts a property or attribute to, which is given as text; no value is no condition.

    Raises:
        UnreadableParameter: when the class of the value is unknown.
    """
    kind, wanted = _kind_and_value(criterion.get("fieldValue"))
    if kind.startswith("Number"):
        return _number_test(kind.removeprefix("Number"), wanted)
    if kind.startswith("Date"):
        test = date_test(criterion)
        return lambda text: (moment := _milliseconds(text)) is not None and test(moment)
    if isinstance(wanted, bool):
        return lambda text: text.lower() == str(wanted).lower()
    return _text_test(kind, wanted, wildcards=bool(criterion.get("useWildcards", True)))


def date_test(criterion: Json) -> Callable[[int], bool]:
    """Return the test a criterion puts a date in milliseconds to.

    A date without time means the whole day: both dates are compared as days, so that a later one is after its end.

    Raises:
        UnreadableParameter: when the value is no date.
    """
    kind, wanted = _kind_and_value(criterion.get("fieldValue"))
    comparison = _COMPARISONS.get(kind.removeprefix("Date").removeprefix("Object"))
    moment = wanted if isinstance(wanted, int) else _milliseconds(str(wanted))
    if comparison is None or moment is None:
        raise UnreadableParameter(f"Could not deserialize object.\nCannot parse date value '{wanted}' of {kind}")
    whole_day = isinstance(wanted, str) and len(wanted) == len("2023-12-31")
    if whole_day:
        return lambda date: comparison(date // _DAY, moment // _DAY)
    return lambda date: comparison(date, moment)


def _kind_and_value(value: Json) -> tuple[str, Json]:
    """Return the simple name of the value's class (empty for a plain value) and the value itself."""
    if isinstance(value, dict):
        return str(value.get("@type", "")).rpartition(".")[2], value.get("value")
    return "", value


def _has_wildcards(criterion: Json, text: str) -> bool:
    return bool(criterion.get("useWildcards", True)) and bool(_WILDCARDS.intersection(text))


def _text_test(kind: str, wanted: Json, *, wildcards: bool) -> TextTest:
    """Return a text is compared exactly; with wildcards, or as a part of the value, without regard to case."""
    if wanted is None or kind == "AnyStringValue":
        return lambda _: True
    text = without_quotes(str(wanted))
    if kind in _CONTAINS and not _SPECIAL.intersection(text):
        part = text.lower()
        return lambda given: part in given.lower()  # thousands of texts are compared with one word
    if kind in ("", "StringEqualToValue") and not (wildcards and _WILDCARDS.intersection(text)):
        return lambda given: given == text
    pattern = _like_pattern(text) if wildcards else _escaped(text)
    patterns = {
        "": pattern,
        "StringEqualToValue": pattern,
        "StringContainsValue": f"%{pattern}%",
        "StringContainsExactlyValue": f"%{pattern}%",
        "StringStartsWithValue": f"{pattern}%",
        "StringEndsWithValue": f"%{pattern}",
    }
    if kind in patterns:
        return _like(patterns[kind])
    comparison = _COMPARISONS.get(kind.removeprefix("String"))
    if comparison is None:
        raise UnreadableParameter(f"Could not resolve type id 'as.dto.common.search.{kind}' as a subtype of a value")
    return lambda given: comparison(given.lower(), text.lower())


def _like_pattern(text: str) -> str:
    """Return the pattern of SQL's ILIKE that openBIS makes of a text with wildcards.

    A backslash is dropped, and what follows it is taken as it is, `%` and `_` included.
    """
    signs = {"*": "%", "?": "_", "%": r"\%", "_": r"\_", "\\": ""}
    pairs = zip(("", *text), text, strict=False)
    return "".join(sign if before == "\\" else signs.get(sign, sign) for before, sign in pairs)


def _escaped(text: str) -> str:
    """Return the ILIKE pattern that openBIS makes of a text without wildcards: a backslash is dropped here, too."""
    return text.replace("\\", "").replace("%", r"\%").replace("_", r"\_")


def _like(pattern: str) -> TextTest:
    parts = re.findall(r"\\.|[^\\]", pattern, re.DOTALL)
    signs = {"%": ".*", "_": "."}
    expression = "".join(re.escape(part[1:]) if len(part) > 1 else signs.get(part, re.escape(part)) for part in parts)
    compiled = re.compile(expression, re.IGNORECASE | re.DOTALL)
    return lambda given: compiled.fullmatch(given) is not None


def _number_test(kind: str, wanted: Json) -> TextTest:
    comparison = _COMPARISONS.get(kind)
    number = _number(wanted)
    if comparison is None or number is None:
        raise UnreadableParameter(f"Could not deserialize object.\nCannot deserialize number '{wanted}'")
    return lambda given: (found := _number(given)) is not None and comparison(found, number)


def _number(value: Json) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _milliseconds(text: str) -> int | None:
    """Return a date given as text, UTC where it names no zone, in milliseconds since 1970."""
    for pattern in _DATE_FORMATS:
        try:
            moment = datetime.strptime(text.strip(), pattern)  # noqa: DTZ007 -- the zone is added below
        except ValueError:
            continue
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
        return int(zoned.timestamp() * 1000)
    return None
