"""Notebooks: publications and environments."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import Language
from jupyter_openbis_server.domain.notebooks.environments.requirements import Conflict, RequirementsRequest
from jupyter_openbis_server.domain.notebooks.publications.publication import PublicationTarget, PublishRequest
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


class SaveRequirementsRequest(RequestSchema):
    """The environment of a notebook's kernel. Values that are null or missing are not written."""

    notebook_path = text("Path of the notebook relative to Jupyter's root folder", required=True)
    requirements = text("Content of the requirements file", allow_none=True, data_key="requirements_list")
    requirements_filename = text("Its name", allow_none=True)
    runtime = text("Content of the runtime file", allow_none=True)
    runtime_filename = text("Its name", allow_none=True)

    @post_load
    def _request(self, body: dict[str, Any], **_: Any) -> RequirementsRequest:  # noqa: ANN401
        return RequirementsRequest(**body)


class SaveEnvironmentRequest(RequestSchema):
    """The installed packages as the kernel of a notebook has printed them."""

    notebook = text(
        "Path of the notebook relative to Jupyter's root folder", required=True, validate=validate.Length(min=1)
    )
    language = fields.String(required=True, validate=validate.OneOf([each.value for each in Language]))
    answer = text("What the kernel has printed", required=True)
    conflict = fields.String(
        load_default=Conflict.ASK.value,
        validate=validate.OneOf([each.value for each in Conflict]),
        metadata={
            "description": "What happens to a file that belongs to another notebook, or to the user: `ask` answers "
            "409, `replace` replaces it, `own-names` saves files that no other notebook has"
        },
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


class PackageCommentResponse(Schema):
    """The comment on a package in a requirements file."""

    name = fields.String()
    version = fields.String()
    text = fields.String(metadata={"description": "A sentence without its subject, the package"})
    isListed = fields.Boolean(  # noqa: N815
        attribute="is_listed", metadata={"description": "Whether the file installs it all the same"}
    )


class EnvironmentResponse(Schema):
    """The files that were written for a notebook's environment."""

    files = fields.List(fields.String(), metadata={"description": "Paths relative to Jupyter's root folder"})
    texts = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"description": "The content of each of these files"}
    )
    packages = fields.Function(
        lambda saved: len(saved.environment.packages),
        metadata={"type": "integer", "description": "How many packages the kernel has"},
    )
    comments = fields.List(fields.Nested(PackageCommentResponse))


class RequirementsResponse(Schema):
    """The files that were written."""

    status = fields.Constant(200, metadata={"type": "integer"})
    files = fields.List(fields.String(), metadata={"description": "Paths relative to Jupyter's root folder"})
