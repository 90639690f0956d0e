"""pyBIS for scripts: an `Openbis` in a session that this program manages. Imported only when it is needed."""

from __future__ import annotations

import html
from typing import Protocol

from pybis import Openbis

from jupyter_openbis_server.adapters.openbis.api.patched_pybis import OwnRequests, Rpc
from jupyter_openbis_server.domain.errors import InvalidInput, UntrustedCertificate
from jupyter_openbis_server.domain.instances.session import Instance


class Calls(Rpc, Protocol):
    """Sends requests in the current session."""

    def token(self) -> str:
        """Return the token of the current session."""


class ScriptingOpenbis(OwnRequests, Openbis):  # type: ignore[misc]  # pyBIS has no types
    """A `pybis.Openbis` on the session of a connection; for one thread.

    All JSON-RPC requests have the timeouts, certificates and error messages of the connection, and raise `OpenbisError`
    where openBIS or the network is the cause. What pyBIS sends by itself, the files of its uploads and downloads, uses
    the certificates of the connection; where that has fingerprints of certificates, which pyBIS cannot compare, it is
    refused. The home folder is neither read nor written. The session belongs to the
    connection: `login`, `logout` and `set_token` are refused, and an expired session is renewed.
    """

    _rpc: Calls

    def __init__(self, instance: Instance, calls: Calls) -> None:
        self._rpc, self._base = calls, instance.url
        # `calls` verifies certificates. With False, pyBIS would disable warnings of the whole process.
        super().__init__(
            instance.url,
            verify_certificates=True,
            token=None,
            use_cache=True,
            allow_http_but_do_not_use_this_in_production_and_only_within_safe_networks=True,
        )
        self._instance = instance

    @property
    def verify_certificates(self) -> str | bool:
        """How pyBIS's own requests verify certificates; `requests` takes a path, too.

        Raises:
            UntrustedCertificate: they cannot verify them as the connection demands.
        """
        if self._instance.certificate_fingerprints:
            raise UntrustedCertificate(
                self._instance.name,
                "pyBIS cannot compare fingerprints of certificates (certificate_fingerprints) for files, nothing was "
                "sent; use download and upload of the connection, or set ca_bundle instead of the fingerprints",
            )
        return self._instance.verify_certificates and (self._instance.ca_bundle or True)

    @verify_certificates.setter
    def verify_certificates(self, value: object) -> None:
        """Ignore the value that pyBIS sets: that of the connection counts."""

    @property
    def token(self) -> str:
        """Token of the current session."""
        return self._rpc.token()

    @token.setter
    def token(self, token: str | None) -> None:
        if token is not None:
            self.set_token(token)

    def set_token(self, token: str | None, save_token: bool = False) -> None:  # noqa: ARG002
        """Refuse another token. Raises InvalidInput."""
        raise InvalidInput("This object uses the session of its connection; for another token, use connect(token=…)")

    def login(self, username: str | None = None, password: str | None = None, save_token: bool = False) -> None:  # noqa: ARG002
        """Refuse another login. Raises InvalidInput."""
        raise InvalidInput("This object uses the session of its connection; for another user, use connect(username=…)")

    def logout(self) -> None:
        """Refuse to end the session, which others use. Raises InvalidInput."""
        raise InvalidInput("The session belongs to the connection, which closes it at the end of the process")

    def __dir__(self) -> list[str]:
        return [str(each) for each in super().__dir__() if each not in ("login()", "logout()", "set_token()")]

    def __repr__(self) -> str:
        return f"<pybis.Openbis of {self._base}>"

    def _repr_html_(self) -> str:
        """Return HTML without the token, which pyBIS shows."""
        return f"<p>pyBIS, connected to {html.escape(self._base)}</p>"
