"""Files of samples and experiments: results of uploads, and their plans."""

from __future__ import annotations

from marshmallow import Schema, fields

from jupyter_openbis_server.entrypoints.schemas.downloads import AmountResponse

_OF_OWNER = "From the folder of the sample or experiment on"


class StoredFileResponse(Schema):
    """A file or empty folder in openBIS."""

    path = fields.String(metadata={"description": _OF_OWNER})
    size = fields.Integer()
    md5 = fields.String(allow_none=True, metadata={"description": "Of the content; null for a folder"})
    isFolder = fields.Boolean(attribute="is_folder")  # noqa: N815


class FileUploadResponse(Schema):
    """A completed upload."""

    connection = fields.String()
    owner = fields.String(attribute="owner.identifier")
    permId = fields.String(attribute="owner.perm_id")  # noqa: N815
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


class FileUploadPlanResponse(Schema):
    """The plan of an upload; nothing is sent yet."""

    owner = fields.String(attribute="owner.identifier")
    permId = fields.String(attribute="owner.perm_id")  # noqa: N815
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
