"""Data sets and their types. Keys that the published clients read keep their published spelling."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

from marshmallow import Schema, fields

from jupyter_openbis_server.entrypoints.schemas.base import PropertyValueField, RequestSchema


class RefreshParams(RequestSchema):
    """Whether a cached response is accepted."""

    refresh = fields.Boolean(load_default=False, metadata={"description": "Ask openBIS again"})


class TypesParams(RefreshParams):
    """Whether a cached response is accepted, and what else to answer."""

    fileServer = fields.Boolean(  # noqa: N815
        load_default=False,
        metadata={"description": "Also whether samples and experiments can have files of their own (openBIS 7)"},
    )


class LocalTime(fields.Field[dt.datetime]):
    """A time as the published server shows it: the host's local time, to the second."""

    def _serialize(self, value: dt.datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ANN401, ARG002
        return None if value is None else value.astimezone().strftime("%Y-%m-%d %H:%M:%S")


_TIME: dict[str, Any] = {"type": ["string", "null"], "description": "Local time of the server, YYYY-MM-DD HH:MM:SS"}


class DataSetResponse(Schema):
    """A row of a listing."""

    permId = fields.String(attribute="perm_id")  # noqa: N815
    name = fields.String(data_key="$NAME", allow_none=True)
    type = fields.String(attribute="type_code")
    kind = fields.String()
    status = fields.String(allow_none=True, metadata={"description": "Archiving status"})
    size = fields.Integer(allow_none=True, metadata={"description": "Bytes"})
    location = fields.String(attribute="physical.location", allow_none=True, dump_default=None)
    presentInArchive = fields.Boolean(  # noqa: N815
        attribute="physical.present_in_archive",
        allow_none=True,
        dump_default=None,
        metadata={"description": "Whether there is a copy of its files in the archive"},
    )
    sample = fields.String(allow_none=True)
    experiment = fields.String(allow_none=True)
    registrationDate = LocalTime(attribute="registered", metadata=_TIME)  # noqa: N815
    modificationDate = LocalTime(attribute="modified", metadata=_TIME)  # noqa: N815
    properties = fields.Dict(keys=fields.String(), values=PropertyValueField())


def remark_field() -> fields.String:
    """Return the field for a remark on the rows."""
    description = "What users must know beside this: files in openBIS's file server (AFS) are not listed here"
    return fields.String(allow_none=True, dump_default=None, metadata={"description": description})


class DataSetsResponse(Schema):
    """A page of data sets, newest first."""

    dataSets = fields.List(fields.Nested(DataSetResponse), attribute="rows")  # noqa: N815
    start_with = fields.Integer(attribute="request.start")
    count = fields.Integer(attribute="request.count")
    totalCount = fields.Integer(attribute="total")  # noqa: N815
    remark = remark_field()


class PublishedDataSetsResponse(DataSetsResponse):
    """A page of data sets, newest first, in the form of the published route."""

    cwd = fields.Function(
        lambda _: os.getcwd(),  # noqa: PTH109 - a text
        metadata={"type": "string", "description": "Working folder of the Jupyter server"},
    )


class TermResponse(Schema):
    """A vocabulary term."""

    code = fields.String()
    label = fields.String(allow_none=True)
    description = fields.String(allow_none=True)
    official = fields.Boolean()
    ordinal = fields.Integer()


class AssignmentResponse(Schema):
    """A property that the entities of a type have."""

    code = fields.String()
    label = fields.String(allow_none=True)
    description = fields.String(allow_none=True)
    mandatory = fields.Boolean()
    dataType = fields.String(attribute="data_type")  # noqa: N815
    multiValue = fields.Boolean(  # noqa: N815
        attribute="multi_value", metadata={"description": "Whether it can have several values"}
    )
    section = fields.String(allow_none=True)
    ordinal = fields.Integer()
    computed = fields.Boolean(attribute="is_computed", metadata={"description": "openBIS fills it; not to be sent"})
    terms = fields.List(fields.Nested(TermResponse), metadata={"description": "What a controlled vocabulary allows"})


class DataSetTypeResponse(Schema):
    """A data set type."""

    code = fields.String()
    permId = fields.Function(lambda type_: type_.code, metadata={"type": "string"})  # noqa: N815
    description = fields.String(allow_none=True)
    propertyAssignments = fields.List(fields.Nested(AssignmentResponse), attribute="assignments")  # noqa: N815


class DataSetTypesResponse(Schema):
    """All data set types."""

    dataSetTypes = fields.List(fields.Nested(DataSetTypeResponse))  # noqa: N815


class StorageOptionsResponse(DataSetTypesResponse):
    """All data set types; on request, whether files can be stored with samples and experiments, too."""

    hasFileServer = fields.Boolean(  # noqa: N815
        attribute="has_file_server",
        dump_default=None,
        allow_none=True,
        metadata={
            "description": "With `fileServer=true`: whether openBIS keeps files of samples and experiments themselves "
            "(openBIS 7); otherwise null"
        },
    )
