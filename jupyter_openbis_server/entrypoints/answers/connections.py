"""Connections as JSON."""

from __future__ import annotations

from typing import cast

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import MASK, ConnectionOrigin, ConnectionView


class MountSettingsAnswer(Schema):
    """How a data store is to be mounted."""

    host = fields.String(metadata={"description": "SFTP host; empty: that of the instance"})
    port = fields.Integer()
    path = fields.String(metadata={"description": "Folder of the data store"})
    mountpoint = fields.String(metadata={"description": "Folder of the host; empty: `~/<host name>`"})
    read_only = fields.Boolean()
    options = fields.List(fields.String(), metadata={"description": "Options of sshfs and ssh"})


class ConnectionAnswer(Schema):
    """One connection, as far as it is known."""

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
    verify_certificates = fields.Boolean(attribute="connection.instance.verify_certificates")
    ca_bundle = fields.String(attribute="connection.instance.ca_bundle", allow_none=True)
    http_only = fields.Function(
        lambda view: cast("ConnectionView", view).connection.instance.url.startswith("http:"),
        metadata={"type": "boolean", "description": "Whether nothing is encrypted"},
    )
    saved = fields.Function(
        lambda view: cast("ConnectionView", view).connection.origin is ConnectionOrigin.OWN_FILE,
        metadata={"type": "boolean", "description": "Whether the user's own connection file defines it"},
    )
    mount = fields.Nested(MountSettingsAnswer, attribute="connection.mounting")
