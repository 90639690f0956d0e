"""Downloads: requests, plans and results."""

from __future__ import annotations

import os
from typing import Any, cast

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.download import DownloadRequest, FileState
from jupyter_openbis_server.domain.downloads.folder_names import FolderNames
from jupyter_openbis_server.domain.files.selection import MAX_PATTERNS, Selection
from jupyter_openbis_server.entrypoints.schemas.base import JobRequest, RequestSchema, text
from jupyter_openbis_server.entrypoints.schemas.errors import ErrorResponse

_MAX_DATA_SETS = 10_000


def ensure_written_out(folder: str) -> None:
    """Raise ValidationError for a path below a home folder: a folder called `~` would be created."""
    if folder == "~" or folder.startswith("~/"):
        raise ValidationError("~ has no meaning here: give the absolute path, or one relative to Jupyter's root folder")


class DownloadJobRequest(JobRequest):
    """Data sets to download."""

    kind = fields.String(required=True, validate=validate.Equal("download"))
    permIds = fields.List(  # noqa: N815
        fields.String(validate=validate.Length(min=1)),
        required=True,
        validate=validate.Length(min=1, max=_MAX_DATA_SETS),
        metadata={
            "description": "The data sets; of a container, its components are downloaded. Also samples and "
            "experiments with files of their own, by permId or identifier"
        },
    )
    folder = text(
        "Where to: absolute, or relative to Jupyter's root folder", required=True, validate=ensure_written_out
    )
    files = fields.List(
        fields.String(validate=validate.Length(min=1)),
        load_default=list,
        validate=validate.Length(max=MAX_PATTERNS),
        metadata={
            "description": "Paths or patterns of the files that are wanted, e.g. `*.csv`, `images/**`, `run 1`; none "
            "means all. A text that is a path in the data set means just that. The leading `original/` may be left out"
        },
    )
    flat = fields.Boolean(load_default=False, metadata={"description": "Leave out openBIS's folder `original`"})
    overwrite = fields.Boolean(
        load_default=True, metadata={"description": "Replace files of the same name that differ; else refuse (409)"}
    )
    mode = fields.String(
        load_default="copy",
        validate=validate.OneOf(["copy", "link"]),
        metadata={"description": "`link`: instead of its files, a link to each data set in the mounted data store"},
    )

    folderNames = fields.Enum(  # noqa: N815
        FolderNames,
        by_value=True,
        load_default=FolderNames.PERM_ID,
        metadata={
            "description": "What new folders of data sets are called: by their permIds, or `<name> (<permId>)`. A "
            "folder with the same permId is used again, with any name"
        },
    )

    def request(self, body: dict[str, Any], root: str) -> DownloadRequest:
        """Return the download that a loaded body requests; `root` is Jupyter's root folder."""
        folder = os.path.join(root, body["folder"])  # noqa: PTH118 - it need not be a valid path
        return DownloadRequest(
            tuple(body["permIds"]),
            folder,
            Selection(tuple(body["files"])),
            body["flat"],
            body["overwrite"],
            link=body["mode"] == "link",
            folder_names=body["folderNames"],
        )

    @validates_schema
    def _check_mode(self, body: dict[str, Any], **_: Any) -> None:  # noqa: ANN401
        if body.get("mode") == "link" and body.get("dryRun"):
            raise ValidationError("a link takes no plan", "dryRun")


class FolderParams(RequestSchema):
    """The folder of a request."""

    folder = text("Absolute, or relative to Jupyter's root folder", load_default="", validate=ensure_written_out)


class AmountResponse(Schema):
    """A number of files and their bytes."""

    files = fields.Integer()
    bytes = fields.Integer()


class DownloadResponse(Schema):
    """A finished download. The published clients keep this in the notebook's metadata."""

    url = fields.String()
    permId = fields.String(attribute="data_set.perm_id")  # noqa: N815
    path = fields.String(metadata={"description": "Folder that holds the files"})
    dataStore = fields.String(attribute="data_set.data_store", allow_none=True)  # noqa: N815
    location = fields.String(attribute="data_set.physical.location", allow_none=True, dump_default=None)
    size = fields.Integer(attribute="data_set.size", allow_none=True)
    files = fields.Function(
        lambda download: [cast("DataSetFile", file).local_path for file in download.files],
        metadata={"type": "array", "items": {"type": "string"}, "description": "Paths below `path`"},
    )
    statusText = fields.Function(  # noqa: N815
        lambda download: (
            f"Data for DataSet {download.data_set.perm_id} was successfully downloaded to: {download.path}"
        ),
        metadata={"type": "string"},
    )


