"""Bodies of requests about connections that the published clients do not know."""

from __future__ import annotations

from marshmallow import fields, validate

from jupyter_openbis_server.entrypoints.jupyter.bodies import Body, NewConnectionBody, text


class InstanceBody(Body):
    """An address to try, with the settings that a connection would have."""

    url = text("Host name or any URL of the openBIS instance, as copied from a browser", required=True)
    verify_certificates = fields.Boolean(
        allow_none=True,
        load_default=None,
        metadata={"description": "Whether the TLS certificate is checked; left out: as the server is set"},
    )
    ca_bundle = text(
        "Path of a file with the certificates of the authority to trust", allow_none=True, load_default=None
    )
    http_only = fields.Boolean(allow_none=True, load_default=False, metadata={"description": "Allows `http://`"})


class KernelLoginBody(Body):
    """Whose session a kernel wants."""

    connection = text("Name of the connection", required=True)
    expired = text(
        "SHA-256, in hex, of the session token that openBIS has refused; if that is the current one, it is renewed",
        allow_none=True,
        load_default=None,
        validate=validate.Regexp(r"[0-9a-f]{64}\Z"),
    )


class RegisterBody(NewConnectionBody):
    """A connection to register, and for how long."""

    save = fields.Boolean(
        load_default=False,
        metadata={"description": "Write it into the user's own connection file, without password, for after a restart"},
    )


class EditBody(RegisterBody):
    """What changes about a connection. What is left out stays; null stands for the usual value."""

    name = text("A new name", validate=validate.Length(min=1))
    url = text("Another address; password and session are left behind then")


class RemovalQuery(Body):
    """How thoroughly a connection is removed."""

    forget = fields.Boolean(
        load_default=False, metadata={"description": "Take it also out of the user's own connection file"}
    )
