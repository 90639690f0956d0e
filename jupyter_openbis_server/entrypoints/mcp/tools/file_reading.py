"""Tools that read files of data sets, and of objects and collections, without a download."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import fields, validate

from jupyter_openbis_server.domain.errors import InvalidInput
from jupyter_openbis_server.domain.previews.preview import Preview, PreviewKind, PreviewRequest
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.entrypoints.mcp.answers import Image
from jupyter_openbis_server.entrypoints.mcp.calls import Call
from jupyter_openbis_server.entrypoints.mcp.limits import MAX_IMAGE_BYTES, MAX_IMAGE_SIDE
from jupyter_openbis_server.entrypoints.mcp.tool import Arguments, Found, Tool
from jupyter_openbis_server.entrypoints.mcp.tools.catalogue import PageArguments, reference_field
from jupyter_openbis_server.entrypoints.schemas.base import text
from jupyter_openbis_server.entrypoints.schemas.files import FilesResponse, PreviewResponse
from jupyter_openbis_server.entrypoints.use_cases import UseCases

_OWNER = "permId of a data set; or permId or identifier of an object or collection with files of its own (openBIS 7)"


class FilesArguments(PageArguments):
    """Which files."""

    reference = reference_field(_OWNER)
    folder = text("Path of a folder in it; left out: its outermost folder", load_default="")


class _FileArguments(Arguments):
    """Which file."""

    reference = reference_field(_OWNER)
    path = text("Path of the file, as `files` lists it", required=True, validate=validate.Length(1, 4000))
    offset = fields.Integer(
        load_default=0,
        validate=validate.Range(0, 2**63 - 1),
        metadata={"description": "`next` of the answer with the part before"},
    )


class PreviewArguments(_FileArguments):
    """Which part of a file."""

    page = fields.Integer(
        load_default=0, validate=validate.Range(0, 10**6), metadata={"description": "Page of a TIFF, from 0"}
    )
    item = text("Path of an item in an HDF5 file", load_default="/", validate=validate.Length(1, 2000))
    start = fields.List(
        fields.Integer(validate=validate.Range(0, 10**18)),
        load_default=list,
        validate=validate.Length(max=32),
        metadata={"description": "Index of the first value of an HDF5 dataset in each dimension"},
    )


class TableArguments(_FileArguments):
    """Which part of a table."""


@dataclass(frozen=True)
class FileTools:
    """Tools over the files of one connection."""

    use_cases: UseCases
    connection: str

    def tools(self) -> Iterator[Tool]:
        """Yield the tools."""
        yield Tool(
            "files",
            "List files",
            "List a folder of a data set: folders first, then files, with their sizes.",
            FilesArguments,
            self.list_files,
        )
        yield Tool(
            "preview",
            "Preview a file",
            "Show a part of a text or table, an image, a page of a TIFF, or an item of an HDF5 file, without a "
            "download.",
            PreviewArguments,
            self.preview,
        )
        yield Tool(
            "read_table",
            "Read a table",
            "Read rows of a CSV or similar file: column names, and up to 500 rows a call; `next` continues.",
            TableArguments,
            self.read_table,
        )

    def list_files(self, body: dict[str, Any], call: Call) -> Found:
        """Return a page of a folder."""
        page = PageRequest(body["start"], body["count"])
        with call.cancellation.as_current():
            found = self.use_cases.files.list_folder(self.connection, body["reference"], body["folder"], page)
        return Found(FilesResponse().dump(found))

    def preview(self, body: dict[str, Any], call: Call) -> Found:
        """Return a part of a file."""
        request = PreviewRequest(
            offset=body["offset"], page=body["page"], item=body["item"], start=tuple(body["start"])
        )
        return preview_of(self.use_cases, self.connection, body["reference"], body["path"], call, request)

    def read_table(self, body: dict[str, Any], call: Call) -> Found:
        """Return column names and rows. Raises InvalidInput: it is no table."""
        where = self.connection, body["reference"], body["path"]
        read = self.use_cases.files.preview
        part = read(*where, PreviewRequest(large=True, offset=body["offset"]), call.cancellation)
        if part.kind is not PreviewKind.TABLE or part.rows is None:
            raise InvalidInput(f"{body['path']} is not a table (it is: {part.kind.value}); `preview` shows other files")
        header = part if body["offset"] == 0 else read(*where, PreviewRequest(), call.cancellation)
        names, rows = (header.rows or ((),))[0], part.rows[1:] if body["offset"] == 0 else part.rows
        return Found(
            {
                "columns": list(names),
                "rows": [list(each) for each in rows],
                "next": part.next_offset,
                "decimal": part.decimal,
                "skippedLines": header.skip_lines,
            }
        )


def preview_of(
    use_cases: UseCases,
    connection: str,
    reference: str,
    path: str,
    call: Call,
    request: PreviewRequest = PreviewRequest(),  # noqa: B008 - frozen
) -> Found:
    """Return the preview of a file; of an image, with the picture. Raises OpenbisError."""
    wanted = replace(request, side=MAX_IMAGE_SIDE)
    found: Preview = use_cases.files.preview(connection, reference, path, wanted, call.cancellation)
    data = {key: value for key, value in PreviewResponse(exclude=("data",)).dump(found).items() if value is not None}
    if found.kind is not PreviewKind.IMAGE or found.content is None:
        return Found(data)
    if len(found.content) > MAX_IMAGE_BYTES:
        return Found({**data, "reason": f"the picture has more than {MAX_IMAGE_BYTES} bytes; download it instead"})
    return Found(data, Image(found.content, found.media_type))
