"""marshmallow fields generated from the table of connection fields."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from jupyter_openbis_server.domain.connections.connection_fields import FIELDS, SETTINGS, ConnectionField, FieldType


def request_fields() -> dict[str, Any]:
    """Return the fields of a request that registers a connection; `mount` has a schema of its own."""
    return {each.name: _request_field(each) for each in FIELDS if each.type is not FieldType.MOUNT}


def check_fields() -> dict[str, Any]:
    """Return the settings in a request that checks an address; None for missing keys."""
    return {each.name: _field(each, allow_none=True, load_default=None) for each in SETTINGS}


def response_fields(instance: str) -> dict[str, Any]:
    """Return the settings in a response.

    Args:
        instance: Path of the `Instance` in the dumped object, e.g. `connection.instance`.
    """
    return {each.name: _response_field(each, instance) for each in SETTINGS}


def _request_field(field: ConnectionField) -> Any:  # noqa: ANN401 - marshmallow's fields differ by type
    if field.is_required:
        is_name = field.name == "name"
        return _field(field, required=True, validate=validate.Length(min=1) if is_name else None)
    return _field(field, allow_none=True)


def _field(field: ConnectionField, **options: Any) -> Any:  # noqa: ANN401
    kind = fields.Boolean if field.type is FieldType.FLAG else fields.String
    return kind(metadata={"description": field.help}, **options)


def _response_field(field: ConnectionField, instance: str) -> Any:  # noqa: ANN401
    attribute = f"{instance}.{field.name}"
    if field.type is FieldType.FLAG:
        return fields.Boolean(attribute=attribute)
    return fields.String(attribute=attribute, allow_none=True)
