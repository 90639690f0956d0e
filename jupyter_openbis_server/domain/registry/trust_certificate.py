"""Trust in the certificate that a server presents, after a user has compared its fingerprint (decisions/0034)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import (
    CertificateChanged,
    CertificateNotTrusted,
    ConnectionFailed,
    NotLoggedIn,
    OpenbisError,
)
from jupyter_openbis_server.domain.instances.ports import Instances
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.domain.registry.edit_connection import EditConnection
from jupyter_openbis_server.domain.shared.deadline import Deadline
from jupyter_openbis_server.domain.shared.kept_errors import detached


def trusted_with(error: CertificateNotTrusted) -> tuple[str, ...]:
    """Return the fingerprints of a connection after the user has decided to trust the certificate of an error.

    A renewed certificate of openBIS replaces all: which of them it was is not known, and the old one may have been
    stolen. That of another server is added.
    """
    kept = () if isinstance(error, CertificateChanged) else error.trusted
    return (*kept, error.certificate.fingerprint)


@dataclass(frozen=True)
class TrustCertificate:
    """Trust the certificate that openBIS, or a server of it, presents, and save that with the connection.

    Attributes:
        max_seconds: Timeout for the application server.
    """

    connections: Connections
    session_manager: SessionManager
    instances: Instances
    edit: EditConnection
    max_seconds: float = 30.0

    def refused(self, name: str) -> CertificateNotTrusted | None:
        """Return the first certificate that is not trusted; None if there is none. No login is sent before that.

        The servers of data are asked if a login is possible.

        Raises:
            UnknownConnection, ConnectionFailed: openBIS cannot be reached for another reason.
        """
        instance = self.connections.get(name).instance
        try:
            with Deadline.within(self.max_seconds):
                self.instances.api_version(instance)
        except CertificateNotTrusted as error:
            return detached(error)
        return next(self._of_servers(name), None)

    def __call__(self, name: str, fingerprint: str) -> ConnectionView:
        """Trust the certificate with this fingerprint, if a server presents it now.

        Raises:
            CertificateNotTrusted: another certificate is presented.
            InvalidConnection, ConnectionFailed: see `EditConnection`, `refused`.
        """
        error = self.refused(name)
        if error is None:
            return self.edit(name, {})
        if error.certificate.fingerprint != fingerprint:
            raise error
        return self.edit(name, {"certificate_fingerprints": list(trusted_with(error))}, save=True)

    def _of_servers(self, name: str) -> Iterator[CertificateNotTrusted]:
        with suppress(NotLoggedIn, ConnectionFailed):
            stores = self.session_manager.use(name, self.instances.data_stores)
            server = self.session_manager.use(name, self.instances.file_server)
            errors: list[OpenbisError | None] = [each.error for each in (*stores, server) if each]
            yield from (each for each in errors if isinstance(each, CertificateNotTrusted))
