"""Files of data sets, previews and copies on the disk."""

from __future__ import annotations

import base64
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from jupyter_openbis_server.domain.previews.hdf5 import Hdf5Kind
from jupyter_openbis_server.domain.previews.no_preview import ReasonCode
from jupyter_openbis_server.domain.previews.preview import PreviewKind, PreviewRequest
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.entrypoints.schemas.base import PageParams, RequestSchema, text


class FolderPageParams(PageParams):
    """The folder of a data set to list."""

    folder = text("Path in the data set, e.g. `original/run`; left out: all of it", load_default="")

    @post_load
    def _request(self, query: dict[str, Any], **_: Any) -> tuple[str, PageRequest]:  # noqa: ANN401
        return query["folder"], PageRequest(query["start"], query["count"])


class PreviewParams(RequestSchema):
    """The part of a file to show."""

    large = fields.Boolean(
        load_default=False,
        metadata={"description": "For a large view: more rows and lines, and the content of a PDF document"},
    )
    offset = fields.Integer(
        load_default=0,
        validate=validate.Range(min=0, max=2**63 - 1),
        metadata={"description": "First byte of the part of a text or table: `next` of the part before"},
    )
    page = fields.Integer(
        load_default=0, validate=validate.Range(min=0, max=10**6), metadata={"description": "Page of a TIFF, from 0"}
    )
    side = fields.Integer(
        load_default=None,
        validate=validate.Range(min=16, max=4096),
        metadata={"description": "Maximum of width and height in pixels: a larger image is scaled"},
    )
    item = text("Path of an item in an HDF5 file", load_default="/", validate=validate.Length(min=1, max=2000))
    start = text(
        "Index of the first value of an HDF5 dataset in each dimension, e.g. `3,0,100`",
        load_default="",
        validate=validate.Regexp(r"(\d{1,18}(,\d{1,18}){0,31})?\Z"),
    )

    @post_load
    def _request(self, query: dict[str, Any], **_: Any) -> PreviewRequest:  # noqa: ANN401
        start = tuple(int(each) for each in query.pop("start").split(",") if each)
        return PreviewRequest(**query, start=start)


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


class ImageResponse(Schema):
    """An image that is not sent unchanged."""

    width = fields.Integer(metadata={"description": "Width of the page as it is stored, in pixels"})
    height = fields.Integer()
    page = fields.Integer(metadata={"description": "From 0"})
    pages = fields.Integer(metadata={"description": "Number of pages"})
    morePages = fields.Boolean(  # noqa: N815
        attribute="more_pages", metadata={"description": "Whether there are more pages than were counted"}
    )


class ReasonResponse(Schema):
    """Why a file, or a part of it, is not shown."""

    code = fields.Enum(ReasonCode, by_value=True)
    text = fields.Function(str, metadata={"type": "string", "description": "In English"})
    parameters = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"description": "The numbers in `text` by their names"}
    )


class Hdf5AttributeResponse(Schema):
    """An attribute of an item of an HDF5 file."""

    name = fields.String()
    value = fields.String(allow_none=True)
    remark = fields.Nested(ReasonResponse, allow_none=True, metadata={"description": "Why `value` is null"})


class Hdf5MemberResponse(Schema):
    """A member of a group of an HDF5 file."""

    name = fields.String()
    kind = fields.Enum(Hdf5Kind, by_value=True)
    shape = fields.List(fields.Integer(), allow_none=True, metadata={"description": "Of a dataset"})
    dtype = fields.String(allow_none=True, metadata={"description": "Data type of a dataset, as NumPy names it"})
    target = fields.String(allow_none=True, metadata={"description": "Where a link leads. It is not followed"})


class Hdf5ValuesResponse(Schema):
    """A part of the values of a dataset; rows and columns are its last two dimensions."""

    start = fields.List(fields.Integer(), metadata={"description": "Index of the first value in each dimension"})
    fields_ = fields.List(
        fields.String(), data_key="fields", attribute="fields", metadata={"description": "Names of columns, if any"}
    )
    rows = fields.List(fields.List(fields.String()))


class Hdf5Response(Schema):
    """A group or dataset of an HDF5 file."""

    path = fields.String()
    kind = fields.Enum(Hdf5Kind, by_value=True)
    attributes = fields.List(fields.Nested(Hdf5AttributeResponse))
    members = fields.List(fields.Nested(Hdf5MemberResponse), metadata={"description": "The first members of a group"})
    memberCount = fields.Integer(attribute="member_count")  # noqa: N815
    shape = fields.List(fields.Integer(), allow_none=True)
    dtype = fields.String(allow_none=True)
    values = fields.Nested(Hdf5ValuesResponse, allow_none=True)
    remark = fields.Nested(ReasonResponse, allow_none=True, metadata={"description": "Why no values are shown"})


class PreviewResponse(Schema):
    """The preview of a file. Texts must be shown as plain text, never as HTML."""

    kind = fields.Enum(PreviewKind, by_value=True)
    mediaType = fields.String(attribute="media_type")  # noqa: N815
    data = fields.Function(
        lambda preview: None if preview.content is None else base64.b64encode(preview.content).decode(),
        metadata={"type": ["string", "null"], "description": "An image or PDF document in base64"},
    )
    text = fields.String(allow_none=True, metadata={"description": "The beginning of a text"})
    rows = fields.List(
        fields.List(fields.String()), allow_none=True, metadata={"description": "The beginning of a table"}
    )
    truncated = fields.Boolean(metadata={"description": "Whether there is more than is shown"})
    reason = fields.String(allow_none=True, metadata={"description": "Why nothing is shown, in English"})
    reasons = fields.List(fields.Nested(ReasonResponse), metadata={"description": "The same, for translations"})
    next = fields.Integer(
        attribute="next_offset",
        allow_none=True,
        metadata={"description": "`offset` of the next part of a text or table; null at its end"},
    )
    image = fields.Nested(ImageResponse, allow_none=True, metadata={"description": "null: sent unchanged, or no image"})
    hdf5 = fields.Nested(Hdf5Response, allow_none=True, metadata={"description": "An item of an HDF5 file"})
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
