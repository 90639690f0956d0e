"""Times in documents that others have written."""

from __future__ import annotations

import datetime as dt


def utc_time(text: str) -> dt.datetime | None:
    """Return a time in ISO 8601, in UTC; UTC is also assumed if it names no time zone. None for anything else."""
    try:
        time = dt.datetime.fromisoformat(f"{text[:-1]}+00:00" if text.endswith("Z") else text)
        return (time if time.tzinfo else time.replace(tzinfo=dt.timezone.utc)).astimezone(dt.timezone.utc)
    except (ValueError, OverflowError):  # in UTC, it would be before the year 1 or after 9999
        return None
