"""Connections in responses."""

from __future__ import annotations

from typing import cast

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionOrigin
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.domain.shared.secret import MASK
from jupyter_openbis_server.entrypoints.schemas.connection_fields import response_fields


class MountSettingsResponse(Schema):
    """Mount settings of a data store."""

    host = fields.String(metadata={"description": "SFTP host; empty: that of the instance"})
    port = fields.Integer()
    path = fields.String(metadata={"description": "Folder of the data store"})
    mountpoint = fields.String(metadata={"description": "Folder of the host; empty: `~/<host name>`"})
    read_only = fields.Boolean()
    options = fields.List(fields.String(), metadata={"description": "Options of sshfs and ssh"})


class RememberedLoginResponse(Schema):
    """A login that is stored on the computer that runs Jupyter, without its token."""

    username = fields.String()
    location = fields.String(metadata={"description": "Where the token is stored: the keyring, or a folder"})
    validUntil = fields.AwareDateTime(  # noqa: N815
        attribute="valid_until", format="iso", allow_none=True, metadata={"description": "When it ends, if known"}
    )
    renewFrom = fields.AwareDateTime(  # noqa: N815
        attribute="renew_from",
        format="iso",
        allow_none=True,
        metadata={"description": "From when on it should be renewed, if known"},
    )


class ConnectionResponse(Schema.from_dict(response_fields("connection.instance"))):  # type: ignore[misc]  # made from the table of fields
    """The known state of one connection."""

    name = fields.String(attribute="connection.name")
    url = fields.String(attribute="connection.instance.url")
    status = fields.Function(
        lambda view: cast("ConnectionView", view).connection.status.value,
        metadata={"type": "string", "enum": ["connected", "not connected"]},
    )
    username = fields.String(attribute="connection.username")
    password = fields.Constant(MASK, metadata={"type": "string", "description": "Always the mask"})
    problem = fields.String(
        attribute="connection.problem", allow_none=True, metadata={"description": "Why it is not connected, if known"}
    )
    isMounted = fields.Function(  # noqa: N815
        lambda view: cast("ConnectionView", view).mount is not None, metadata={"type": "boolean"}
    )
    mountpoint = fields.Function(
        lambda view: view.mount.mountpoint if view.mount else "",
        metadata={"type": "string", "description": "Folder of the data store; empty when it is not mounted"},
    )
    hostKey = fields.Function(  # noqa: N815
        lambda view: view.mount.new_host_key if view.mount else None,
        metadata={
            "type": ["string", "null"],
            "description": "Fingerprint of the data store's SSH key, if it was seen for the first time just now",
        },
    )
    http_only = fields.Function(
        lambda view: cast("ConnectionView", view).connection.instance.url.startswith("http:"),
        metadata={"type": "boolean", "description": "Whether nothing is encrypted"},
    )
    saved = fields.Function(
        lambda view: cast("ConnectionView", view).connection.origin is ConnectionOrigin.USER_FILE,
        metadata={"type": "boolean", "description": "Whether the user's own connection file defines it"},
    )
    mount = fields.Nested(MountSettingsResponse, attribute="connection.mounting")
    canLogIn = fields.Function(  # noqa: N815
        lambda view: cast("ConnectionView", view).connection.credentials is not None,
        metadata={"type": "boolean", "description": "Whether a login needs no password: one or a token is in memory"},
    )
    isTokenLogin = fields.Function(  # noqa: N815
        lambda view: bool((session := cast("ConnectionView", view).connection.session) and session.has_access_token),
        metadata={"type": "boolean", "description": "Whether the session is that of a personal access token"},
    )
    remembered = fields.Nested(
        RememberedLoginResponse,
        attribute="connection.remembered",
        allow_none=True,
        metadata={"description": "The login that is used after a restart; null if there is none"},
    )
    canBeRemembered = fields.Function(  # noqa: N815
        lambda view: cast("ConnectionView", view).connection.origin is not ConnectionOrigin.RUNTIME,
        metadata={"type": "boolean", "description": "Whether the connection exists after a restart"},
    )
    rememberProblem = fields.String(  # noqa: N815
        attribute="connection.remember_problem",
        allow_none=True,
        metadata={"description": "Why the login was not remembered, or not renewed"},
    )
    unrevoked = fields.Nested(
        RememberedLoginResponse,
        attribute="connection.unrevoked",
        allow_none=True,
        metadata={"description": "A remembered login that was deleted here just now, and that openBIS still accepts"},
    )


class _ServerFactsResponse(Schema):
    """Facts of this server, which clients receive with its connections."""

    status = fields.Constant(200, metadata={"type": "integer"})
    notebook_dir = fields.String(metadata={"description": "Jupyter's root folder"})
    kernel_login = fields.Boolean(metadata={"description": "Whether kernels of this server can use the panel's login"})
    read_only = fields.Boolean(
        metadata={"description": "Whether this server refuses all changes in openBIS (403, code `read-only`)"}
    )
    remember_days = fields.Integer(
        metadata={"description": "Maximum days for which a login is remembered; 0: never, by the operator's setting"}
    )
    without_access_tokens = fields.List(
        fields.String(),
        metadata={"description": "URLs of openBIS servers where no login can be remembered, as far as that is known"},
    )


class ConnectionsResponse(_ServerFactsResponse):
    """All connections."""

    connections = fields.List(fields.Nested(ConnectionResponse))


class OneConnectionResponse(_ServerFactsResponse):
    """A connection after an action."""

    connection = fields.Nested(ConnectionResponse)


class DoneResponse(Schema):
    """Success."""

    status = fields.Constant(200, metadata={"type": "integer"})
    statusText = fields.String(metadata={"description": "One sentence for the user"})  # noqa: N815
