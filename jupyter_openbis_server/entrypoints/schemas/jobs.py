"""Answers about jobs, and about downloads that were interrupted."""

from __future__ import annotations

from typing import cast

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import DownloadRequest, Job, JobKind, JobState
from jupyter_openbis_server.entrypoints.answers.errors import answer_to
from jupyter_openbis_server.entrypoints.answers.transfers import FinishedDownloadAnswer


class ProgressAnswer(Schema):
    """How far a transfer has come. What is not known yet is null."""

    files = fields.Integer(attribute="done.files")
    bytes = fields.Integer(attribute="done.bytes")
    totalFiles = fields.Integer(attribute="total.files", dump_default=None, allow_none=True)  # noqa: N815
    totalBytes = fields.Integer(attribute="total.bytes", dump_default=None, allow_none=True)  # noqa: N815
    bytesPerSecond = fields.Float(attribute="bytes_per_second", allow_none=True)  # noqa: N815
    secondsLeft = fields.Float(attribute="seconds_left", allow_none=True)  # noqa: N815


class JobSummaryAnswer(Schema):
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
            "description": "Data sets that are downloaded; of other jobs, the one that was registered",
        },
    )
    folder = fields.String(attribute="request.folder", dump_default=None, allow_none=True)
    link = fields.String(
        attribute="upload.link",
        dump_default=None,
        allow_none=True,
        metadata={"description": "Where openBIS's ELN shows the data set that was registered"},
    )
    historyId = fields.String(  # noqa: N815
        attribute="request.history_id",
        dump_default=None,
        allow_none=True,
        metadata={"description": "What joins the versions of a notebook: send it with the next one"},
    )
    created = fields.AwareDateTime(format="iso")
    started = fields.AwareDateTime(format="iso", allow_none=True)
    ended = fields.AwareDateTime(format="iso", allow_none=True)
    progress = fields.Nested(ProgressAnswer)
    error = fields.Function(
        lambda job: answer_to(job.error) if job.error else None,
        metadata={"type": ["object", "null"], "description": "Why it failed: reason, code, errors, as an error answer"},
    )


class DownloadOptionsAnswer(Schema):
    """What a download was asked for besides the data sets and the folder."""

    files = fields.List(fields.String(), attribute="selection.patterns")
    flat = fields.Boolean()
    overwrite = fields.Boolean()
    mode = fields.Function(
        lambda request: "link" if cast("DownloadRequest", request).link else "copy",
        metadata={"type": "string", "enum": ["copy", "link"]},
    )


class JobAnswer(JobSummaryAnswer):
    """A transfer. Times are ISO 8601, UTC."""

    options = fields.Nested(
        DownloadOptionsAnswer,
        attribute="download_request",
        allow_none=True,
        metadata={"description": "What a download was asked for; asked for again, it continues"},
    )
    downloads = fields.List(fields.Nested(FinishedDownloadAnswer), metadata={"description": "What was downloaded"})


class JobsAnswer(Schema):
    """All transfers since the server began, as long as they are remembered; the first one first."""

    jobs = fields.List(fields.Nested(JobSummaryAnswer))


class UnfinishedAnswer(Schema):
    """A download that was interrupted; the same request continues it."""

    path = fields.String()
    permId = fields.String(attribute="manifest.perm_id")  # noqa: N815
    url = fields.String(attribute="manifest.url")
    written = fields.AwareDateTime(attribute="manifest.written", format="iso")
    files = fields.Function(
        lambda unfinished: [file.local_path for file in unfinished.manifest.files],
        metadata={"type": "array", "items": {"type": "string"}},
    )


class UnfinishedDownloadsAnswer(Schema):
    """The interrupted downloads in a folder."""

    unfinished = fields.List(fields.Nested(UnfinishedAnswer))


def _perm_ids(job: Job) -> list[str]:
    if isinstance(job.request, DownloadRequest):
        return list(job.request.perm_ids)
    return [job.upload.perm_id] if job.upload else []
