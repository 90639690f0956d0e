"""Answers about transfers: jobs, what they would do, and what was interrupted.

The OpenAPI document is made from these, too.
"""

from __future__ import annotations

from typing import cast

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import DownloadRequest, FileState, Job, JobState
from jupyter_openbis_server.entrypoints.jupyter.answers import DownloadAnswer
from jupyter_openbis_server.entrypoints.jupyter.error_table import answer_to


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
        lambda job: "download" if isinstance(cast("Job", job).request, DownloadRequest) else "upload",
        metadata={"type": "string", "enum": ["download", "upload"]},
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
            "description": "Data sets that are downloaded; of an upload, the one that was registered",
        },
    )
    folder = fields.String(attribute="request.folder", dump_default=None, allow_none=True)
    created = fields.AwareDateTime(format="iso")
    started = fields.AwareDateTime(format="iso", allow_none=True)
    ended = fields.AwareDateTime(format="iso", allow_none=True)
    progress = fields.Nested(ProgressAnswer)
    error = fields.Function(
        lambda job: answer_to(job.error) if job.error else None,
        metadata={"type": ["object", "null"], "description": "Why it failed: reason, code, errors, as an error answer"},
    )


class AmountAnswer(Schema):
    """So many files, and so many bytes in them."""

    files = fields.Integer()
    bytes = fields.Integer()


class FinishedDownloadAnswer(DownloadAnswer):
    """A finished download, and what of it had to be fetched."""

    fetched = fields.Nested(AmountAnswer, metadata={"description": "The rest was there already"})


class JobAnswer(JobSummaryAnswer):
    """A transfer. Times are ISO 8601, UTC."""

    downloads = fields.List(fields.Nested(FinishedDownloadAnswer), metadata={"description": "What was downloaded"})


class JobsAnswer(Schema):
    """All transfers since the server began, as long as they are remembered; the first one first."""

    jobs = fields.List(fields.Nested(JobSummaryAnswer))


class PlannedFileAnswer(Schema):
    """A file of a data set, and what lies in its place."""

    path = fields.String(attribute="file.path", metadata={"description": "In the data set"})
    localPath = fields.String(attribute="file.local_path", metadata={"description": "Below the folder"})  # noqa: N815
    size = fields.Integer(attribute="file.size")
    state = fields.Function(
        lambda planned: planned.local.state.value,
        metadata={"type": "string", "enum": [each.value for each in FileState]},
    )
    present = fields.Integer(attribute="local.present", metadata={"description": "Bytes that are there already"})


class DataSetPlanAnswer(Schema):
    """What a download would do about one data set."""

    permId = fields.String(attribute="data_set.perm_id")  # noqa: N815
    path = fields.String(metadata={"description": "Its folder"})
    status = fields.String(attribute="data_set.status", allow_none=True, metadata={"description": "Archiving status"})
    problem = fields.Function(
        lambda plan: answer_to(plan.problem) if plan.problem else None,
        metadata={"type": ["object", "null"], "description": "Why it cannot be downloaded"},
    )
    files = fields.List(fields.Nested(PlannedFileAnswer))
    conflicts = fields.List(fields.String(), metadata={"description": "Files that would be replaced"})


class DownloadPlanAnswer(Schema):
    """What a download would do; nothing is done yet."""

    dataSets = fields.List(fields.Nested(DataSetPlanAnswer), attribute="data_sets")  # noqa: N815
    total = fields.Nested(AmountAnswer)
    toFetch = fields.Nested(AmountAnswer, attribute="to_fetch")  # noqa: N815
    freeBytes = fields.Integer(attribute="free_bytes", allow_none=True)  # noqa: N815
    fits = fields.Boolean(metadata={"description": "Whether there is room enough on the disk"})


class SourceFileAnswer(Schema):
    """A file that would be sent."""

    name = fields.String(metadata={"description": "Its path in the data set"})
    size = fields.Integer()
    isFolder = fields.Boolean(attribute="is_folder", metadata={"description": "An empty folder"})  # noqa: N815


class UploadPlanAnswer(Schema):
    """What an upload would register; nothing is sent yet."""

    type = fields.String(attribute="type_code")
    owner = fields.String(attribute="owner.identifier")
    parents = fields.List(fields.String())
    properties = fields.Dict(keys=fields.String(), values=fields.String())
    files = fields.List(fields.Nested(SourceFileAnswer))
    total = fields.Nested(AmountAnswer)


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
