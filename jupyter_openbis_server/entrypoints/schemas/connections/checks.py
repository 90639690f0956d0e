"""Checks of addresses, before a login."""

from __future__ import annotations

from typing import cast

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.instances.instance_check import InstanceCheck
from jupyter_openbis_server.entrypoints.schemas.base import RequestSchema, text
from jupyter_openbis_server.entrypoints.schemas.connection_fields import check_fields
from jupyter_openbis_server.entrypoints.schemas.errors import CertificateResponse


class InstanceCheckRequest(RequestSchema.from_dict(check_fields())):  # type: ignore[misc]  # made from the table of fields
    """An address to check, with the settings of a connection."""

    url = text("Host name or any URL of the openBIS instance, as copied from a browser", required=True)
    http_only = fields.Boolean(allow_none=True, load_default=False, metadata={"description": "Allows `http://`"})


class DataStoreCheckResponse(Schema):
    """A data store that openBIS lists."""

    code = fields.String()
    url = fields.String(allow_none=True, metadata={"description": "Its public address, as openBIS returns it"})
    problem = fields.Function(
        lambda check: str(check.error) if check.error else None,
        metadata={"type": ["string", "null"], "description": "Why it cannot be used; null if it answers"},
    )


class InstanceCheckResponse(Schema):
    """The result of the check of an address, before a login."""

    url = fields.String(attribute="instance.url", metadata={"description": "As a connection would use it"})
    reachable = fields.Function(
        lambda check: cast("InstanceCheck", check).api_version is not None,
        metadata={"type": "boolean", "description": "Whether openBIS answers there"},
    )
    version = fields.Constant(
        None, metadata={"type": "string", "description": "Of openBIS; null, since it needs a login"}
    )
    apiVersion = fields.Function(  # noqa: N815
        lambda check: ".".join(map(str, check.api_version)) if check.api_version else None,
        metadata={"type": ["string", "null"], "description": "Of its API, e.g. `3.6`"},
    )
    encrypted = fields.Boolean(attribute="is_encrypted")
    certificateChecked = fields.Boolean(attribute="is_certificate_checked")  # noqa: N815
    problem = fields.String(
        allow_none=True, metadata={"description": "Why a connection would not work, and what to do about it"}
    )
    code = fields.String(
        attribute="first_error.code",
        dump_default=None,
        allow_none=True,
        metadata={"description": "The problem's stable name for programs"},
    )
    certificate = fields.Nested(
        CertificateResponse,
        attribute="untrusted",
        allow_none=True,
        metadata={"description": "The certificate that is not trusted, if that is the problem"},
    )
    dataStores = fields.List(  # noqa: N815
        fields.Nested(DataStoreCheckResponse),
        attribute="data_stores",
        metadata={"description": "The data stores of the openBIS, where a connection is logged in to it; else empty"},
    )
    accessTokens = fields.Boolean(  # noqa: N815
        attribute="makes_access_tokens",
        allow_none=True,
        metadata={"description": "Whether logins can be remembered there; null: not known before a login"},
    )
