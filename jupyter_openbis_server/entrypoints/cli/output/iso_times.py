"""Times in the JSON of the command line: ISO 8601 with the zone, unlike the published HTTP API."""

from __future__ import annotations

import datetime as dt
from typing import Any

from marshmallow import fields

from jupyter_openbis_server.entrypoints.schemas.data_sets import DataSetResponse, LocalTime


def utc_text(moment: dt.datetime | None) -> str | None:
    """Return a time by ISO 8601, in UTC; None if it is not known."""
    return None if moment is None else moment.astimezone(dt.timezone.utc).isoformat()


class UtcTime(LocalTime):
    """A time by ISO 8601, in UTC."""

    def _serialize(self, value: dt.datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ANN401, ARG002
        return utc_text(value)


class IsoDataSetResponse(DataSetResponse):
    """A row of a listing."""

    registrationDate = UtcTime(attribute="registered")  # noqa: N815
    modificationDate = UtcTime(attribute="modified")  # noqa: N815
    registrator = fields.String(allow_none=True)
