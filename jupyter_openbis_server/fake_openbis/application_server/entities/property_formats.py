"""Validation and normalisation of property values, as openBIS does it.

Read in openBIS's sources: SimplePropertyValidator, PropertyValidator, PropertyUtils.Boolean. Timestamps are accepted in
the forms that all versions know; the newest ones know ISO 8601 as well.
"""

import json
import math
import re
from collections.abc import Callable
from datetime import datetime, timezone
from xml.parsers import expat

from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure

_BOOLEANS = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}
_LONG = re.compile(r"[+-]?\d+", re.ASCII)
_DOUBLE = re.compile(r"[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)", re.ASCII)
_MIN_PLAIN, _MAX_PLAIN = 1e-3, 1e7  # Java writes other numbers with an exponent
_DATES = ("%Y-%m-%d", "%m/%d/%y")
_TIMESTAMPS = (
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%m/%d/%y %I:%M %p",
    "%m/%d/%y %H:%M",
    "%m/%d/%y",
)
_LINK = re.compile(r'(?:http|https|ftp)://[^\s<>"{}|\\^`]+')
_MATERIAL = re.compile(r"\S+ \(\S+\)")


def stored_text(data_type: str, text: str) -> str:
    """Return the text that is stored for a property of a data type.

    Raises:
        UserFailure: when the text is no value of the data type.
    """
    if "\0" in text:
        raise UserFailure('ERROR: invalid byte sequence for encoding "UTF8": 0x00')
    form = _FORMS.get(data_type)
    return form(text) if form else text


def _integer(text: str) -> str:
    if not _LONG.fullmatch(text) or len(text) > len(str(2**64)) or not -(2**63) <= int(text) < 2**63:
        raise UserFailure(f"Integer value '{text}' has improper format.")
    return str(int(text))


def _real(text: str) -> str:
    if not _DOUBLE.fullmatch(text.strip()):
        raise UserFailure(f"Double value '{text}' has improper format.")
    return java_double(float(text))


def java_double(number: float) -> str:
    """Return a number as Java's ``String.valueOf(double)`` writes it."""
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    if number == 0 or _MIN_PLAIN <= abs(number) < _MAX_PLAIN:
        return f"{number:f}" if "e" in repr(number) else repr(number)
    shortest = next(text for digits in range(18) if float(text := f"{number:.{digits}e}") == number)
    digits, _, exponent = shortest.partition("e")
    return f"{digits if '.' in digits else digits + '.0'}E{int(exponent)}"


def _boolean(text: str) -> str:
    if text.lower() not in _BOOLEANS:
        raise UserFailure(f"Boolean value '{text}' has improper format. It should be either 'true' or 'false'.")
    return _BOOLEANS[text.lower()]


def _date(text: str) -> str:
    return _parsed(text, _DATES).date().isoformat()


def _timestamp(text: str) -> str:
    """Return the moment in the server's zone, which is UTC here."""
    moment = _parsed(text, _TIMESTAMPS)
    moment = moment.astimezone(timezone.utc) if moment.tzinfo else moment
    return f"{moment.replace(tzinfo=None).isoformat(' ')} +0000"


def _parsed(text: str, patterns: tuple[str, ...]) -> datetime:
    for pattern in patterns:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007 -- the server's zone is UTC
        except (ValueError, OverflowError):
            continue
    raise UserFailure(f"Date value '{text}' has improper format. It must be one of '{list(patterns)}'.")


def _hyperlink(text: str) -> str:
    if not _LINK.fullmatch(text):
        raise UserFailure(f"Hyperlink value '{text}' has improper format.")
    return text


def _xml(text: str) -> str:
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError as error:
        raise UserFailure(f"Provided value doesn't validate against schema. {error}") from error
    return text


def _json(text: str) -> str:
    try:
        json.loads(text, parse_constant=int)
    except ValueError as error:
        raise UserFailure("ERROR: invalid input syntax for type json") from error
    return text


def _material(text: str) -> str:
    if not _MATERIAL.fullmatch(text):
        raise UserFailure(f"Material specification '{text}' has improper format. Expected format is '<CODE> (<TYPE>)'.")
    return text


_FORMS: dict[str, Callable[[str], str]] = {
    "INTEGER": _integer,
    "REAL": _real,
    "BOOLEAN": _boolean,
    "DATE": _date,
    "TIMESTAMP": _timestamp,
    "HYPERLINK": _hyperlink,
    "XML": _xml,
    "JSON": _json,
    "MATERIAL": _material,
}
