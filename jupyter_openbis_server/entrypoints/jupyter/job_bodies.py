"""Bodies of jobs that the published clients do not know."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from jupyter_openbis_server.domain.model import PublishRequest
from jupyter_openbis_server.entrypoints.jupyter.bodies import JobBody, UploadBody, text

_LONGEST_ID = 200


class PublishJobBody(UploadBody, JobBody):
    """A notebook to publish as one data set, with a copy of it as HTML and what lies beside it."""

    kind = fields.String(required=True, validate=validate.Equal("publish"))
    notebook = text(
        "Path of the notebook, relative to Jupyter's root folder; it is published as it is on the disk",
        required=True,
        validate=validate.Length(min=1),
    )
    type = text(
        "Code of the data set type where openBIS has no `ANALYSIS_NOTEBOOK`", load_default=None, allow_none=True
    )
    name = text("What the data set is called; left out: as the notebook", load_default=None, allow_none=True)
    notes = text("About this version", load_default=None, allow_none=True)
    historyId = text(  # noqa: N815
        "What joins the versions of the notebook, as an earlier job has answered it; left out: a new one",
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=_LONGEST_ID),
    )

    @staticmethod
    def publication(body: dict[str, Any]) -> PublishRequest:
        """Return the publication that a loaded body asks for."""
        upload = UploadBody.request({**body, "type": (body["type"] or "").strip()})
        history_id = (body["historyId"] or "").strip()
        return PublishRequest(body["notebook"], upload, body["name"] or "", body["notes"] or "", history_id)
