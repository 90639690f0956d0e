"""Fields of requests for changes."""

from __future__ import annotations

from marshmallow import fields, validate

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind

MAX_REFERENCES = 1000
_VALUES = (
    "Property code to value: a text, number or boolean; a list for a multi-valued or ARRAY_* property; an object or "
)


def property_values(description: str) -> fields.Dict:
    """Return the field of raw property values."""
    return fields.Dict(
        keys=fields.String(),
        values=fields.Raw(allow_none=True),
        load_default=dict,
        metadata={"description": _VALUES + description},
    )


def references(description: str) -> fields.List[str]:
    """Return a field of references to entities."""
    return fields.List(
        fields.String(),
        load_default=list,
        validate=validate.Length(max=MAX_REFERENCES),
        metadata={"description": description},
    )


def one_of(kinds: tuple[EntityKind, ...]) -> fields.String:
    """Return the field of a kind."""
    return fields.String(required=True, validate=validate.OneOf([each.value for each in kinds]))


def dry_run() -> fields.Boolean:
    """Return the field that asks for a plan only."""
    described = "Check everything, answer what would be done, and do nothing"
    return fields.Boolean(load_default=False, metadata={"description": described})
