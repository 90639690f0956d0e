"""Times in the JSON of the command line: ISO 8601 with the zone, unlike the published HTTP API."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jupyter_openbis_server.entrypoints.schemas.data_sets import DataSetResponse, LocalTime


class UtcTime(LocalTime):
    """A time by ISO 8601, in UTC."""

    def _serialize(self, value: dt.datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ANN401, ARG002
        return None if value is None else value.astimezone(dt.timezone.utc).isoformat()


class IsoDataSetResponse(DataSetResponse):
    """A row of a listing."""

    registrationDate = UtcTime(attribute="registered")  # noqa: N815
    modificationDate = UtcTime(attribute="modified")  # noqa: N815
