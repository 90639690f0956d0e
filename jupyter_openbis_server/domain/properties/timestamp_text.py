"""Normalisation of dates and timestamps: from Python's `isoformat()` and openBIS's output to openBIS's input format.

openBIS has no fractions of a second: they are cut off, as pyBIS does (pybis/property_reformatter.py).
"""

from __future__ import annotations

import datetime as dt
import re

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_TIMESTAMP = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2})"
    r"(?:[ T](?P<hour>\d{1,2})(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?)?"
    r"(?: ?(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2}(?::?\d{2}(?:\.\d+)?)?)?))?)?",
    re.ASCII,
)
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})?:?(\d{2})?(\.\d+)?", re.ASCII)
# openBIS parses these itself (SupportedDateTimePattern): they are sent unchanged.
_US_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}", re.ASCII)
_US_TIMESTAMP = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}(?: \d{1,2}:\d{1,2}(?: ?[AaPp][Mm]?)?)?", re.ASCII)


def normalise_date(text: str) -> str:
    """Return a date as `yyyy-MM-dd`; a timestamp at midnight counts as a date. Raises ValueError."""
    if _US_DATE.fullmatch(text):
        return text
    found = _TIMESTAMP.fullmatch(text)
    if not found or any(int(found[part] or 0) for part in ("hour", "minute", "second")):
        raise ValueError(text)
    return _date(found["date"]).isoformat()


def normalise_timestamp(text: str) -> str:
    """Return a timestamp as `yyyy-MM-dd HH:mm:ss Z`, without the parts that the text omits. Raises ValueError."""
    if _US_TIMESTAMP.fullmatch(text):
        return text
    found = _TIMESTAMP.fullmatch(text)
    if not found:
        raise ValueError(text)
    day = _date(found["date"])
    if found["hour"] is None:
        return day.isoformat()
    clock = dt.time(int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0))
    moment = dt.datetime.combine(day, clock, _zone(found["zone"]))
    if found["second"] or found["zone"]:
        return timestamp_text(moment)
    return f"{moment:%H:%M}".join((f"{day.isoformat()} ", ""))


def timestamp_text(moment: dt.datetime) -> str:
    """Return a moment as `yyyy-MM-dd HH:mm:ss`, followed by its UTC offset if it has one. Raises ValueError.

    An offset that is not a whole number of minutes, as before 1972, is converted to UTC.
    """
    offset = moment.utcoffset()
    if offset is not None and offset % dt.timedelta(minutes=1):
        moment, offset = _in_utc(moment), dt.timedelta()
    text = moment.replace(microsecond=0, tzinfo=None).isoformat(" ")
    return text if offset is None else f"{text} {_offset_text(offset)}"


def _in_utc(moment: dt.datetime) -> dt.datetime:
    try:
        return moment.astimezone(dt.timezone.utc)
    except OverflowError:
        raise ValueError("the year is outside the calendar") from None


def _offset_text(offset: dt.timedelta) -> str:
    minutes = abs(offset) // dt.timedelta(minutes=1)
    return f"{'-' if offset < dt.timedelta() else '+'}{minutes // 60:02}{minutes % 60:02}"


def _date(text: str) -> dt.date:
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day = map(int, found.groups())
    return dt.date(year, month, day)


def _zone(text: str | None) -> dt.tzinfo | None:
    if text is None:
        return None
    found = _OFFSET.fullmatch(text)
    if not found:
        return dt.timezone.utc
    sign, hours, minutes, seconds, fraction = found.groups()
    offset = dt.timedelta(hours=int(hours), minutes=int(minutes or 0), seconds=int(seconds or 0) + float(fraction or 0))
    return dt.timezone(-offset if sign == "-" else offset)
