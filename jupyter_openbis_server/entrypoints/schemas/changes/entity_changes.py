"""Changes of data sets, samples and experiments: requests, plans and results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from jupyter_openbis_server.domain.catalogue.entity_kind import TYPED_KINDS, EntityKind
from jupyter_openbis_server.domain.changes.entity_change import ChangeRequest, Seen
from jupyter_openbis_server.entrypoints.schemas.base import PropertyValueField, RequestSchema, text
from jupyter_openbis_server.entrypoints.schemas.changes.request_fields import (
    dry_run,
    one_of,
    property_values,
    references,
)
from jupyter_openbis_server.entrypoints.schemas.tree import DetailsResponse, RelatedEntityResponse


class _SeenValue(fields.Field[Seen]):
    """A value that the user has seen: a text, a list of texts, or null."""

    def __init__(self) -> None:
        texts = {"type": "array", "items": {"type": "string"}}
        super().__init__(allow_none=True, metadata={"oneOf": [{"type": "string"}, texts, {"type": "null"}]})

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Seen:  # noqa: ANN401, ARG002
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        if isinstance(value, str):
            return value
        raise ValidationError("must be a text, a list of texts, or null")


class ChangeEntityRequest(RequestSchema):
    """A change of a data set, sample or experiment. What is not named stays as it is."""

    kind = one_of(TYPED_KINDS)
    permId = text("Its permId", required=True, validate=validate.Length(min=1))  # noqa: N815
    properties = property_values("list for JSON. `null` and an empty text clear the property. The name is `$NAME`")
    addParents = references("permIds or identifiers of samples, or permIds of data sets")  # noqa: N815
    removeParents = references("The same, of present parents")  # noqa: N815
    unchangedSince = fields.AwareDateTime(  # noqa: N815
        load_default=None,
        allow_none=True,
        metadata={
            "description": "Modification date (`basedOn` of a plan): the change is refused with 409 if the entity was "
            "changed after it"
        },
    )
    seen = fields.Dict(
        keys=fields.String(),
        values=_SeenValue(),
        load_default=dict,
        metadata={
            "description": "The values that the user has seen (`before` of a plan) by field, `parent` with the "
            "permIds of all parents; the answer 409 then names the fields that have changed"
        },
    )
    dryRun = dry_run()  # noqa: N815

    @staticmethod
    def request(body: dict[str, Any]) -> ChangeRequest:
        """Return the change that a loaded body requests."""
        return ChangeRequest(
            body["permId"],
            EntityKind(body["kind"]),
            body["properties"],
            tuple(body["addParents"]),
            tuple(body["removeParents"]),
            body["unchangedSince"],
            body["seen"],
        )


class FieldChangeResponse(Schema):
    """The present and the new value of a property."""

    field = fields.String(metadata={"description": "`prop.<CODE>`"})
    label = fields.String(allow_none=True)
    before = PropertyValueField("Present value; null if it is not set", nullable=True)
    after = PropertyValueField("New value; null if it is cleared", nullable=True)


class ChangePlanResponse(Schema):
    """What a change changes: only what differs from the present state."""

    kind = fields.Enum(EntityKind, by_value=True, attribute="entity.kind")
    permId = fields.String(attribute="entity.perm_id")  # noqa: N815
    identifier = fields.String(attribute="entity.identifier", allow_none=True)
    type = fields.String(attribute="entity.type_code", allow_none=True)
    name = fields.String(attribute="entity.name", data_key="$NAME", allow_none=True)
    properties = fields.List(fields.Nested(FieldChangeResponse))
    addedParents = fields.List(fields.Nested(RelatedEntityResponse), attribute="added_parents")  # noqa: N815
    removedParents = fields.List(fields.Nested(RelatedEntityResponse), attribute="removed_parents")  # noqa: N815
    isEmpty = fields.Boolean(attribute="is_empty", metadata={"description": "Nothing to change"})  # noqa: N815
    basedOn = fields.AwareDateTime(  # noqa: N815
        attribute="based_on",
        format="iso",
        allow_none=True,
        metadata={"description": "Modification date of the present state, for `unchangedSince`"},
    )
    modifier = fields.String(
        attribute="entity.modifier", allow_none=True, metadata={"description": "Name of the user who changed it last"}
    )
    seen = fields.Dict(
        keys=fields.String(),
        values=PropertyValueField(nullable=True),
        metadata={"description": "The present values of the fields to change, for `seen`"},
    )


class ChangedEntityResponse(Schema):
    """A completed change."""

    changed = fields.Function(
        lambda done: not done.plan.is_empty,
        metadata={"type": "boolean", "description": "False if everything was as wanted before; nothing was sent then"},
    )
    plan = fields.Nested(ChangePlanResponse, metadata={"description": "What was changed"})
    entity = fields.Nested(DetailsResponse, metadata={"description": "The entity after it, as openBIS has it"})
