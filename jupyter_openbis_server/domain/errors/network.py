"""Errors of requests: no connection, invalid response, refusal by openBIS."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jupyter_openbis_server.domain.errors.base import OpenbisError

if TYPE_CHECKING:
    from jupyter_openbis_server.domain.instances.certificate import Certificate


class ConnectionFailed(OpenbisError):
    """The communication with the instance failed."""

    code = "connection-failed"

    def __init__(self, connection: str, problem: str) -> None:
        super().__init__(f"connection to {connection} could not be established: {problem}")


class InstanceUnreachable(ConnectionFailed):
    """The instance did not respond: wrong address, server down, no network, timeout."""

    code = "instance-unreachable"


class UntrustedCertificate(InstanceUnreachable):
    """The TLS certificate of the instance could not be verified; the message names the setting that helps."""

    code = "untrusted-certificate"


class CertificateNotTrusted(UntrustedCertificate):
    """A server presents a certificate that neither an authority nor the connection vouches for. No request was sent.

    Attributes:
        server: The server, as messages name it.
        certificate: What it presents.
        trusted: The fingerprints that the connection trusts; empty if authorities decide.
    """

    code = "certificate-not-trusted"

    def __init__(
        self, connection: str, server: str, certificate: Certificate, problem: str, trusted: Iterable[str] = ()
    ) -> None:
        super().__init__(connection, problem)
        self.server = server
        self.certificate = certificate
        self.trusted = tuple(trusted)


class CertificateChanged(CertificateNotTrusted):
    """openBIS presents another certificate than the one that the connection trusts. No request was sent."""

    code = "certificate-changed"


class HostNotAllowed(ConnectionFailed):
    """The host is not one of those that the operator allows. Nothing was sent."""

    code = "host-not-allowed"

    def __init__(self, connection: str, host: str) -> None:
        super().__init__(
            connection,
            f"{host} is not among the hosts that the operator of this server allows "
            "(OpenbisExtension.allowed_hosts); ask the operator to add it",
        )


class UnexpectedResponse(ConnectionFailed):
    """The response is not one of openBIS: it comes from a proxy, a login page or another program."""

    code = "invalid-response"


class RequestRefused(OpenbisError):
    """openBIS refused a valid request; the message is openBIS's own."""

    code = "request-refused"


class NoAccessTokens(RequestRefused):
    """This openBIS creates no personal access tokens: it is too old, or they are disabled."""

    code = "no-access-tokens"
