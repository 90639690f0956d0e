"""Files of samples and experiments: uploads, their plans, and other changes."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from jupyter_openbis_server.domain.catalogue.entity import OWNERS
from jupyter_openbis_server.domain.object_files.object_files import FileUploadRequest
from jupyter_openbis_server.entrypoints.schemas.base import JobRequest, RequestSchema, text
from jupyter_openbis_server.entrypoints.schemas.downloads import AmountResponse
from jupyter_openbis_server.entrypoints.schemas.uploads import ExclusionRequest, source_paths

_OF_OWNER = "From the folder of the sample or experiment on"
_MAX_PATHS = 1000


class FileUploadJobRequest(ExclusionRequest, JobRequest):
    """Files to store with a sample or experiment itself, in openBIS 7's file server."""

    kind = fields.String(required=True, validate=validate.Equal("uploadFiles"))
    entityIdentifier = text(  # noqa: N815
        "Identifier or permId of the sample or experiment that will own the files", load_default="", allow_none=True
    )
    files = source_paths()
    folder = text(f"Target folder. {_OF_OWNER}; created if it is missing", load_default="")
    replace = fields.Boolean(
        load_default=False, metadata={"description": "Replace files of other content; openBIS keeps these in its trash"}
    )

    @staticmethod
    def request(body: dict[str, Any]) -> FileUploadRequest:
        """Return the upload that a loaded body requests."""
        owner, files = body["entityIdentifier"] or "", tuple(body["files"])
        return FileUploadRequest(owner, files, body["folder"], body["replace"], ExclusionRequest.exclusion(body))


class DeleteFilesRequest(RequestSchema):
    """Files and folders to delete; openBIS keeps them in its trash."""

    action = fields.String(required=True, validate=validate.Equal("delete"))
    paths = fields.List(
        fields.String(),
        required=True,
        validate=validate.Length(min=1, max=_MAX_PATHS),
        metadata={"description": _OF_OWNER},
    )


class MoveFileRequest(RequestSchema):
    """A file or folder to move or rename; nothing is overwritten."""

    action = fields.String(required=True, validate=validate.Equal("move"))
    path = text(_OF_OWNER, required=True)
    newPath = text(f"{_OF_OWNER}; missing folders are created", required=True)  # noqa: N815


class CreateFolderRequest(RequestSchema):
    """A folder to create, with those above it."""

    action = fields.String(required=True, validate=validate.Equal("createFolder"))
    path = text(_OF_OWNER, required=True)


class ChangedFilesResponse(Schema):
    """Files and folders that were deleted or created, or the new name of one that was moved."""

    paths = fields.List(fields.String(), metadata={"description": _OF_OWNER})


class _OwnedFilesResponse(Schema):
    """The sample or experiment of an upload."""

    owner = fields.String(attribute="owner.identifier")
    ownerKind = fields.Function(  # noqa: N815
        lambda upload: upload.owner.kind.value,
        metadata={"type": "string", "enum": [each.value for each in OWNERS]},
    )
    permId = fields.String(attribute="owner.perm_id", metadata={"description": "Of the owner"})  # noqa: N815
    folder = fields.String(metadata={"description": f"Target folder. {_OF_OWNER}"})


class StoredFileResponse(Schema):
    """A file or empty folder in openBIS."""

    path = fields.String(metadata={"description": _OF_OWNER})
    size = fields.Integer()
    md5 = fields.String(allow_none=True, metadata={"description": "Of the content; null for a folder"})
    isFolder = fields.Boolean(attribute="is_folder")  # noqa: N815


class FileUploadResponse(_OwnedFilesResponse):
    """A completed upload."""

    connection = fields.String()
    stored = fields.List(fields.Nested(StoredFileResponse), metadata={"description": "What was sent, verified"})
    unchanged = fields.List(
        fields.Nested(StoredFileResponse), metadata={"description": "What openBIS had already, with the same content"}
    )
    link = fields.String(allow_none=True)
    leftOutFiles = fields.List(fields.String(), attribute="left_out_files")  # noqa: N815


class FileToStoreResponse(Schema):
    """A file or empty folder that would be sent."""

    path = fields.String(metadata={"description": _OF_OWNER})
    size = fields.Integer(attribute="source.size")
    isFolder = fields.Boolean(attribute="source.is_folder")  # noqa: N815
    replaces = fields.Function(
        lambda file: file.replaced is not None,
        metadata={"type": "boolean", "description": "Whether openBIS has a file of that name, with other content"},
    )


class FileUploadPlanResponse(_OwnedFilesResponse):
    """The plan of an upload; nothing is sent yet."""

    files = fields.List(fields.Nested(FileToStoreResponse))
    total = fields.Nested(AmountResponse)
    existing = fields.List(
        fields.String(), metadata={"description": "Files of `files` that have other content in openBIS"}
    )
    replaces = fields.Boolean(metadata={"description": "Whether these may be replaced"})
    unchanged = fields.List(fields.Nested(StoredFileResponse))
    leftOutFiles = fields.List(fields.String(), attribute="left_out_files")  # noqa: N815


class DeletedFilesResponse(Schema):
    """Deleted files and folders."""

    deleted = fields.List(fields.String())


class MovedFileResponse(Schema):
    """A moved or renamed file or folder."""

    path = fields.String()
    newPath = fields.String(attribute="new_path")  # noqa: N815
