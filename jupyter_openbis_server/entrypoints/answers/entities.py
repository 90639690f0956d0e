"""Spaces, projects, experiments and samples as JSON."""

from __future__ import annotations

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import EntityKind
from jupyter_openbis_server.entrypoints.answers.data_sets import DataSetAnswer, remark_field


class PlaceAnswer(Schema):
    """What something is, and its permId."""

    kind = fields.Enum(
        EntityKind, by_value=True, metadata={"description": "`experiment` is also called collection, `sample` object"}
    )
    permId = fields.String(attribute="perm_id")  # noqa: N815


class RelativeAnswer(PlaceAnswer):
    """A sample or data set."""

    type = fields.String(attribute="type_code", allow_none=True)
    name = fields.String(data_key="$NAME", allow_none=True)


class EntityAnswer(RelativeAnswer):
    """A space, project, experiment or sample."""

    identifier = fields.String()


class ListingAnswer(Schema):
    """A page of entities, then of data sets."""

    entities = fields.List(fields.Nested(EntityAnswer))
    dataSets = fields.List(fields.Nested(DataSetAnswer), attribute="data_sets")  # noqa: N815
    start_with = fields.Integer(attribute="request.start")
    count = fields.Integer(attribute="request.count")
    totalCount = fields.Integer(attribute="total")  # noqa: N815
    remark = remark_field()


class SearchAnswer(ListingAnswer):
    """A page of what is found."""

    counts = fields.Dict(
        keys=fields.Enum(EntityKind, by_value=True),
        values=fields.Integer(),
        allow_none=True,
        dump_default=None,
        metadata={
            "description": "With `counts=true`: how many of each kind match; kinds to which the filters do not apply "
            "are missing. Otherwise null"
        },
    )


class ContentsAnswer(ListingAnswer):
    """A page of what lies in a place: entities first, then data sets."""

    place = fields.Nested(EntityAnswer, allow_none=True, metadata={"description": "null: the whole instance"})
