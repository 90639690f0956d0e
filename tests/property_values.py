"""Values of every data type for property-based tests, and their meaning in openBIS."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from jupyter_openbis_server.fake_openbis.sample_data.sample_types import DATA_TYPES
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory

SAMPLE = "20230315100200000-301"
_SAMPLES = {SAMPLE: SAMPLE, "/MATERIALS/STRAINS/YEAST_1": SAMPLE}
_TERMS = ("DAPI", "GFP", "MCHERRY", "NONE")
_LONG = st.integers(-(2**63), 2**63 - 1)
_FINITE = st.floats(allow_nan=False, allow_infinity=False)
_FIRST, _LAST = (dt.datetime.fromisoformat(day) for day in ("1000-01-02", "9000-01-01"))
_MOMENTS = st.datetimes(_FIRST, _LAST, timezones=st.none() | st.timezones() | st.just(dt.timezone.utc))
# PostgreSQL has no NUL, UTF-8 no surrogates, and XML no control characters.
_CHARACTERS = st.characters(blacklist_categories=("Cs",), blacklist_characters="\0")
_TEXT = st.text(_CHARACTERS, min_size=1, max_size=30).filter(str.strip)
_XML_TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc"), max_codepoint=0xFFFD), max_size=20)
_JSON = st.recursive(
    st.none() | st.booleans() | _LONG | _FINITE | st.text(_CHARACTERS, max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(_CHARACTERS, max_size=5), inner, max_size=3),
    max_leaves=8,
)
_JSON_TREES = st.dictionaries(st.text(_CHARACTERS, max_size=5), _JSON, max_size=3)


def _member(value: str | float) -> enum.Enum:
    """Return a member of an enumeration that is a text or number as well, but whose `str()` is another text."""
    kind = enum.Enum("Kind", {"MEMBER": value}, type=type(value))  # type: ignore[misc] - made at run time
    return next(iter(kind))


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "VARCHAR": _TEXT | _TEXT.map(_member),
    "MULTILINE_VARCHAR": _TEXT,
    "INTEGER": _LONG
    | _LONG.map(str)
    | _LONG.map(Decimal)
    | st.integers(-(2**53), 2**53).map(float)
    | st.integers(-999, 999).map("{}.0".format),
    "REAL": _FINITE | _FINITE.map(repr) | _FINITE.map(_member) | _LONG | _FINITE.map(Decimal),
    "BOOLEAN": st.sampled_from([True, False, 1, 0, 1.0, "true", "FALSE", "yes", "no"]),
    "DATE": st.dates(dt.date(1000, 1, 1)) | st.dates(dt.date(1000, 1, 1)).map(dt.date.isoformat),
    "TIMESTAMP": _MOMENTS
    | _MOMENTS.map(dt.datetime.isoformat)
    | _MOMENTS.map(lambda each: each.isoformat(" ", "minutes")),
    "HYPERLINK": _TEXT.map(lambda text: f"https://example.org/?q={quote(text)}"),
    "XML": _XML_TEXT.map(lambda text: f"<a>{escape(text)}</a>"),
    "JSON": _JSON_TREES | _JSON_TREES.map(json.dumps),
    "SAMPLE": st.sampled_from(sorted(_SAMPLES)),
    "MATERIAL": st.just("WATER (LIQUID)"),
    "CONTROLLEDVOCABULARY": st.sampled_from([*_TERMS, "dapi", " GFP ", _member("DAPI")]),
}
_ITEMS = {"INTEGER": "INTEGER", "REAL": "REAL", "STRING": "VARCHAR", "TIMESTAMP": "TIMESTAMP"}


def strategy(data_type: str, *, multi_value: bool = False) -> st.SearchStrategy[Any]:
    """Return values that a property of a data type accepts."""
    item = data_type.removeprefix("ARRAY_")
    one = st.lists(VALUES[_ITEMS[item]], min_size=1, max_size=4) if item != data_type else VALUES[data_type]
    return st.lists(one, min_size=1, max_size=4) if multi_value else one


def add_types(lab: Laboratory) -> dict[str, tuple[str, bool]]:
    """Add the data set type `EVERY`: a single and, as `MANY_…`, a multi-valued property of each data type.

    Returns:
        Property code to data type and whether it is multi-valued.
    """
    codes = {}
    for data_type in DATA_TYPES:
        vocabulary = "STAIN" if data_type == "CONTROLLEDVOCABULARY" else None
        for code, multi_value in ((f"ONE_{data_type}", False), (f"MANY_{data_type}", True)):
            lab.put(e.PropertyType(code, data_type, code, code, vocabulary, multi_value=multi_value))
            codes[code] = (data_type, multi_value)
    lab.put(e.EntityType("DATA_SET", "EVERY", assignments=[e.PropertyAssignment(code) for code in codes]))
    return codes


def meaning(data_type: str, raw: Any, *, multi_value: bool = False) -> Any:
    """Return what a value means, whether it is raw, or a text or list of texts as in openBIS."""
    if multi_value:
        return [meaning(data_type, each) for each in raw]
    raw = raw.value if isinstance(raw, enum.Enum) else raw
    item = data_type.removeprefix("ARRAY_")
    if item != data_type:
        return [meaning(_ITEMS[item], each) for each in (json.loads(raw) if isinstance(raw, str) else raw)]
    return _MEANINGS[data_type](raw)


def as_json(raw: Any) -> Any:
    """Return a raw value as a client would send it in JSON."""
    if isinstance(raw, list):
        return [as_json(each) for each in raw]
    if isinstance(raw, dict):
        return {key: as_json(each) for key, each in raw.items()}
    if isinstance(raw, enum.Enum):
        return raw.value
    if isinstance(raw, Decimal):
        return str(raw)
    return raw.isoformat() if isinstance(raw, dt.date) else raw


def _timestamp(raw: Any) -> dt.datetime:
    """Return the meant second in UTC, the zone of the fake."""
    moment = raw if isinstance(raw, dt.datetime) else _parsed(raw)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.timezone.utc)
    # The part of the local second is cut off: offsets before 1900 may have parts of a minute, never of a second.
    return moment.replace(microsecond=0).astimezone(dt.timezone.utc)


def _parsed(text: str) -> dt.datetime:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        return dt.datetime.fromisoformat(text)


def _boolean(raw: Any) -> bool:
    return raw.lower() in ("true", "yes") if isinstance(raw, str) else bool(raw)


_MEANINGS: dict[str, Callable[[Any], Any]] = {
    "VARCHAR": str,
    "MULTILINE_VARCHAR": str,
    "INTEGER": lambda raw: int(Decimal(raw)),
    "REAL": float,
    "BOOLEAN": _boolean,
    "DATE": lambda raw: raw if isinstance(raw, dt.date) else dt.date.fromisoformat(raw),
    "TIMESTAMP": _timestamp,
    "HYPERLINK": str,
    "XML": str,
    "JSON": lambda raw: json.loads(raw) if isinstance(raw, str) else raw,
    "SAMPLE": lambda raw: _SAMPLES[raw],
    "MATERIAL": str,
    "CONTROLLEDVOCABULARY": lambda raw: raw.strip().upper(),
}


def meanings(codes: dict[str, tuple[str, bool]], values: dict[str, Any]) -> dict[str, Any]:
    """Return the meanings of all values, by property code."""
    return {code: meaning(codes[code][0], value, multi_value=codes[code][1]) for code, value in values.items()}


def properties(codes: Iterable[tuple[str, tuple[str, bool]]]) -> st.SearchStrategy[dict[str, Any]]:
    """Return values of some of the properties."""
    return st.fixed_dictionaries(
        {}, optional={code: strategy(data_type, multi_value=several) for code, (data_type, several) in codes}
    )
