"""Answers of the API. The OpenAPI document is made from these, `job_answers` and `bodies`.

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
)


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
    hostKey = fields.Function(  # noqa: N815
        lambda view: view.mount.new_host_key if view.mount else None,
        metadata={
            "type": ["string", "null"],
            "description": "Fingerprint of the data store's SSH key, if it was seen for the first time just now",
        },
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
