"""Files of data sets as JSON."""

from __future__ import annotations

import base64

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import PreviewKind


class FileAnswer(Schema):
    """A file or folder."""

    name = fields.String()
    path = fields.String(attribute="entry.path", metadata={"description": "In the data set, without a leading slash"})
    isFolder = fields.Boolean(attribute="entry.file.is_folder")  # noqa: N815
    size = fields.Integer(attribute="amount.bytes", metadata={"description": "Bytes; of a folder, of all in it"})
    files = fields.Integer(attribute="amount.files", metadata={"description": "How many files these are"})


class FilesAnswer(Schema):
    """A page of what lies directly in a folder: folders first, then files, both by name."""

    folder = fields.String()
    files = fields.List(fields.Nested(FileAnswer), attribute="rows")
    start_with = fields.Integer(attribute="request.start")
    count = fields.Integer(attribute="request.count")
    totalCount = fields.Integer(attribute="total")  # noqa: N815
    totalFiles = fields.Integer(  # noqa: N815
        attribute="amount.files", metadata={"description": "How many files are in the folder, at any depth"}
    )
    totalBytes = fields.Integer(attribute="amount.bytes", metadata={"description": "What they come to"})  # noqa: N815


class PreviewAnswer(Schema):
    """What can be seen of a file. Texts are to be shown as they are, never as pages."""

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
