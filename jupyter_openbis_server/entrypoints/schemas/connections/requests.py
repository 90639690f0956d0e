"""Requests about connections."""

from __future__ import annotations

from typing import Any

from marshmallow import INCLUDE, fields, validate

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.connections.mount_settings import DEFAULT_PORT
from jupyter_openbis_server.domain.shared.secret import MASK
from jupyter_openbis_server.entrypoints.schemas.base import RequestSchema, SecretText, text
from jupyter_openbis_server.entrypoints.schemas.connection_fields import request_fields


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
        validate=validate.OneOf(["login", "logout", "mount", "unmount", "forget"]),
        metadata={
            "description": "What to do. `forget` deletes the remembered login, in openBIS only where the session was "
            "opened with a password; with one in the body, it logs in first"
        },
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
    remember = fields.Boolean(
        load_default=False,
        metadata={
            "description": "With `login`: stay logged in after a restart, by a personal access token that is stored on "
            "the computer that runs Jupyter. If that is impossible, `rememberProblem` of the answer says why"
        },
    )
    forget = fields.Boolean(
        load_default=False, metadata={"description": "With `logout`: delete the remembered login as well"}
    )


class RemovalParams(RequestSchema):
    """Options for the removal of a connection."""

    forget = fields.Boolean(
        load_default=False, metadata={"description": "Take it also out of the user's own connection file"}
    )
