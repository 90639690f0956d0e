"""Entities of openBIS: browsing, details and lineages."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from jupyter_openbis_server.domain.catalogue.details import MAX_CHILDREN
from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.lineage.lineage import NOTEBOOK, LineageGraph
from jupyter_openbis_server.domain.lineage.trace_lineage import DEFAULT_MAX_NODES, MAX_NODES
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.entrypoints.graphs.formats import FORMATS
from jupyter_openbis_server.entrypoints.schemas.base import PageParams, PropertyValueField, RequestSchema, text
from jupyter_openbis_server.entrypoints.schemas.data_sets import DataSetResponse, remark_field

_TEXT_OR_NULL = {"type": ["string", "null"]}


def kind_field(description: str, **options: Any) -> fields.Enum[EntityKind]:  # noqa: ANN401
    """Return the field for a kind of entities."""
    return fields.Enum(EntityKind, by_value=True, metadata={"description": description}, **options)


class EntityPath(RequestSchema):
    """An entity or data set in a URL."""

    kind = kind_field("Its kind", required=True)
    perm_id = text("Its permId", required=True)

    @post_load
    def _reference(self, path: dict[str, Any], **_: Any) -> EntityRef:  # noqa: ANN401
        return EntityRef(path["kind"], path["perm_id"])


class BrowseParams(PageParams):
    """The kind of entities to list, and their parent."""

    kind = kind_field("Kind of the entities to list", load_default=EntityKind.SPACE)
    in_kind = kind_field("Kind of the parent; left out: the whole instance", data_key="inKind")
    in_perm_id = text(
        "permId of the parent; of a space, its code", data_key="inPermId", validate=validate.Length(min=1)
    )

    @validates_schema
    def _check_parent(self, query: dict[str, Any], **_: Any) -> None:  # noqa: ANN401
        if "in_kind" in query and "in_perm_id" not in query:
            raise ValidationError("is needed where inKind is given", "inPermId")
        if "in_perm_id" in query and "in_kind" not in query:
            raise ValidationError("is needed where inPermId is given", "inKind")

    @post_load
    def _request(self, query: dict[str, Any], **_: Any) -> tuple[EntityKind, EntityRef | None, PageRequest]:  # noqa: ANN401
        parent = EntityRef(query["in_kind"], query["in_perm_id"]) if "in_kind" in query else None
        return query["kind"], parent, PageRequest(query["start"], query["count"])


class EntityRefResponse(Schema):
    """The kind and permId of an entity."""

    kind = fields.Enum(
        EntityKind, by_value=True, metadata={"description": "`experiment` is also called collection, `sample` object"}
    )
    permId = fields.String(attribute="perm_id")  # noqa: N815


class RelatedEntityResponse(EntityRefResponse):
    """A sample or data set."""

    type = fields.String(attribute="type_code", allow_none=True)
    name = fields.String(data_key="$NAME", allow_none=True)
    identifier = fields.String(allow_none=True, metadata={"description": "null for a data set, which has none"})


class EntityResponse(RelatedEntityResponse):
    """A space, project, experiment or sample."""

    identifier = fields.String()


class ListingResponse(Schema):
    """A page of entities, then of data sets."""

    entities = fields.List(fields.Nested(EntityResponse))
    dataSets = fields.List(fields.Nested(DataSetResponse), attribute="data_sets")  # noqa: N815
    start_with = fields.Integer(attribute="request.start")
    count = fields.Integer(attribute="request.count")
    totalCount = fields.Integer(attribute="total")  # noqa: N815
    remark = remark_field()


class ContentsResponse(ListingResponse):
    """A page of the content of an entity: entities first, then data sets."""

    place = fields.Nested(EntityResponse, allow_none=True, metadata={"description": "null: the whole instance"})


class PropertyResponse(Schema):
    """A property that is set."""

    code = fields.String()
    label = fields.String(allow_none=True)
    dataType = fields.String(attribute="data_type", allow_none=True)  # noqa: N815
    multiValue = fields.Boolean(  # noqa: N815
        attribute="multi_value", metadata={"description": "Whether it can have several values"}
    )
    value = PropertyValueField("A vocabulary term by its code, a sample by its permId")


class DetailsResponse(RelatedEntityResponse):
    """Details of a space, project, experiment, sample or data set. Times are ISO 8601, UTC."""

    properties = fields.List(fields.Nested(PropertyResponse), metadata={"description": "In the order of the type"})
    owner = fields.Nested(
        EntityResponse, allow_none=True, metadata={"description": "What directly contains or owns it"}
    )
    parents = fields.List(fields.Nested(RelatedEntityResponse))
    children = fields.List(
        fields.Nested(RelatedEntityResponse), metadata={"description": f"By code, the first {MAX_CHILDREN}"}
    )
    childrenCount = fields.Integer(attribute="children_count")  # noqa: N815
    registrator = fields.String(allow_none=True, metadata={"description": "User name"})
    registrationDate = fields.AwareDateTime(attribute="registered", format="iso", allow_none=True)  # noqa: N815
    modificationDate = fields.AwareDateTime(attribute="modified", format="iso", allow_none=True)  # noqa: N815
    hasFileServer = fields.Boolean(  # noqa: N815
        attribute="has_file_server",
        metadata={
            "description": "Whether it is a sample or experiment of an openBIS with a file server (AFS): it can have "
            "files of its own"
        },
    )
    hasAfsFiles = fields.Boolean(  # noqa: N815
        attribute="has_afs_files",
        metadata={
            "description": "Whether it has files of its own in openBIS's file server (AFS), which are not listed"
        },
    )
    remark = remark_field()
    elnUrl = fields.String(attribute="eln_url", metadata={"description": "Its URL in the ELN"})  # noqa: N815
    dataSet = fields.Nested(DataSetResponse, attribute="data_set", allow_none=True)  # noqa: N815


class LineageParams(RequestSchema):
    """How far to follow, and the format of the drawing."""

    depth = fields.Integer(
        load_default=None,
        validate=validate.Range(0, MAX_NODES),
        metadata={"description": "Maximum number of steps from the start; left out: no limit"},
    )
    max_nodes = fields.Integer(
        data_key="maxNodes",
        load_default=DEFAULT_MAX_NODES,
        validate=validate.Range(1, MAX_NODES),
        metadata={"description": "Maximum number of nodes, the nearest ones; of a notebook, for each of its data sets"},
    )
    format = fields.String(
        load_default=None,
        validate=validate.OneOf(list(FORMATS)),
        metadata={"description": "Format of `drawing`: a list, a text for Graphviz or Mermaid, or a picture"},
    )


class NotebookLineageParams(LineageParams):
    """The same, and the notebook."""

    notebook = text(
        "Path of the notebook, relative to Jupyter's root folder", required=True, validate=validate.Length(1, 4096)
    )


class LineageNodeResponse(Schema):
    """A data set, sample or notebook."""

    key = fields.String(metadata={"description": "permId; of the notebook, its file name"})
    kind = fields.String(metadata={"enum": [EntityKind.DATA_SET.word, EntityKind.SAMPLE.word, NOTEBOOK]})
    name = fields.Function(lambda node: node.name or None, metadata=_TEXT_OR_NULL)
    type = fields.Function(lambda node: node.type_code or None, metadata=_TEXT_OR_NULL)


class LineageEdgeResponse(Schema):
    """Keys of two nodes."""

    source = fields.String()
    result = fields.String()


class LineageGraphResponse(Schema):
    """Sources and results of a notebook, sample or data set."""

    start = fields.String(metadata={"description": "Key of the node that it is about"})
    nodes = fields.List(fields.Nested(LineageNodeResponse), metadata={"description": "`start` is the first one"})
    edges = fields.List(fields.Nested(LineageEdgeResponse))
    isComplete = fields.Boolean(metadata={"description": "False if there are more nodes than were wanted"})  # noqa: N815

    @staticmethod
    def content(graph: LineageGraph) -> dict[str, object]:
        """Return a graph as this schema dumps it."""
        edges = [{"source": source, "result": result} for source, result in graph.edges]
        nodes = list(graph.nodes.values())
        return {"start": graph.start, "nodes": nodes, "edges": edges, "isComplete": graph.is_complete}


class LineageResponse(LineageGraphResponse):
    """The same, and its drawing."""

    drawing = fields.String(
        allow_none=True,
        metadata={"description": "In the wanted format; names in it are escaped. null without `format`"},
    )

    @classmethod
    def drawn(cls, graph: LineageGraph, form: str | None) -> dict[str, object]:
        """Return a graph as this schema dumps it, drawn in a format of `FORMATS`; None for no drawing."""
        return {**cls.content(graph), "drawing": FORMATS[form](graph) if form else None}
