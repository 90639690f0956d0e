"""Something in openBIS, looked at closely, as JSON."""

from __future__ import annotations

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model.details import MOST_CHILDREN
from jupyter_openbis_server.entrypoints.answers.data_sets import DataSetAnswer, remark_field
from jupyter_openbis_server.entrypoints.answers.entities import PlaceAnswer, RelativeAnswer
from jupyter_openbis_server.entrypoints.answers.property_values import PropertyValueField


class PropertyAnswer(Schema):
    """A property that is set."""

    code = fields.String()
    label = fields.String(allow_none=True)
    dataType = fields.String(attribute="data_type", allow_none=True)  # noqa: N815
    multiValue = fields.Boolean(  # noqa: N815
        attribute="multi_value", metadata={"description": "Whether it can have several values"}
    )
    value = PropertyValueField("A vocabulary term by its code, a sample by its permId")


class OwnerAnswer(PlaceAnswer):
    """What something lies in directly, or hangs on."""

    identifier = fields.String()


class DetailsAnswer(RelativeAnswer):
    """What openBIS knows of a space, project, experiment, sample or data set. Times are ISO 8601, UTC."""

    identifier = fields.String(allow_none=True, metadata={"description": "null for a data set, which has none"})
    properties = fields.List(fields.Nested(PropertyAnswer), metadata={"description": "In the order of the type"})
    owner = fields.Nested(OwnerAnswer, allow_none=True)
    parents = fields.List(fields.Nested(RelativeAnswer))
    children = fields.List(
        fields.Nested(RelativeAnswer), metadata={"description": f"By code, the first {MOST_CHILDREN}"}
    )
    childrenCount = fields.Integer(attribute="children_count")  # noqa: N815
    registrator = fields.String(allow_none=True, metadata={"description": "User name"})
    registrationDate = fields.AwareDateTime(attribute="registered", format="iso", allow_none=True)  # noqa: N815
    modificationDate = fields.AwareDateTime(attribute="modified", format="iso", allow_none=True)  # noqa: N815
    hasAfsFiles = fields.Boolean(  # noqa: N815
        attribute="has_afs_files",
        metadata={
            "description": "Whether it has files of its own in openBIS's file server (AFS), which are not listed"
        },
    )
    remark = remark_field()
    elnUrl = fields.String(attribute="eln_url", metadata={"description": "Where the ELN shows it"})  # noqa: N815
    dataSet = fields.Nested(DataSetAnswer, attribute="data_set", allow_none=True)  # noqa: N815
