"""Which texts fit which data type, judged as openBIS does (its SimplePropertyValidator and PropertyValidator).

In doubt a text is taken: openBIS has the last word, and refusing what it would accept is worse than asking it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import date, time
from xml.parsers import expat

_LONGEST_SHOWN = 60
_INTEGERS = range(-(2**63), 2**63)
_INTEGER = re.compile(r"[+-]?\d{1,40}")
_REAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_TRUTHS = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2})"
    r"(?:[ T](?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2}))?"
    r"(?: ?(?P<zone>[+-]\d{2}:?\d{2}|Z|UTC|GMT))?)?"
)
_US_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")
_US_MOMENT = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}(?: \d{1,2}:\d{1,2}(?: ?[AaPp][Mm]?)?)?")
_LINK = re.compile(r'(?:https?|ftp)://[^\s<>"{}|\\^`]+')
_REFERENCE = re.compile(r"\S+")
_LINE = re.compile(r"[^\r\n]+")


def problem_of(data_type: str, text: str) -> str | None:
    """Return why a text is no value of a data type, and what would be one; None when nothing is wrong.

    Args:
        data_type: INTEGER, VARCHAR, … as openBIS names it. Of one that is not known here everything is a value.
        text: What the user gives; not blank.
    """
    try:
        as_sent(data_type, text)
    except ValueError as error:
        shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
        return f"{shown!r} is not {error}"
    return None


def as_sent(data_type: str, text: str) -> str:
    """Return a value in the form in which all versions of openBIS take it.

    Raises:
        ValueError: the text is no value of the data type; the message says what would be.
    """
    if data_type in _FREE_TEXTS:
        return text
    read = _READERS.get(data_type)
    return read(text.strip()) if read else text


def _integer(text: str) -> str:
    if not _INTEGER.fullmatch(text) or int(text) not in _INTEGERS:
        raise ValueError("a whole number of at most 64 bits, e.g. 42")
    return str(int(text))


def _real(text: str) -> str:
    if not _REAL.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError("a number, e.g. 1.5 or 2.5e-3")
    return text


def _truth(text: str) -> str:
    value = _TRUTHS.get(text.lower())
    if value is None:
        raise ValueError("a truth value, i.e. true or false")
    return value


def _day(text: str) -> str:
    if _US_DAY.fullmatch(text):
        return text
    try:
        return _date(text)
    except ValueError:
        raise ValueError("a date (yyyy-MM-dd), e.g. 2024-05-17") from None


def _moment(text: str) -> str:
    """Read a point in time. ISO 8601's `T` and `Z` are put in the words that older openBIS knows, too."""
    if _US_MOMENT.fullmatch(text):
        return text
    try:
        return _date_and_time(text)
    except ValueError:
        expected = "a point in time (yyyy-MM-dd HH:mm:ss, with or without zone), e.g. 2024-05-17 14:30:00 +0200"
        raise ValueError(expected) from None


def _date_and_time(text: str) -> str:
    found = _MOMENT.fullmatch(text)
    if not found:
        raise ValueError
    day = _date(found["day"])
    if found["hour"] is None:
        return day
    clock = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    if found["zone"]:
        return f"{day} {clock:%H:%M:%S} {_zone(found['zone'])}"
    return f"{day} {clock:%H:%M:%S}" if found["second"] else f"{day} {clock:%H:%M}"


def _date(text: str) -> str:
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError
    year, month, day = map(int, found.groups())
    return date(year, month, day).isoformat()


def _zone(text: str) -> str:
    return text.replace(":", "") if text[0] in "+-" else "+0000"


def _link(text: str) -> str:
    if not _LINK.fullmatch(text):
        raise ValueError("a link that begins with http://, https:// or ftp://, e.g. https://example.org/page")
    return text


def _xml(text: str) -> str:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _leave_to_openbis
    try:
        parser.Parse(text, True)
    except _Undecided:
        return text
    except (expat.ExpatError, UnicodeEncodeError):
        raise ValueError("well-formed XML, e.g. <a>text</a>") from None
    return text


class _Undecided(Exception):
    """Entities can blow up, hence nothing behind a document type is read here."""


def _leave_to_openbis(*_: object) -> None:
    raise _Undecided


def _json(text: str) -> str:
    try:
        json.loads(text, parse_int=str, parse_constant=_no_json)
    except RecursionError:
        return text
    except ValueError:
        raise ValueError('JSON, e.g. {"wells": 96}') from None
    return text


def _no_json(constant: str) -> None:
    raise ValueError(constant)


def _sample(text: str) -> str:
    if not _REFERENCE.fullmatch(text):
        raise ValueError("the identifier or permId of a sample, e.g. /LAB/YEAST/PLATE_1")
    return text


def _material(text: str) -> str:
    if not _LINE.fullmatch(text):
        raise ValueError("a material, e.g. WATER (LIQUID)")
    return text


def _array(read: Callable[[str], str]) -> Callable[[str], str]:
    """Return a reader for lists: in JSON, which is what openBIS wants, or separated by commas, as it shows them."""

    def read_all(text: str) -> str:
        items = [read(each.strip()) for each in _items(text)]
        return text if text.startswith("[") else json.dumps(items, ensure_ascii=False)

    return read_all


def _items(text: str) -> list[str]:
    if not text.startswith("["):
        return text.split(",")
    try:
        items = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        items = None
    if not isinstance(items, list) or not all(isinstance(each, str) for each in items):
        raise ValueError('a list, e.g. ["a", "b"] or a, b')
    return items


def _text(text: str) -> str:
    return text


_FREE_TEXTS = frozenset({"VARCHAR", "MULTILINE_VARCHAR"})
_READERS: dict[str, Callable[[str], str]] = {
    "INTEGER": _integer,
    "REAL": _real,
    "BOOLEAN": _truth,
    "DATE": _day,
    "TIMESTAMP": _moment,
    "HYPERLINK": _link,
    "XML": _xml,
    "JSON": _json,
    "SAMPLE": _sample,
    "MATERIAL": _material,
    "ARRAY_INTEGER": _array(_integer),
    "ARRAY_REAL": _array(_real),
    "ARRAY_STRING": _array(_text),
    "ARRAY_TIMESTAMP": _array(_moment),
}
