"""marshmallow fields generated from the table of connection fields."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from jupyter_openbis_server.domain.connections.connection_fields import (
    FIELDS,
    SETTINGS,
    TOO_LONG,
    ConnectionField,
    FieldType,
)
from jupyter_openbis_server.domain.instances.certificate import MAX_FINGERPRINTS


def request_fields() -> dict[str, Any]:
    """Return the fields of a request that registers a connection; `mount` has a schema of its own."""
    return {each.name: _request_field(each) for each in FIELDS if each.type is not FieldType.MOUNT}


def check_fields() -> dict[str, Any]:
    """Return the settings in a request that checks an address, which are all except notes; None for missing keys."""
    return {each.name: _field(each, allow_none=True, load_default=None) for each in SETTINGS if each.ends_session}


def response_fields(instance: str) -> dict[str, Any]:
    """Return the settings in a response.

    Args:
        instance: Path of the `Instance` in the dumped object, e.g. `connection.instance`.
    """
    return {each.name: _response_field(each, instance) for each in SETTINGS}


def _request_field(field: ConnectionField) -> Any:  # noqa: ANN401 - marshmallow's fields differ by type
    if field.is_required:
        return _field(field, min_length=1 if field.name == "name" else None, required=True)
    return _field(field, allow_none=True)


def _field(field: ConnectionField, *, min_length: int | None = None, **options: Any) -> Any:  # noqa: ANN401
    if field.type is FieldType.FINGERPRINTS:
        limit = validate.Length(max=MAX_FINGERPRINTS)
        return fields.List(fields.String(), metadata={"description": field.help}, validate=limit, **options)
    kind = fields.Boolean if field.type is FieldType.FLAG else fields.String
    limits = [validate.Length(min=min_length)] if min_length else []
    if field.max_length:
        limits.append(validate.Length(max=field.max_length, error=TOO_LONG))
    return kind(metadata={"description": field.help}, validate=limits, **options)


def _response_field(field: ConnectionField, instance: str) -> Any:  # noqa: ANN401
    attribute = f"{instance}.{field.name}"
    if field.type is FieldType.FLAG:
        return fields.Boolean(attribute=attribute)
    if field.type is FieldType.FINGERPRINTS:
        return fields.List(fields.String(), attribute=attribute, metadata={"description": field.help})
    return fields.String(attribute=attribute, allow_none=True)
