"""The login of the panel, for kernels."""

from __future__ import annotations

from typing import cast

from marshmallow import Schema, fields, validate

from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.entrypoints.schemas.base import RequestSchema, text
from jupyter_openbis_server.entrypoints.schemas.connection_fields import response_fields


class KernelLoginRequest(RequestSchema):
    """Whose session a kernel wants."""

    connection = text("Name of the connection", required=True)
    expired = text(
        "SHA-256, in hex, of the session token that openBIS has refused; if that is the current one, it is renewed",
        allow_none=True,
        load_default=None,
        validate=validate.Regexp(r"[0-9a-f]{64}\Z"),
    )


class KernelLoginResponse(Schema.from_dict(response_fields("instance"))):  # type: ignore[misc]  # made from the table of fields
    """A connection and its session."""

    status = fields.Constant(200, metadata={"type": "integer"})
    name = fields.String(attribute="instance.name")
    url = fields.String(attribute="instance.url")
    username = fields.String()
    token = fields.Function(
        lambda session: cast("Session", session).token.reveal(),
        metadata={"type": "string", "description": "Session token or personal access token; a secret"},
    )
