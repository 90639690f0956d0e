"""What a notebook has used and produced, and the verification of copies."""

from __future__ import annotations

import os
import posixpath
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_dump, validate

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.downloads.download import FileState
from jupyter_openbis_server.domain.downloads.verification import Verification
from jupyter_openbis_server.domain.jobs.find_local_copy import RecordedUse
from jupyter_openbis_server.domain.traces.notebook_trace import CopyState, TraceRequest
from jupyter_openbis_server.entrypoints.schemas.base import RequestSchema, text
from jupyter_openbis_server.entrypoints.schemas.data_sets import DataSetResponse
from jupyter_openbis_server.entrypoints.schemas.errors import ErrorResponse

_MAX_DATA_SETS = 1000
_MAX_NAMED_FILES = 100
_PERM_ID = validate.Length(min=1, max=200)


def _ensure_below_root(path: str) -> None:
    """Raise ValidationError for a path that leads out of Jupyter's root folder."""
    parts = posixpath.normpath(path.replace(os.sep, "/")).split("/")
    if posixpath.isabs(path) or os.path.isabs(path) or ".." in parts or "\0" in path:  # noqa: PTH117 - may be no path
        raise ValidationError("give a path below Jupyter's root folder, relative to it")


def _absolute(root: str, path: str | None) -> str | None:
    """Return the absolute path of a path in a body; None without one."""
    return None if path is None else os.path.normpath(os.path.join(root, path))  # noqa: PTH118 - may be no path


class _NotebookRequest(RequestSchema):
    """Common keys of requests about a notebook."""

    near = text(
        "Folder of the notebook, relative to Jupyter's root folder", load_default="", validate=_ensure_below_root
    )


class RecordedUseRequest(RequestSchema):
    """A data set that a notebook has recorded."""

    permId = text("The data set", required=True, validate=_PERM_ID)  # noqa: N815
    path = text(
        "Its recorded folder, relative to Jupyter's root folder",
        load_default=None,
        allow_none=True,
        validate=_ensure_below_root,
    )


class TraceNotebookRequest(_NotebookRequest):
    """What the metadata of a notebook say about one openBIS."""

    used = fields.List(fields.Nested(RecordedUseRequest), required=True, validate=validate.Length(max=_MAX_DATA_SETS))
    produced = fields.List(
        fields.String(validate=_PERM_ID),
        load_default=list,
        validate=validate.Length(max=_MAX_DATA_SETS),
        metadata={
            "description": "PermIds of the data sets that were uploaded, and of the samples and experiments in whose "
            "files the notebook was published"
        },
    )

    @staticmethod
    def request(body: dict[str, Any], root: str) -> TraceRequest:
        """Return the request of a loaded body."""
        used = (RecordedUse(each["permId"], _absolute(root, each["path"])) for each in body["used"])
        return TraceRequest(_absolute(root, body["near"]) or root, tuple(used), tuple(body["produced"]))


class VerifyCopyRequest(_NotebookRequest):
    """The copy to verify: the one that is near the notebook, or in the recorded folder."""

    path = text(
        "The recorded folder of the data set, relative to Jupyter's root folder",
        load_default=None,
        allow_none=True,
        validate=_ensure_below_root,
    )

    @staticmethod
    def use(body: dict[str, Any], perm_id: str, root: str) -> tuple[RecordedUse, str]:
        """Return the data set and the absolute path of the notebook's folder."""
        return RecordedUse(perm_id, _absolute(root, body["path"])), _absolute(root, body["near"]) or root


class TracedCopyResponse(Schema):
    """The copy of a data set on the disk."""

    state = fields.Enum(CopyState, by_value=True)
    path = fields.String(allow_none=True, metadata={"description": "Absolute path of its folder; null: missing"})
    missingFiles = fields.Integer(  # noqa: N815
        attribute="missing_files", metadata={"description": "Files that are missing or have another size"}
    )
    downloaded = fields.AwareDateTime(
        format="iso",
        allow_none=True,
        metadata={"description": "When its files had arrived and were verified (ISO 8601)"},
    )


class TracedDataSetResponse(Schema):
    """A data set of a notebook."""

    permId = fields.String(attribute="perm_id")  # noqa: N815
    dataSet = fields.Nested(  # noqa: N815
        DataSetResponse,
        attribute="data_set",
        allow_none=True,
        metadata={"description": "null: openBIS shows none of this permId, or was not asked"},
    )
    kind = fields.Enum(
        EntityKind,
        by_value=True,
        metadata={"description": "`sample` or `experiment`: these are its files in the file server (AFS)"},
    )
    identifier = fields.String(metadata={"description": "That of the sample or experiment; empty for data sets"})
    elnUrl = fields.String(  # noqa: N815
        attribute="eln_url", metadata={"description": "Its page in the ELN; empty if it is unknown"}
    )
    copy = fields.Nested(
        TracedCopyResponse, allow_none=True, metadata={"description": "null for what the notebook has produced"}
    )
    changedFiles = fields.Integer(  # noqa: N815
        attribute="changed_files",
        allow_none=True,
        metadata={
            "description": "How many of the downloaded files have changed in openBIS since, or were removed; null if "
            "they cannot change, or are not listed"
        },
    )
    newer = fields.Nested(
        DataSetResponse, allow_none=True, metadata={"description": "The newest version, if it is another data set"}
    )


class NotebookTraceResponse(Schema):
    """What a notebook has used and produced, in the order of the request."""

    used = fields.List(fields.Nested(TracedDataSetResponse))
    produced = fields.List(fields.Nested(TracedDataSetResponse))
    problem = fields.Nested(
        ErrorResponse,
        allow_none=True,
        metadata={"description": "Why openBIS could not be asked; then only the copies on the disk are known"},
    )


class WrongFileResponse(Schema):
    """A file that is not as it was downloaded."""

    path = fields.String(attribute="file.local_path")
    state = fields.Enum(FileState, by_value=True, attribute="local.state")


class VerifiedCopyResponse(Schema):
    """The result of a verification."""

    path = fields.String(attribute="download.path", metadata={"description": "Absolute path of the folder"})
    ok = fields.Boolean(metadata={"description": "Whether all files are there with the content that openBIS sent"})
    complete = fields.Boolean(
        attribute="download.manifest.is_complete", metadata={"description": "Whether the download was finished"}
    )
    downloaded = fields.AwareDateTime(attribute="download.manifest.written", format="iso")
    files = fields.Function(lambda found: len(found["files"]), metadata={"type": "integer"})
    wrong = fields.Function(lambda found: len(found["wrong"]), metadata={"type": "integer"})
    unverified = fields.Function(
        lambda found: len(found["unknown"]),
        metadata={"type": "integer", "description": "Files that cannot be verified: openBIS had no checksum"},
    )
    wrongFiles = fields.List(  # noqa: N815
        fields.Nested(WrongFileResponse),
        attribute="named",
        metadata={"description": f"The first {_MAX_NAMED_FILES} wrong files"},
    )

    @pre_dump
    def _with_named_files(self, found: Verification, **_: Any) -> dict[str, Any]:  # noqa: ANN401
        return {
            **vars(found),
            "ok": found.ok,
            "wrong": found.wrong,
            "unknown": found.unknown,
            "named": found.wrong[:_MAX_NAMED_FILES],
        }
