"""Published notebooks that are opened again with their data."""

from __future__ import annotations

import os
from typing import Any

from marshmallow import Schema, fields, validate

from jupyter_openbis_server.domain.downloads.folder_names import FolderNames
from jupyter_openbis_server.domain.notebooks.publications.opening import MAX_INPUTS, OpeningRequest
from jupyter_openbis_server.entrypoints.schemas.base import RequestSchema, text
from jupyter_openbis_server.entrypoints.schemas.downloads import (
    AmountResponse,
    DownloadOptionsResponse,
    ensure_written_out,
)
from jupyter_openbis_server.entrypoints.schemas.errors import ErrorResponse


class OpeningParams(RequestSchema):
    """Where to, and which publication."""

    folder = text(
        "Folder for everything; absolute, or relative to Jupyter's root folder",
        load_default="",
        validate=ensure_written_out,
    )
    publication = text(
        "Folder of the publication in the files of a sample or experiment; left out: of a data set",
        load_default="",
        validate=validate.Length(max=1000),
    )
    folderNames = fields.Enum(  # noqa: N815
        FolderNames,
        by_value=True,
        load_default=FolderNames.PERM_ID,
        metadata={"description": "What new folders of data sets are called, unless the notebook has recorded a name"},
    )

    @staticmethod
    def request(query: dict[str, Any], perm_id: str, root: str) -> OpeningRequest:
        """Return the request of a loaded query; `root` is Jupyter's root folder."""
        folder = os.path.join(root, query["folder"])  # noqa: PTH118 - may be no path
        return OpeningRequest(perm_id, folder, query["publication"].strip("/"), query["folderNames"])


class OpeningDownloadResponse(DownloadOptionsResponse):
    """The request for a download."""

    permIds = fields.List(fields.String(), attribute="perm_ids")  # noqa: N815
    folder = fields.String(metadata={"description": "Absolute"})


class OpeningInputResponse(Schema):
    """A data set that the notebook was made from."""

    permId = fields.String(attribute="perm_id")  # noqa: N815
    name = fields.String(allow_none=True)
    size = fields.Integer(allow_none=True, metadata={"description": "Bytes of all its files"})
    missedPath = fields.String(  # noqa: N815
        attribute="missed_path",
        allow_none=True,
        metadata={"description": "Recorded path that will not be there, so that code which reads it has to be adapted"},
    )
    problem = fields.Nested(
        ErrorResponse, allow_none=True, metadata={"description": "Why it is not among the downloads"}
    )


class OpeningResponse(Schema):
    """The plan for a published notebook that is opened with its data; nothing is done yet."""

    notebook = fields.String(metadata={"description": "Absolute path that the notebook will have"})
    isThere = fields.Boolean(  # noqa: N815
        attribute="is_there", metadata={"description": "Whether there is a file at that path"}
    )
    toFetch = fields.Nested(  # noqa: N815
        AmountResponse, attribute="to_fetch", metadata={"description": "Of the publication itself"}
    )
    conflicts = fields.List(
        fields.String(),
        metadata={"description": "Files of the publication that were changed after an earlier download: it is refused"},
    )
    inputs = fields.List(fields.Nested(OpeningInputResponse))
    moreInputs = fields.Integer(  # noqa: N815
        attribute="more_inputs", metadata={"description": f"Number of inputs beyond the first {MAX_INPUTS}"}
    )
    downloads = fields.List(
        fields.Nested(OpeningDownloadResponse),
        metadata={"description": "The requests to send as jobs, that of the publication first"},
    )
