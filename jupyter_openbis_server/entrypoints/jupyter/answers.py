"""Answers of the API. The OpenAPI document is made from these and from `bodies`.

Keys that the published clients read keep their published spelling.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import (
    MASK,
    ConnectionView,
    DataSetFile,
    DownloadRequest,
    FileState,
    Job,
    JobState,
)
from jupyter_openbis_server.entrypoints.jupyter.error_table import answer_to


class ErrorAnswer(Schema):
    """What went wrong."""

    reason = fields.String(metadata={"description": "One sentence for the user"})
    code = fields.String(metadata={"description": "A stable name for programs"})
    errors = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        metadata={
            "description": "Problems of a body or an upload, each an object with one key: a field of the body, "
            "`entityIdentifier`, `parent`, `file`, `prop.<CODE>`, or something else for the whole"
        },
    )


class ConnectionAnswer(Schema):
    """One connection, as far as it is known."""

    name = fields.String(attribute="connection.name")
    url = fields.String(attribute="connection.instance.url")
    status = fields.Function(
        lambda view: cast("ConnectionView", view).connection.status.value,
        metadata={"type": "string", "enum": ["connected", "not connected"]},
    )
    username = fields.String(attribute="connection.username")
    password = fields.Constant(MASK, metadata={"type": "string", "description": "Always the mask"})
    problem = fields.String(
        attribute="connection.problem", allow_none=True, metadata={"description": "Why it is not connected, if known"}
    )
    isMounted = fields.Function(  # noqa: N815
        lambda view: cast("ConnectionView", view).mount is not None, metadata={"type": "boolean"}
    )
    mountpoint = fields.Function(
        lambda view: view.mount.mountpoint if view.mount else "",
        metadata={"type": "string", "description": "Folder of the data store; empty when it is not mounted"},
    )


class ConnectionsAnswer(Schema):
    """All connections."""

    status = fields.Constant(200, metadata={"type": "integer"})
    connections = fields.List(fields.Nested(ConnectionAnswer))
    notebook_dir = fields.String(metadata={"description": "Jupyter's root folder"})


class OneConnectionAnswer(Schema):
    """A connection after something was done with it."""

    status = fields.Constant(200, metadata={"type": "integer"})
    connection = fields.Nested(ConnectionAnswer)
    notebook_dir = fields.String(metadata={"description": "Jupyter's root folder"})


class DoneAnswer(Schema):
    """It is done."""

    status = fields.Constant(200, metadata={"type": "integer"})
    statusText = fields.String(metadata={"description": "One sentence for the user"})  # noqa: N815


class LocalTime(fields.Field[dt.datetime]):
    """A time as the published server shows it: the host's local time, to the second."""

    def _serialize(self, value: dt.datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ANN401, ARG002
        return None if value is None else value.astimezone().strftime("%Y-%m-%d %H:%M:%S")


_TIME: dict[str, Any] = {"type": ["string", "null"], "description": "Local time of the server, YYYY-MM-DD HH:MM:SS"}


class DataSetAnswer(Schema):
    """A row of a listing."""

    permId = fields.String(attribute="perm_id")  # noqa: N815
    name = fields.String(data_key="$NAME", allow_none=True)
    type = fields.String(attribute="type_code")
    kind = fields.String()
    status = fields.String(allow_none=True, metadata={"description": "Archiving status"})
    size = fields.Integer(allow_none=True, metadata={"description": "Bytes"})
    location = fields.String(attribute="physical.location", allow_none=True, dump_default=None)
    sample = fields.String(allow_none=True)
    experiment = fields.String(allow_none=True)
    registrationDate = LocalTime(attribute="registered", metadata=_TIME)  # noqa: N815
    modificationDate = LocalTime(attribute="modified", metadata=_TIME)  # noqa: N815
    properties = fields.Dict(keys=fields.String(), values=fields.String())


class DataSetsAnswer(Schema):
    """A page of data sets, newest first."""

    dataSets = fields.List(fields.Nested(DataSetAnswer), attribute="rows")  # noqa: N815
    start_with = fields.Integer(attribute="request.start")
    count = fields.Integer(attribute="request.count")
    totalCount = fields.Integer(attribute="total")  # noqa: N815


class TermAnswer(Schema):
    """A vocabulary term."""

    code = fields.String()
    label = fields.String(allow_none=True)
    description = fields.String(allow_none=True)
    official = fields.Boolean()
    ordinal = fields.Integer()


class AssignmentAnswer(Schema):
    """A property that data sets of a type have."""

    code = fields.String()
    label = fields.String(allow_none=True)
    description = fields.String(allow_none=True)
    mandatory = fields.Boolean()
    dataType = fields.String(attribute="data_type")  # noqa: N815
    section = fields.String(allow_none=True)
    ordinal = fields.Integer()
    computed = fields.Boolean(attribute="is_computed", metadata={"description": "openBIS fills it; not to be sent"})
    terms = fields.List(fields.Nested(TermAnswer), metadata={"description": "What a controlled vocabulary allows"})


class DataSetTypeAnswer(Schema):
    """A data set type."""

    code = fields.String()
    permId = fields.Function(lambda type_: type_.code, metadata={"type": "string"})  # noqa: N815
    description = fields.String(allow_none=True)
    propertyAssignments = fields.List(fields.Nested(AssignmentAnswer), attribute="assignments")  # noqa: N815


class DataSetTypesAnswer(Schema):
    """All data set types."""

    dataSetTypes = fields.List(fields.Nested(DataSetTypeAnswer))  # noqa: N815


class DownloadAnswer(Schema):
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


class UploadAnswer(Schema):
    """A registered data set."""

    status = fields.Constant(200, metadata={"type": "integer"})
    permId = fields.String(attribute="perm_id")  # noqa: N815
    statusText = fields.Function(  # noqa: N815
        lambda upload: f"DataSet successfully registered: {upload.connection} with permId: {upload.perm_id}",
        metadata={"type": "string"},
    )


class RequirementsAnswer(Schema):
    """What was written."""

    status = fields.Constant(200, metadata={"type": "integer"})
    files = fields.List(fields.String(), metadata={"description": "Paths relative to Jupyter's root folder"})


class HealthAnswer(Schema):
    """What an operator wants to know of an installation."""

    status = fields.Constant("ok", metadata={"type": "string"})
    version = fields.String()
    pybis = fields.String(metadata={"description": "Version of pyBIS"})
    sshfs = fields.Boolean(metadata={"description": "Whether the program sshfs was found"})


def _perm_ids(job: Job) -> list[str]:
    if isinstance(job.request, DownloadRequest):
        return list(job.request.perm_ids)
    return [job.upload.perm_id] if job.upload else []
