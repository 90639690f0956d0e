"""New samples and experiments, and types: requests, plans and results."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.changes.create_entity import PLACES
from jupyter_openbis_server.domain.changes.new_entity import CreationRequest
from jupyter_openbis_server.entrypoints.schemas.base import PropertyValueField, RequestSchema, text
from jupyter_openbis_server.entrypoints.schemas.changes.request_fields import (
    dry_run,
    one_of,
    property_values,
    references,
)
from jupyter_openbis_server.entrypoints.schemas.data_sets import DataSetTypeResponse
from jupyter_openbis_server.entrypoints.schemas.tree import EntityResponse, RelatedEntityResponse


class CreateEntityRequest(RequestSchema):
    """A sample or experiment to create."""

    kind = one_of(tuple(PLACES))
    type = text("Code of its type", required=True)
    owner = text(
        "Identifier, permId or link: the space, project or experiment of a sample, the project of an experiment",
        required=True,
        data_key="in",
    )
    code = text(
        "Its code; null or empty to have openBIS generate it, if the type does", load_default=None, allow_none=True
    )
    properties = property_values("list for JSON. `null` and an empty text mean that the property is not set")
    parents = references("permIds or identifiers of the parents of a sample")
    dryRun = dry_run()  # noqa: N815

    @staticmethod
    def request(body: dict[str, Any]) -> CreationRequest:
        """Return the creation that a loaded body requests."""
        kind, parents = EntityKind(body["kind"]), tuple(body["parents"])
        return CreationRequest(kind, body["type"], body["owner"], body["code"], body["properties"], parents)


class CreationPlanResponse(Schema):
    """What would be created."""

    kind = fields.Enum(EntityKind, by_value=True)
    type = fields.String(attribute="type.code")
    owner = fields.Nested(EntityResponse, data_key="in")
    code = fields.String(allow_none=True, metadata={"description": "null if openBIS generates it"})
    codePrefix = fields.String(  # noqa: N815
        attribute="type.code_prefix", metadata={"description": "The beginning of a generated code"}
    )
    identifier = fields.String(allow_none=True)
    properties = fields.Dict(keys=fields.String(), values=PropertyValueField())
    parents = fields.List(fields.Nested(RelatedEntityResponse))


class CreatedEntityResponse(Schema):
    """A created sample or experiment."""

    entity = fields.Nested(EntityResponse)
    link = fields.String(allow_none=True, metadata={"description": "Its URL in the ELN"})


class EntityTypeResponse(DataSetTypeResponse):
    """A type of data sets, samples or experiments."""

    generatesCodes = fields.Boolean(  # noqa: N815
        attribute="generates_codes",
        metadata={"description": "Whether openBIS generates the code of a sample that is created without one"},
    )
    codePrefix = fields.String(  # noqa: N815
        attribute="code_prefix", metadata={"description": "The beginning of generated codes"}
    )
    uniqueSubcodes = fields.Boolean(  # noqa: N815
        attribute="unique_subcodes",
        metadata={"description": "Whether codes of samples in a container are unique within the type"},
    )


class EntityTypesResponse(Schema):
    """All types of one kind."""

    types = fields.List(fields.Nested(EntityTypeResponse))
