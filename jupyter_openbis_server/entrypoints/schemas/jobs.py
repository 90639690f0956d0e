"""Jobs and their progress."""

from __future__ import annotations

from typing import cast

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.jobs.job import Job, JobKind, JobState
from jupyter_openbis_server.domain.jobs.subject import MAX_SUBJECTS
from jupyter_openbis_server.entrypoints.schemas.downloads import (
    DownloadOptionsResponse,
    FinishedDownloadResponse,
    SkippedResponse,
)
from jupyter_openbis_server.entrypoints.schemas.errors import ErrorResponse
from jupyter_openbis_server.entrypoints.schemas.object_files import FileUploadResponse
from jupyter_openbis_server.entrypoints.schemas.sync.responses import SyncReportResponse
from jupyter_openbis_server.entrypoints.schemas.uploads import registration_text


class ProgressResponse(Schema):
    """The progress of a transfer. Unknown values are null."""

    files = fields.Integer(attribute="done.files")
    bytes = fields.Integer(attribute="done.bytes")
    totalFiles = fields.Integer(attribute="total.files", dump_default=None, allow_none=True)  # noqa: N815
    totalBytes = fields.Integer(attribute="total.bytes", dump_default=None, allow_none=True)  # noqa: N815
    bytesPerSecond = fields.Float(attribute="bytes_per_second", allow_none=True)  # noqa: N815
    secondsLeft = fields.Float(attribute="seconds_left", allow_none=True)  # noqa: N815
    file = fields.String(allow_none=True, metadata={"description": "A file that is being transferred"})


class SubjectResponse(Schema):
    """A data set, sample or experiment that a transfer is about."""

    reference = fields.String(
        allow_none=True,
        metadata={"description": "PermId or identifier; null for a data set that is not registered yet"},
    )
    name = fields.String(allow_none=True, metadata={"description": "Null if it has none, or it is unknown"})
    kind = fields.Enum(EntityKind, by_value=True, allow_none=True, metadata={"description": "Null if it is unknown"})


class JobSummaryResponse(Schema):
    """A transfer, without the list of files. Times are ISO 8601, UTC."""

    id = fields.String()
    kind = fields.Function(
        lambda job: cast("Job", job).kind.value,
        metadata={"type": "string", "enum": [each.value for each in JobKind]},
    )
    connection = fields.String()
    state = fields.Function(
        lambda job: cast("Job", job).state.value, metadata={"type": "string", "enum": [each.value for each in JobState]}
    )
    key = fields.String(allow_none=True, metadata={"description": "What the client called this one click"})
    permIds = fields.Function(  # noqa: N815
        lambda job: _perm_ids(cast("Job", job)),
        metadata={
            "type": "array",
            "items": {"type": "string"},
            "description": "Data sets that are downloaded; of other jobs, the one that was registered, or the sample "
            "or experiment that files were stored or synchronised with",
        },
    )
    subjects = fields.List(
        fields.Nested(SubjectResponse),
        metadata={
            "description": f"What it is about, with names as far as they are known: the first {MAX_SUBJECTS} data sets "
            "that are downloaded; the data set that is registered; or the sample or experiment that files are stored "
            "with"
        },
    )
    owner = fields.String(
        attribute="request.entity",
        dump_default=None,
        allow_none=True,
        metadata={
            "description": "Of uploads, publications and synchronisations: the sample or experiment, as requested"
        },
    )
    ownerKind = fields.Enum(  # noqa: N815
        EntityKind,
        by_value=True,
        attribute="owner_kind",
        dump_default=None,
        allow_none=True,
        metadata={
            "description": "Of the sample or experiment that files were stored or synchronised with; until then, null"
        },
    )
    ownerFolder = fields.String(  # noqa: N815
        attribute="owner_folder",
        allow_none=True,
        metadata={
            "description": "Where files of a sample or experiment itself are stored, from its folder on; null for data "
            "sets, and until a publication has ended"
        },
    )
    isOfOwner = fields.Boolean(  # noqa: N815
        attribute="is_of_owner",
        metadata={
            "description": "Whether it is about files of a sample or experiment itself (openBIS 7), not about data "
            "sets; of downloads, once they have ended"
        },
    )
    folder = fields.String(
        attribute="local_folder",
        allow_none=True,
        metadata={"description": "Where a download goes, or the folder that is synchronised: absolute path"},
    )
    link = fields.String(
        attribute="sent.link",
        dump_default=None,
        allow_none=True,
        metadata={
            "description": "Where openBIS's ELN shows the data set that was registered, or the owner of the files"
        },
    )
    historyId = fields.String(  # noqa: N815
        attribute="request.history_id",
        dump_default=None,
        allow_none=True,
        metadata={"description": "What joins the versions of a notebook: send it with the next one"},
    )
    remarks = fields.List(
        fields.String(),
        attribute="sent.remarks",
        dump_default=list,
        metadata={"description": "What the user should know about what was registered or stored, in sentences"},
    )
    skipped = fields.List(
        fields.Nested(SkippedResponse),
        metadata={"description": "Data sets without matching files, or whose files are outside openBIS"},
    )
    removedFiles = fields.Function(  # noqa: N815
        lambda job: sum(len(each.removed) for each in cast("Job", job).downloads),
        metadata={
            "type": "integer",
            "description": "Number of files of earlier downloads that were removed in openBIS; they stay on the disk",
        },
    )
    created = fields.AwareDateTime(format="iso")
    started = fields.AwareDateTime(format="iso", allow_none=True)
    ended = fields.AwareDateTime(format="iso", allow_none=True)
    attempts = fields.Integer(metadata={"description": "How often it was begun"})
    nextAttempt = fields.AwareDateTime(  # noqa: N815
        attribute="next_attempt",
        format="iso",
        allow_none=True,
        metadata={"description": "When an interrupted transfer (`waitingToRetry`) is tried again; else null"},
    )
    progress = fields.Nested(ProgressResponse)
    error = fields.Nested(
        ErrorResponse,
        allow_none=True,
        metadata={
            "description": "Why it failed, or was interrupted; or why it was cancelled, where it was not a user who "
            "did so: `server-stopped`, `client-left`"
        },
    )


class JobResponse(JobSummaryResponse):
    """A transfer. Times are ISO 8601, UTC."""

    options = fields.Nested(
        DownloadOptionsResponse,
        attribute="download_request",
        allow_none=True,
        metadata={"description": "What a download was asked for; asked for again, it continues"},
    )
    downloads = fields.List(
        fields.Nested(FinishedDownloadResponse),
        attribute="fetched_downloads",
        metadata={"description": "What was downloaded"},
    )
    fileUpload = fields.Nested(  # noqa: N815
        FileUploadResponse,
        attribute="file_upload",
        allow_none=True,
        metadata={"description": "What was stored with a sample or experiment itself"},
    )
    sync = fields.Nested(
        SyncReportResponse,
        allow_none=True,
        metadata={
            "description": "What a synchronisation has done, also if not everything was possible; null until its end, "
            "and if nothing could be planned"
        },
    )
    statusText = fields.Function(  # noqa: N815
        lambda job: registration_text(job.upload) if cast("Job", job).upload else None,
        metadata={
            "type": ["string", "null"],
            "description": "The sentence about the registered data set that clients store in the notebook",
        },
    )


class JobsResponse(Schema):
    """All transfers since the start of the server that are still in memory; oldest first."""

    jobs = fields.List(fields.Nested(JobSummaryResponse))


def _perm_ids(job: Job) -> list[str]:
    if isinstance(job.request, DownloadRequest):
        return list(job.request.perm_ids)
    return [job.owner_perm_id] if job.owner_perm_id else []
