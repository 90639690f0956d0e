"""Connections: requests and responses."""

from __future__ import annotations

from typing import Any, cast

from marshmallow import INCLUDE, Schema, fields, validate

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition, ConnectionOrigin
from jupyter_openbis_server.domain.connections.mount_settings import DEFAULT_PORT
from jupyter_openbis_server.domain.instances.instance_check import InstanceCheck
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.domain.shared.secret import MASK
from jupyter_openbis_server.entrypoints.schemas.base import RequestSchema, SecretText, text
from jupyter_openbis_server.entrypoints.schemas.connection_fields import check_fields, request_fields, response_fields


class MountSettingsRequest(RequestSchema):
    """Mount settings of a data store. Missing keys have their defaults."""

    class Meta:  # noqa: D106
        unknown = INCLUDE  # the definition reports unknown keys

    host = text("SFTP host; left out: that of the instance", allow_none=True)
    port = fields.Integer(strict=True, allow_none=True, metadata={"description": f"SFTP port, usually {DEFAULT_PORT}"})
    path = text("Folder of the data store, from `/`", allow_none=True)
    mountpoint = text("Where, absolute or from `~/`; left out: `~/<host name>`", allow_none=True)
    read_only = fields.Boolean(allow_none=True, metadata={"description": "Whether writing is refused; left out: yes"})
    options = fields.List(
        fields.String(), allow_none=True, metadata={"description": "Options of sshfs and ssh, `name` or `name=value`"}
    )


class NewConnectionRequest(RequestSchema.from_dict(request_fields())):  # type: ignore[misc]  # made from the table of fields
    """A connection to register: the keys of the connection file."""

    mount = fields.Nested(
        MountSettingsRequest, allow_none=True, metadata={"description": "How its data store is to be mounted"}
    )

    def definition(self, body: dict[str, Any], *, verify_by_default: bool) -> ConnectionDefinition:
        """Return the definition in a loaded body. Raises InvalidConnection."""
        return ConnectionDefinition.from_mapping(body, verify_by_default=verify_by_default)


class RegisterConnectionRequest(NewConnectionRequest):
    """A connection to register, and for how long."""

    save = fields.Boolean(
        load_default=False,
        metadata={"description": "Write it into the user's own connection file, without password, for after a restart"},
    )


class EditConnectionRequest(RegisterConnectionRequest):
    """Changes of a connection. Missing keys are unchanged; null means the default."""

    name = text("A new name", validate=validate.Length(min=1))
    url = text("Another address; password and session are left behind then")


class ConnectionActionRequest(RequestSchema):
    """An action on a connection, and its user."""

    action = fields.String(
        load_default="login",
        validate=validate.OneOf(["login", "logout", "mount", "unmount"]),
        metadata={"description": "What to do"},
    )
    username = text("Who logs in; the remembered user if left out", allow_none=True, load_default=None)
    password = SecretText(
        allow_none=True,
        load_default=None,
        metadata={"description": f"Password or personal access token; `{MASK}` or nothing means the remembered one"},
    )
    force = fields.Boolean(
        load_default=False, metadata={"description": "Unmount also where programs use it; they lose it"}
    )


class InstanceCheckRequest(RequestSchema.from_dict(check_fields())):  # type: ignore[misc]  # made from the table of fields
    """An address to check, with the settings of a connection."""

    url = text("Host name or any URL of the openBIS instance, as copied from a browser", required=True)
    http_only = fields.Boolean(allow_none=True, load_default=False, metadata={"description": "Allows `http://`"})


class KernelLoginRequest(RequestSchema):
    """Whose session a kernel wants."""

    connection = text("Name of the connection", required=True)
    expired = text(
        "SHA-256, in hex, of the session token that openBIS has refused; if that is the current one, it is renewed",
        allow_none=True,
        load_default=None,
        validate=validate.Regexp(r"[0-9a-f]{64}\Z"),
    )


class RemovalParams(RequestSchema):
    """Options for the removal of a connection."""

    forget = fields.Boolean(
        load_default=False, metadata={"description": "Take it also out of the user's own connection file"}
    )


class MountSettingsResponse(Schema):
    """Mount settings of a data store."""

    host = fields.String(metadata={"description": "SFTP host; empty: that of the instance"})
    port = fields.Integer()
    path = fields.String(metadata={"description": "Folder of the data store"})
    mountpoint = fields.String(metadata={"description": "Folder of the host; empty: `~/<host name>`"})
    read_only = fields.Boolean()
    options = fields.List(fields.String(), metadata={"description": "Options of sshfs and ssh"})


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


class ConnectionsResponse(Schema):
    """All connections."""

    status = fields.Constant(200, metadata={"type": "integer"})
    connections = fields.List(fields.Nested(ConnectionResponse))
    notebook_dir = fields.String(metadata={"description": "Jupyter's root folder"})
    kernel_login = fields.Boolean(metadata={"description": "Whether kernels of this server can use the panel's login"})


class OneConnectionResponse(Schema):
    """A connection after an action."""

    status = fields.Constant(200, metadata={"type": "integer"})
    connection = fields.Nested(ConnectionResponse)
    notebook_dir = fields.String(metadata={"description": "Jupyter's root folder"})
    kernel_login = fields.Boolean(metadata={"description": "Whether kernels of this server can use the panel's login"})


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
    dataStores = fields.List(  # noqa: N815
        fields.Nested(DataStoreCheckResponse),
        attribute="data_stores",
        metadata={"description": "The data stores of the openBIS, where a connection is logged in to it; else empty"},
    )


class DoneResponse(Schema):
    """Success."""

    status = fields.Constant(200, metadata={"type": "integer"})
    statusText = fields.String(metadata={"description": "One sentence for the user"})  # noqa: N815
