"""Downloads and uploads as JSON: what would be done, and what was done."""

from __future__ import annotations

from typing import cast

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import DataSetFile, FileState
from jupyter_openbis_server.entrypoints.answers.errors import answer_to
from jupyter_openbis_server.entrypoints.answers.property_values import PropertyValueField


class AmountAnswer(Schema):
    """So many files, and so many bytes in them."""

    files = fields.Integer()
    bytes = fields.Integer()


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


class FinishedDownloadAnswer(DownloadAnswer):
    """A finished download, and what of it had to be fetched."""

    fetched = fields.Nested(AmountAnswer, metadata={"description": "The rest was there already"})


class UploadAnswer(Schema):
    """A registered data set."""

    status = fields.Constant(200, metadata={"type": "integer"})
    permId = fields.String(attribute="perm_id")  # noqa: N815
    statusText = fields.Function(  # noqa: N815
        lambda upload: f"DataSet successfully registered: {upload.connection} with permId: {upload.perm_id}",
        metadata={"type": "string"},
    )


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
    properties = fields.Dict(keys=fields.String(), values=PropertyValueField())
    files = fields.List(fields.Nested(SourceFileAnswer))
    total = fields.Nested(AmountAnswer)


class PublicationPlanAnswer(UploadPlanAnswer):
    """What the publication of a notebook would register; nothing is sent yet."""

    historyId = fields.String(  # noqa: N815
        attribute="history_id",
        metadata={"description": "What joins the versions of the notebook; a new one, unless the request has it"},
    )
    leftOut = fields.List(  # noqa: N815
        fields.String(),
        attribute="left_out",
        metadata={"description": "Codes of properties that the type does not have: their values are not kept"},
    )
    remarks = fields.List(fields.String(), metadata={"description": "What the user should know, in sentences"})
