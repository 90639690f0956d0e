"""Days and times as limits of a search."""

from __future__ import annotations

import datetime as dt

from jupyter_openbis_server.domain.errors import InvalidSearch


def parse_date(text: str, field: str) -> dt.date | None:
    """Parse a day (`2024-05-17`) or a time by ISO 8601; None for a blank text.

    A day is one of openBIS's own time zone. A time without zone is one of this computer's zone.

    Raises:
        InvalidSearch: it is neither; `field` names it.
    """
    text = text.strip()
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return zoned(dt.datetime.fromisoformat(text.replace("Z", "+00:00").replace("z", "+00:00")))
    except (ValueError, OverflowError):
        raise InvalidSearch(
            field, f"{text[:40]!r} is no day (2024-05-17) or time (2024-05-17T14:30:00+02:00)"
        ) from None


def zoned(limit: dt.date) -> dt.date:
    """Return a time with its zone, which is that of this computer if it has none; a day unchanged."""
    return limit.astimezone() if isinstance(limit, dt.datetime) and limit.tzinfo is None else limit


def is_reversed(since: dt.date | None, until: dt.date | None) -> bool:
    """Whether the first limit is after the second; a day and a time cannot be compared without openBIS's zone."""
    if since is None or until is None or isinstance(since, dt.datetime) != isinstance(until, dt.datetime):
        return False
    return since > until
