"""Files of data sets, previews and copies on the disk."""

from __future__ import annotations

import base64
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from jupyter_openbis_server.domain.previews.preview import PreviewKind
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.entrypoints.schemas.base import PageParams, RequestSchema, text


class FolderPageParams(PageParams):
    """The folder of a data set to list."""

    folder = text("Path in the data set, e.g. `original/run`; left out: all of it", load_default="")

    @post_load
    def _request(self, query: dict[str, Any], **_: Any) -> tuple[str, PageRequest]:  # noqa: ANN401
        return query["folder"], PageRequest(query["start"], query["count"])


class LocalCopyParams(RequestSchema):
    """Where to search for a copy of a data set, and the requested file."""

    near = text("Folder of a notebook; absolute, or relative to Jupyter's root folder", load_default="")
    recorded = text(
        "Folder that is said to hold the data set; absolute, or relative to Jupyter's root folder",
        load_default=None,
        validate=validate.Length(min=1),
    )
    file = text("Path of a file in the data set", load_default=None, validate=validate.Length(min=1))


class FileResponse(Schema):
    """A file or folder."""

    name = fields.String()
    path = fields.String(attribute="entry.path", metadata={"description": "In the data set, without a leading slash"})
    isFolder = fields.Boolean(attribute="entry.file.is_folder")  # noqa: N815
    size = fields.Integer(attribute="amount.bytes", metadata={"description": "Bytes; of a folder, of all in it"})
    files = fields.Integer(attribute="amount.files", metadata={"description": "How many files these are"})
    modified = fields.AwareDateTime(
        attribute="entry.file.modified",
        format="iso",
        allow_none=True,
        metadata={"description": "When it was last changed (ISO 8601, UTC); null for files that cannot change"},
    )


class FilesResponse(Schema):
    """A page of the direct content of a folder: folders first, then files, both by name."""

    folder = fields.String()
    files = fields.List(fields.Nested(FileResponse), attribute="rows")
    start_with = fields.Integer(attribute="request.start")
    count = fields.Integer(attribute="request.count")
    totalCount = fields.Integer(attribute="total")  # noqa: N815
    totalFiles = fields.Integer(  # noqa: N815
        attribute="amount.files", metadata={"description": "How many files are in the folder, at any depth"}
    )
    totalBytes = fields.Integer(attribute="amount.bytes", metadata={"description": "What they come to"})  # noqa: N815


class PreviewResponse(Schema):
    """The preview of a file. Texts must be shown as plain text, never as HTML."""

    kind = fields.Enum(PreviewKind, by_value=True)
    mediaType = fields.String(attribute="media_type")  # noqa: N815
    data = fields.Function(
        lambda preview: None if preview.content is None else base64.b64encode(preview.content).decode(),
        metadata={"type": ["string", "null"], "description": "Of an image, the whole file in base64"},
    )
    text = fields.String(allow_none=True, metadata={"description": "The beginning of a text"})
    rows = fields.List(
        fields.List(fields.String()), allow_none=True, metadata={"description": "The beginning of a table"}
    )
    truncated = fields.Boolean(metadata={"description": "Whether there is more than is shown"})
    reason = fields.String(allow_none=True, metadata={"description": "Why nothing is shown"})
    encoding = fields.String(
        allow_none=True, metadata={"description": "Name of the Python codec that reads a text or table, e.g. `cp1252`"}
    )
    delimiter = fields.String(allow_none=True, metadata={"description": "Between the cells of a table"})
    decimal = fields.String(allow_none=True, metadata={"description": "Decimal mark of a table: `.` or `,`"})
    spaceAfterDelimiter = fields.Boolean(  # noqa: N815
        attribute="skips_space",
        metadata={"description": "Whether a space follows each delimiter of a table, which belongs to no cell"},
    )
    skipLines = fields.Integer(  # noqa: N815
        attribute="skip_lines",
        metadata={"description": "Number of lines above the header of a table: titles, comments. `rows` lacks them"},
    )
    trailingDelimiter = fields.Boolean(  # noqa: N815
        attribute="trailing_delimiter",
        metadata={"description": "Whether a delimiter ends each row of a table but the header, with no cell behind it"},
    )
    blankLines = fields.Boolean(  # noqa: N815
        attribute="blank_lines",
        metadata={"description": "Whether some lines of a table hold nothing but spaces. They are no rows"},
    )
    literalQuotes = fields.Boolean(  # noqa: N815
        attribute="literal_quotes",
        metadata={"description": 'Whether cells contain `"` and none begins with it: it is a character like others'},
    )


class LocalCopyResponse(Schema):
    """A copy of a data set on the disk."""

    path = fields.String(metadata={"description": "Absolute path of its folder"})
    complete = fields.Boolean(
        attribute="is_complete", metadata={"description": "Whether all files that were wanted have arrived"}
    )
    file = fields.String(
        allow_none=True, metadata={"description": "Path of the file that was asked about, below `path`"}
    )


class LocalCopiesResponse(Schema):
    """The copies of a data set on the disk."""

    copy = fields.Nested(LocalCopyResponse, allow_none=True, metadata={"description": "null: there is none"})
