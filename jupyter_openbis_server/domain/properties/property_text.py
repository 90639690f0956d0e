"""Validation and normalisation of texts per data type, by openBIS's rules.

Source of the rules: SimplePropertyValidator and PropertyValidator of openBIS.

If in doubt, a text is accepted: openBIS validates it again, and rejecting a valid text is worse than sending it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple
from xml.parsers import expat

from jupyter_openbis_server.domain.properties.timestamp_text import normalise_date, normalise_timestamp

INTEGERS = range(-(2**63), 2**63)
"""The range of an INTEGER (Java's `long`)."""

_INTEGER = re.compile(r"([+-]?\d{1,40})(?:\.0*)?", re.ASCII)
_REAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_BOOLEANS = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}
_LINK = re.compile(r'(?:https?|ftp)://[^\s<>"{}|\\^`]+')
_REFERENCE = re.compile(r"\S+")
_LINE = re.compile(r"[^\r\n]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Reader(NamedTuple):
    """The parser of texts of a data type.

    Attributes:
        read: Return the normalised text. Raises ValueError.
        expected: Description of a valid value, for users.
    """

    read: Callable[[str], str]
    expected: str


def normalise(data_type: str, text: str) -> str:
    """Return a text in the form that all versions of openBIS accept.

    Args:
        data_type: INTEGER, VARCHAR, … as openBIS names it; an unknown one accepts every text.
        text: The text that the user gives; not blank.

    Raises:
        ValueError: the text is not a value of the data type; the message describes a valid value.
    """
    check_characters(text)
    reader = _READERS.get(data_type)
    if reader is None or data_type in FREE_TEXTS:
        return text
    try:
        return reader.read(text.strip())
    except ValueError:
        raise ValueError(reader.expected) from None


def check_characters(text: str) -> None:
    """Check that PostgreSQL, openBIS's database, can store a text.

    Raises:
        ValueError: it cannot; the message describes a valid value.
    """
    if "\0" in text:
        raise ValueError("a text without NUL characters")
    if _SURROGATE.search(text):  # Python has them for bytes that are not UTF-8, and would send them as `?`
        raise ValueError("a text of Unicode characters (it has a lone surrogate, or bytes that are not UTF-8)")


def expected(data_type: str) -> str:
    """Return a description of a valid value of a data type, for users."""
    reader = _READERS.get(data_type)
    return reader.expected if reader else 'a text, e.g. "first try"'


def items_of(text: str) -> list[str]:
    """Return the items of a list that is given as text: JSON, or separated by commas.

    Raises:
        ValueError: the text begins like JSON, but is not a list of texts and numbers.
    """
    text = text.strip()
    if not text.startswith("["):
        return [each.strip() for each in text.split(",")]
    try:
        items = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        items = None
    if not isinstance(items, list) or not all(isinstance(each, str) for each in items):
        raise ValueError('a list, e.g. ["a", "b"] or a, b')
    return items


def _integer(text: str) -> str:
    """Normalise a whole number, also with a zero fraction, as pandas writes it for a column with gaps: 63.0."""
    found = _INTEGER.fullmatch(text)
    if not found or int(found[1]) not in INTEGERS:
        raise ValueError
    return str(int(found[1]))


def _real(text: str) -> str:
    if not _REAL.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError
    return text


def _boolean(text: str) -> str:
    value = _BOOLEANS.get(text.lower())
    if value is None:
        raise ValueError
    return value


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    """Return a reader of the texts that fit a pattern."""

    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError
        return text

    return read


def _xml(text: str) -> str:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _leave_to_openbis
    try:
        parser.Parse(text, True)
    except _Undecided:
        return text
    except (expat.ExpatError, UnicodeEncodeError):
        raise ValueError from None
    return text


class _Undecided(Exception):
    """Raised at a document type declaration: entities can expand without limit, so the rest is not parsed."""


def _leave_to_openbis(*_: object) -> None:
    raise _Undecided


def _json(text: str) -> str:
    with suppress(RecursionError):  # too deep for Python's parser; openBIS decides
        json.loads(text, parse_int=str, parse_constant=_no_json)
    return text


def _no_json(constant: str) -> None:
    raise ValueError(constant)


FREE_TEXTS = frozenset({"VARCHAR", "MULTILINE_VARCHAR", "CONTROLLEDVOCABULARY"})
"""Data types whose texts are sent unchanged; terms of a vocabulary are checked if the terms are known."""

_READERS: dict[str, _Reader] = {
    "INTEGER": _Reader(_integer, "a whole number of at most 64 bits, e.g. 42"),
    "REAL": _Reader(_real, "a number, e.g. 1.5 or 2.5e-3"),
    "BOOLEAN": _Reader(_boolean, "a Boolean value, i.e. true or false"),
    "DATE": _Reader(normalise_date, "a date (yyyy-MM-dd), e.g. 2024-05-17"),
    "TIMESTAMP": _Reader(
        normalise_timestamp,
        "a point in time (yyyy-MM-dd HH:mm:ss, with or without zone), e.g. 2024-05-17 14:30:00 +0200",
    ),
    "HYPERLINK": _Reader(
        _matching(_LINK), "a link that begins with http://, https:// or ftp://, e.g. https://example.org/page"
    ),
    "XML": _Reader(_xml, "well-formed XML, e.g. <a>text</a>"),
    "JSON": _Reader(_json, 'JSON, e.g. {"wells": 96}'),
    "SAMPLE": _Reader(_matching(_REFERENCE), "the identifier or permId of a sample, e.g. /LAB/YEAST/PLATE_1"),
    "MATERIAL": _Reader(_matching(_LINE), "a material, e.g. WATER (LIQUID)"),
}
