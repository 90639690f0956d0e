"""Uploads: requests, plans and results."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from jupyter_openbis_server.domain.files.selection import MAX_PATTERNS
from jupyter_openbis_server.domain.uploads.upload import Upload, UploadRequest
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.entrypoints.schemas.base import JobRequest, PropertyValueField, RequestSchema
from jupyter_openbis_server.entrypoints.schemas.downloads import AmountResponse


def source_paths() -> fields.List[str]:
    """Return the field of the local files of an upload."""
    return fields.List(
        fields.String(),
        load_default=list,
        metadata={"description": "Paths of files and folders, relative to Jupyter's root folder"},
    )


class ExclusionRequest(RequestSchema):
    """What is left out of the folders that are uploaded."""

    hidden = fields.Boolean(
        load_default=False,
        metadata={
            "description": "Send hidden files and folders, manifests of downloads and junk (`.DS_Store`, "
            "`__pycache__`, `Thumbs.db` …) that are in the folders as well"
        },
    )
    excluded = fields.List(
        fields.String(validate=validate.Length(min=1)),
        data_key="exclude",  # marshmallow uses the name `exclude` itself
        load_default=list,
        validate=validate.Length(max=MAX_PATTERNS),
        metadata={
            "description": "Patterns of what is left out of the folders, e.g. `*.tmp`, `raw/**`: without a slash, "
            "names at any depth; with one, paths below the folder that is named in `files`"
        },
    )

    @staticmethod
    def exclusion(body: dict[str, Any]) -> Exclusion:
        """Return the files to exclude from folders; the default for a loaded body of another schema."""
        return Exclusion(body.get("hidden", False), tuple(body.get("excluded", ())))


class NewDataSetRequest(RequestSchema):
    """A data set to register."""

    type = fields.String(required=True, metadata={"description": "Code of the data set type"})
    files = source_paths()
    parents = fields.List(
        fields.String(), load_default=list, allow_none=True, metadata={"description": "permIds of parent data sets"}
    )
    entityIdentifier = fields.String(  # noqa: N815
        load_default="",
        allow_none=True,
        metadata={"description": "Identifier or permId of the sample or experiment that will own the data set"},
    )
    props = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(allow_none=True),
        load_default=dict,
        allow_none=True,
        metadata={
            "description": "Property code to value: a text, number or boolean; a list for a multi-valued or ARRAY_* "
            "property; an object or list for JSON. `null` and an empty text mean that the property is not set"
        },
    )

    @staticmethod
    def request(body: dict[str, Any]) -> UploadRequest:
        """Return the upload that a loaded body requests; values are converted when the type is known."""
        return UploadRequest(
            body["type"],
            body["entityIdentifier"] or "",
            tuple(body["files"]),
            tuple(perm_id.strip() for perm_id in body["parents"] or () if perm_id.strip()),
            body["props"] or {},
            ExclusionRequest.exclusion(body),
        )


class UploadJobRequest(NewDataSetRequest, ExclusionRequest, JobRequest):
    """A data set to upload."""

    kind = fields.String(required=True, validate=validate.Equal("upload"))


def registration_text(upload: Upload) -> str:
    """Return the sentence about a registered data set, in the words of the published server."""
    return f"DataSet successfully registered: {upload.connection} with permId: {upload.perm_id}"


class UploadResponse(Schema):
    """A registered data set."""

    status = fields.Constant(200, metadata={"type": "integer"})
    permId = fields.String(attribute="perm_id")  # noqa: N815
    statusText = fields.Function(  # noqa: N815
        registration_text, metadata={"type": "string"}
    )


class SourceFileResponse(Schema):
    """A file that would be sent."""

    name = fields.String(metadata={"description": "Its path in the data set"})
    size = fields.Integer()
    isFolder = fields.Boolean(attribute="is_folder", metadata={"description": "An empty folder"})  # noqa: N815


class UploadPlanResponse(Schema):
    """The plan of an upload; nothing is sent yet."""

    type = fields.String(attribute="type_code")
    owner = fields.String(attribute="owner.identifier")
    parents = fields.List(fields.String())
    properties = fields.Dict(keys=fields.String(), values=PropertyValueField())
    files = fields.List(fields.Nested(SourceFileResponse))
    total = fields.Nested(AmountResponse)
    leftOutFiles = fields.List(  # noqa: N815
        fields.String(),
        attribute="left_out_files",
        metadata={
            "description": "What is left out of the folders: paths in the data set, those of folders end with a slash"
        },
    )