def removed_field() -> fields.Function:
    """Return the field for the files that were removed in openBIS since an earlier download."""
    return fields.Function(
        lambda found: [cast("DataSetFile", file).local_path for file in found.removed],
        metadata={
            "type": "array",
            "items": {"type": "string"},
            "description": "Files of an earlier download that were removed in openBIS; they stay on the disk",
        },
    )


class FinishedDownloadResponse(DownloadResponse):
    """A finished download, and the part that had to be fetched."""

    fetched = fields.Nested(AmountResponse, metadata={"description": "The rest was there already"})
    removed = removed_field()


class SkippedResponse(Schema):
    """A data set without files that match the patterns, or whose files are outside openBIS."""

    permId = fields.String(attribute="data_set.perm_id")  # noqa: N815
    reason = fields.Function(
        lambda download: str(download.skipped),
        metadata={"type": "string", "description": "With a hint if a similar file is there, or where the files are"},
    )


class PlannedFileResponse(Schema):
    """A file of a data set, and what exists at its path."""

    path = fields.String(attribute="file.path", metadata={"description": "In the data set"})
    localPath = fields.String(attribute="file.local_path", metadata={"description": "Below the folder"})  # noqa: N815
    size = fields.Integer(attribute="file.size")
    state = fields.Function(
        lambda planned: planned.local.state.value,
        metadata={"type": "string", "enum": [each.value for each in FileState]},
    )
    present = fields.Integer(attribute="local.present", metadata={"description": "Bytes that are there already"})


class DataSetPlanResponse(Schema):
    """The plan for one data set of a download."""

    permId = fields.String(attribute="data_set.perm_id")  # noqa: N815
    path = fields.String(metadata={"description": "Its folder"})
    status = fields.String(attribute="data_set.status", allow_none=True, metadata={"description": "Archiving status"})
    problem = fields.Nested(ErrorResponse, allow_none=True, metadata={"description": "Why it cannot be downloaded"})
    skipped = fields.Function(
        lambda plan: str(plan.skipped) if plan.skipped else None,
        metadata={
            "type": ["string", "null"],
            "description": "That none of its files fits the patterns, or that they are outside openBIS",
        },
    )
    files = fields.List(fields.Nested(PlannedFileResponse))
    conflicts = fields.List(
        fields.String(),
        metadata={
            "description": "Files that would be replaced, but for those that an earlier download stored and that were "
            "not edited since"
        },
    )
    removed = removed_field()


class DownloadPlanResponse(Schema):
    """The plan of a download; nothing is done yet."""

    dataSets = fields.List(fields.Nested(DataSetPlanResponse), attribute="data_sets")  # noqa: N815
    total = fields.Nested(AmountResponse)
    toFetch = fields.Nested(AmountResponse, attribute="to_fetch")  # noqa: N815
    freeBytes = fields.Integer(attribute="free_bytes", allow_none=True)  # noqa: N815
    fits = fields.Boolean(metadata={"description": "Whether there is room enough on the disk"})


class DownloadOptionsResponse(Schema):
    """The options of a download besides the data sets and the folder."""

    files = fields.List(fields.String(), attribute="selection.patterns")
    flat = fields.Boolean()
    overwrite = fields.Boolean()
    mode = fields.Function(
        lambda request: "link" if cast("DownloadRequest", request).link else "copy",
        metadata={"type": "string", "enum": ["copy", "link"]},
    )
    folderNames = fields.Enum(FolderNames, by_value=True, attribute="folder_names")  # noqa: N815


class UnfinishedResponse(Schema):
    """A download that was interrupted; a request with its folder and options resumes it."""

    path = fields.String(metadata={"description": "Folder of the data set"})
    permId = fields.String(attribute="manifest.perm_id")  # noqa: N815
    url = fields.String(attribute="manifest.url")
    written = fields.AwareDateTime(attribute="manifest.written", format="iso")
    files = fields.Function(
        lambda unfinished: [file.local_path for file in unfinished.manifest.files],
        metadata={"type": "array", "items": {"type": "string"}},
    )
    folder = fields.String(attribute="resume_request.folder", metadata={"description": "The folder that was requested"})
    options = fields.Nested(DownloadOptionsResponse, attribute="resume_request")


class UnfinishedDownloadsResponse(Schema):
    """The interrupted downloads in a folder."""

    unfinished = fields.List(fields.Nested(UnfinishedResponse))
