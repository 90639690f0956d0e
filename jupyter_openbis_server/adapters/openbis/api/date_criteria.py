"""Search criteria for dates (openbis-protocol.md, 3.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, typed
from jupyter_openbis_server.domain.search.conditions import Operator

_COMPARISONS = {
    Operator.EQUAL: "EqualTo",
    Operator.NOT_EQUAL: "EqualTo",
    Operator.LESS: "EarlierThan",
    Operator.LESS_OR_EQUAL: "EarlierThanOrEqualTo",
    Operator.GREATER: "LaterThan",
    Operator.GREATER_OR_EQUAL: "LaterThanOrEqualTo",
}
REGISTERED, MODIFIED = "RegistrationDateSearchCriteria", "ModificationDateSearchCriteria"
"""The dates of entities. A new entity has its registration as its modification."""
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)


def dated(criterion: str, since: dt.date | None, until: dt.date | None = None) -> Iterator[Json]:
    """Yield criteria for a date of entities, one for each limit that is given; the limits are included."""
    for operator, limit in ((Operator.GREATER_OR_EQUAL, since), (Operator.LESS_OR_EQUAL, until)):
        if limit:
            yield typed(f"common.search.{criterion}", fieldValue=date_value(operator, limit))


def date_value(operator: Operator, moment: dt.date | str) -> Json:
    """Return the value of a date criterion.

    Args:
        operator: The comparison.
        moment: A day, which is one of openBIS's time zone: `EQUAL` means any time of it, `LESS_OR_EQUAL` includes it.
            Or a time with its zone, sent in milliseconds. Or a time as text `yyyy-MM-dd HH:mm[:ss]` of openBIS's zone.
    """
    comparison = _COMPARISONS[operator]
    if isinstance(moment, dt.datetime):
        milliseconds = (moment - _EPOCH) // dt.timedelta(milliseconds=1)
        return typed(f"common.search.DateObject{comparison}Value", value=milliseconds)
    text = moment if isinstance(moment, str) else moment.isoformat()
    return typed(f"common.search.Date{comparison}Value", value=text)
