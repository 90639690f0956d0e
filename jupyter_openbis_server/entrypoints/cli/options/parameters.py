"""Types of option values: transfer rates, and points in time."""

from __future__ import annotations

import datetime as dt
import re

import click

from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.search.dates import parse_date
from jupyter_openbis_server.domain.shared.rate_limit import MIN_RATE

_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}
_RATE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMG]?)(?:I?B)?(?:/S)?", re.IGNORECASE | re.ASCII)
_MAX_NUMBER = 1e15
"""Rates above any network are no limit."""
_DURATION = re.compile(r"(\d+)\s*([mhdw])", re.IGNORECASE | re.ASCII)
_SECONDS = {"m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_MAX_SECONDS = 36_500 * 86400


def rate(text: str) -> int:
    """Return bytes per second: `500K`, `10M`, `1.5G`; units are powers of 1024, as in the output.

    Raises:
        BadParameter: it is no rate, or too low.
    """
    found = _RATE.fullmatch(text.strip())
    number = int(min(float(found[1]), _MAX_NUMBER) * _UNITS[found[2].upper()]) if found else 0
    if number < MIN_RATE:
        raise click.BadParameter(f"{text!r} is no rate of at least 1K, e.g. 500K or 10M (bytes per second)")
    return number


def moment(text: str) -> dt.datetime:
    """Return a date, a time, or a duration before now: `2026-01-31`, `2026-01-31T12:00+01:00`, `90m`, `7d`, `2w`.

    A date begins at midnight of this computer's zone; times without a zone are in that, too.

    Raises:
        BadParameter: it is none of these.
    """
    try:
        found = _before_now(text) or parse_date(text, "")
        if isinstance(found, dt.datetime):
            return found
        if found:
            return dt.datetime.combine(found, dt.time()).astimezone()
    except (InvalidSearch, ValueError, OverflowError):  # also of the first and last years
        pass
    raise click.BadParameter(
        f"{text!r} is no date (2026-01-31), time (2026-01-31T12:00) or duration (90m, 12h, 7d, 2w)"
    )


class DateOrTime(click.ParamType):  # type: ignore[type-arg]  # click before 8.4 has no type argument
    """What `moment` takes; but a date stays one: a day of openBIS's time zone."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date | None:
        """See click. Raises InvalidSearch."""
        del ctx
        if isinstance(value, dt.date):
            return value
        return _before_now(str(value)) or parse_date(str(value), param.opts[0] if param else "")


def _before_now(text: str) -> dt.datetime | None:
    """Return the time that is a duration before now; None if the text is no duration, or one of many years."""
    found = _DURATION.fullmatch(text.strip())
    seconds = int(found[1]) * _SECONDS[found[2].lower()] if found else 0
    if found is None or seconds > _MAX_SECONDS:
        return None
    return dt.datetime.now(dt.timezone.utc) - dt.timedelta(seconds=seconds)
