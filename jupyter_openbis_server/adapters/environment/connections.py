"""The connection that environment variables define."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jupyter_openbis_server.adapters.environment.login import EnvironmentLogin
from jupyter_openbis_server.domain.connections.connection_definition import (
    ConnectionDefinition,
    ConnectionEntries,
    ConnectionOrigin,
)
from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.instances.certificate import parsed_fingerprints
from jupyter_openbis_server.domain.instances.instance_url import host_of, normalised_url
from jupyter_openbis_server.domain.instances.session import Credentials

CONNECTION_VARIABLE = "OPENBIS_CONNECTION"
URL_VARIABLE = "OPENBIS_URL"
FINGERPRINTS_VARIABLE = "OPENBIS_CERTIFICATE_FINGERPRINTS"
TOKEN_VARIABLE = "OPENBIS_TOKEN"  # noqa: S105 - the name of a variable


@dataclass(frozen=True)
class EnvironmentConnection:
    """Port `ConnectionSource` over OPENBIS_URL and OPENBIS_TOKEN, which openBIS's JupyterHub authenticator sets.

    Operators may add OPENBIS_CERTIFICATE_FINGERPRINTS, with commas between several.

    The connection is named after the host. Without a token, the login of OPENBIS_USERNAME and OPENBIS_PASSWORD_FILE
    is used; without that, it is there for the user to log in.
    """

    environ: Mapping[str, str] = field(repr=False)
    verify_by_default: bool = True

    def read(self) -> ConnectionEntries:
        """See the port."""
        url = self.environ.get(URL_VARIABLE, "").strip()
        fingerprints = self.environ.get(FINGERPRINTS_VARIABLE, "")
        token = self.environ.get(TOKEN_VARIABLE, "").strip()
        if not url:
            return ConnectionEntries(problems=(f"{TOKEN_VARIABLE} is set without {URL_VARIABLE}",) if token else ())
        try:
            parsed_fingerprints(fingerprints)
        except ValueError as error:
            return ConnectionEntries(problems=(f"{FINGERPRINTS_VARIABLE} {error}",))
        try:
            entry = {"name": host_of(normalised_url(url)), "url": url, "token": token}
            entry["certificate_fingerprints"] = fingerprints
            definition = ConnectionDefinition.from_mapping(entry, verify_by_default=self.verify_by_default)
            named = EnvironmentLogin() if token else EnvironmentLogin.read(self.environ)
        except InvalidConnection:
            # The reason may quote the value, and that may be a token set in the wrong place.
            problem = f"{URL_VARIABLE} is not the https address of an openBIS instance (host, host:port or URL)"
            return ConnectionEntries(problems=(problem,))
        if named.login and named.login.password:
            credentials = Credentials.typed(named.login.username or "", named.login.password)
            definition = replace(definition, username=credentials.username, credentials=credentials)
        return ConnectionEntries((replace(definition, origin=ConnectionOrigin.OPERATOR),), named.problems)
