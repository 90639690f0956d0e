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


class LocalCopyAnswer(Schema):
    """A copy of a data set on the disk."""

    path = fields.String(metadata={"description": "Absolute path of its folder"})
    complete = fields.Boolean(
        attribute="is_complete", metadata={"description": "Whether all files that were wanted have arrived"}
    )
    file = fields.String(
        allow_none=True, metadata={"description": "Path of the file that was asked about, below `path`"}
    )


class LocalCopiesAnswer(Schema):
    """Where there is a copy of a data set on the disk."""

    copy = fields.Nested(LocalCopyAnswer, allow_none=True, metadata={"description": "null: there is none"})
