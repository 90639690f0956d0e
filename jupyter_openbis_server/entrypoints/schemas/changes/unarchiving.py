"""Data sets from the archive: requests and states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from jupyter_openbis_server.entrypoints.schemas.base import RequestSchema
from jupyter_openbis_server.entrypoints.schemas.changes.request_fields import MAX_REFERENCES


class UnarchiveRequest(RequestSchema):
    """Data sets whose files are to be brought back from the archive."""

    permIds = fields.List(  # noqa: N815
        fields.String(), required=True, validate=validate.Length(min=1, max=MAX_REFERENCES)
    )


class ArchivingStatusResponse(Schema):
    """The archiving status of a data set."""

    permId = fields.String()  # noqa: N815
    status = fields.String(
        metadata={"description": "`UNARCHIVE_PENDING` until its files are back, then `AVAILABLE`; poll its details"}
    )


class UnarchiveResponse(Schema):
    """The data sets after the request."""

    dataSets = fields.List(fields.Nested(ArchivingStatusResponse))  # noqa: N815

    @staticmethod
    def content(states: Mapping[str, str]) -> dict[str, Any]:
        """Return what is dumped, from the status of each data set by permId."""
        return {"dataSets": [{"permId": perm_id, "status": status} for perm_id, status in states.items()]}
