"""Publications of notebooks."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, pre_dump, validate

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.notebooks.publications.publication import NOTES, PublicationTarget, PublishRequest
from jupyter_openbis_server.domain.notebooks.publications.versions import MAX_VERSIONS, Versions
from jupyter_openbis_server.entrypoints.schemas.base import JobRequest, RequestSchema, text
from jupyter_openbis_server.entrypoints.schemas.object_files import FileUploadPlanResponse
from jupyter_openbis_server.entrypoints.schemas.uploads import NewDataSetRequest, UploadPlanResponse

_MAX_ID = 200


class PublishJobRequest(NewDataSetRequest, JobRequest):
    """A notebook to publish, with a copy as HTML and the files beside it."""

    kind = fields.String(required=True, validate=validate.Equal("publish"))
    target = fields.Enum(
        PublicationTarget,
        by_value=True,
        load_default=PublicationTarget.DATA_SET,
        metadata={
            "description": "`dataSet`: one new data set; `files`: a new folder in the files of the sample or "
            "experiment itself (openBIS 7), where a JSON file has the properties and parents, and there is no type"
        },
    )
    notebook = text(
        "Path of the notebook, relative to Jupyter's root folder; it is published as it is on the disk",
        required=True,
        validate=validate.Length(min=1),
    )
    type = text(
        "Code of the data set type where openBIS has no `ANALYSIS_NOTEBOOK`", load_default=None, allow_none=True
    )
    name = text("What the publication is called; left out: as the notebook", load_default=None, allow_none=True)
    notes = text("About this version", load_default=None, allow_none=True)
    historyId = text(  # noqa: N815
        "What joins the versions of the notebook, as an earlier job has answered it; left out: a new one",
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=_MAX_ID),
    )

    @staticmethod
    def publication(body: dict[str, Any]) -> PublishRequest:
        """Return the publication that a loaded body requests."""
        upload = NewDataSetRequest.request({**body, "type": (body["type"] or "").strip()})
        history_id = (body["historyId"] or "").strip()
        return PublishRequest(
            body["notebook"], upload, body["name"] or "", body["notes"] or "", history_id, body["target"]
        )


class _VersionResponse(Schema):
    """What both targets of a publication have."""

    historyId = fields.String(  # noqa: N815
        attribute="history_id",
        metadata={"description": "What joins the versions of the notebook; a new one, unless the request has it"},
    )
    remarks = fields.List(fields.String(), metadata={"description": "What the user should know, in sentences"})


class PublicationPlanResponse(UploadPlanResponse, _VersionResponse):
    """The plan of a publication as a data set; nothing is sent yet."""

    leftOut = fields.List(  # noqa: N815
        fields.String(),
        attribute="left_out",
        metadata={"description": "Codes of properties that the type does not have: their values are not kept"},
    )


class FilePublicationPlanResponse(FileUploadPlanResponse, _VersionResponse):
    """The plan of a publication as files of a sample or experiment; nothing is sent yet."""

    parents = fields.List(fields.String())


PUBLICATION_PLANS: dict[PublicationTarget, type[Schema]] = {
    PublicationTarget.DATA_SET: PublicationPlanResponse,
    PublicationTarget.FILES: FilePublicationPlanResponse,
}
"""The plans of publications by their target."""


class PublishedNotebookResponse(_VersionResponse):
    """A published notebook, on the command line."""

    target = fields.Enum(PublicationTarget, by_value=True)
    permId = fields.String(attribute="perm_id")  # noqa: N815
    folder = fields.String(allow_none=True)
    link = fields.String(allow_none=True)


class VersionsParams(RequestSchema):
    """Which notebook."""

    historyId = text(  # noqa: N815
        "What joins the versions: `openbisHistoryId` in the metadata of the notebook, `$HISTORY_ID` of its data sets",
        required=True,
        validate=validate.Length(min=1, max=_MAX_ID),
    )


class PublicationVersionResponse(Schema):
    """One version of a published notebook, a data set."""

    permId = fields.String(attribute="perm_id")  # noqa: N815
    name = fields.String(allow_none=True)
    notes = fields.String(metadata={"description": "Notes on this version; empty without any"})
    type = fields.String(attribute="type_code")
    owner = fields.String(allow_none=True, metadata={"description": "Identifier of its sample or experiment"})
    registered = fields.AwareDateTime(format="iso", allow_none=True, metadata={"description": "ISO 8601"})
    registrator = fields.String(allow_none=True, metadata={"description": "Who has published it"})
    elnUrl = fields.String(attribute="eln_url", metadata={"description": "Its page in the ELN"})  # noqa: N815


class VersionsResponse(Schema):
    """The versions of a published notebook, the newest first."""

    versions = fields.List(
        fields.Nested(PublicationVersionResponse), metadata={"description": f"The newest {MAX_VERSIONS} at most"}
    )
    totalCount = fields.Integer(attribute="total")  # noqa: N815

    @pre_dump
    def _with_links(self, found: Versions, **_: Any) -> dict[str, Any]:  # noqa: ANN401
        return {"versions": [_version(found.url, each) for each in found.rows], "total": found.total}


def _version(url: str, data_set: DataSet) -> dict[str, Any]:
    notes = data_set.properties.get(NOTES, "")
    return {
        **vars(data_set),
        "name": data_set.name,
        "notes": notes if isinstance(notes, str) else "\n".join(notes),
        "owner": data_set.sample or data_set.experiment,
        "eln_url": eln_url(url, EntityKind.DATA_SET, data_set.perm_id),
    }
