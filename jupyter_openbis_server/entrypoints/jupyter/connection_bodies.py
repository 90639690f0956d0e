"""Bodies of requests about connections that the published clients do not know."""

from __future__ import annotations

from marshmallow import fields

from jupyter_openbis_server.entrypoints.jupyter.bodies import Body, text


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
