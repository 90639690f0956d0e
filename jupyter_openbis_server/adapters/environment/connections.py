"""The connection that environment variables define."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jupyter_openbis_server.domain.connections.connection_definition import (
    ConnectionDefinition,
    ConnectionEntries,
    ConnectionOrigin,
)
from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.instances.instance_url import host_of, normalised_url

URL_VARIABLE = "OPENBIS_URL"
TOKEN_VARIABLE = "OPENBIS_TOKEN"  # noqa: S105 - the name of a variable


@dataclass(frozen=True)
class EnvironmentConnection:
    """Port `ConnectionSource` over OPENBIS_URL and OPENBIS_TOKEN, which openBIS's JupyterHub authenticator sets.

    The connection is named after the host. Without a token it is there for the user to log in.
    """

    environ: Mapping[str, str] = field(repr=False)
    verify_by_default: bool = True

    def read(self) -> ConnectionEntries:
        """See the port."""
        url = self.environ.get(URL_VARIABLE, "").strip()
        token = self.environ.get(TOKEN_VARIABLE, "").strip()
        if not url:
            return ConnectionEntries(problems=(f"{TOKEN_VARIABLE} is set without {URL_VARIABLE}",) if token else ())
        try:
            entry = {"name": host_of(normalised_url(url)), "url": url, "token": token}
            definition = ConnectionDefinition.from_mapping(entry, verify_by_default=self.verify_by_default)
        except InvalidConnection:
            # The reason may quote the value, and that may be a token set in the wrong place.
            problem = f"{URL_VARIABLE} is not the https address of an openBIS instance (host, host:port or URL)"
            return ConnectionEntries(problems=(problem,))
        return ConnectionEntries((replace(definition, origin=ConnectionOrigin.OPERATOR),))
