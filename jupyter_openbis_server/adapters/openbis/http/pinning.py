"""TLS connections to servers that are identified by the fingerprint of their certificate (decisions/0034).

The check is part of the handshake, for each connection: no library gets a socket to another server, so no byte of a
request can be sent. That the server has the key of the certificate is verified by TLS in any case.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

from jupyter_openbis_server.domain.instances.certificate import fingerprint_of


class UnknownCertificate(ssl.SSLCertVerificationError):
    """The fingerprint of a server's certificate is not one of those that are trusted.

    Attributes:
        certificate: The certificate in DER; empty if the server has none.
    """

    def __init__(self, certificate: bytes) -> None:
        super().__init__(1, "the fingerprint of the certificate is not trusted")
        self.verify_message = "its fingerprint is not trusted"
        self.certificate = certificate


class _Socket(ssl.SSLSocket):
    def do_handshake(self, block: bool = False) -> None:
        """Shake hands, and compare the certificate. Raises UnknownCertificate."""
        super().do_handshake(block)
        _check(self)


class _Object(ssl.SSLObject):
    """What `_Socket` is, inside of the TLS connection to a proxy."""

    def do_handshake(self) -> None:
        """Shake hands, and compare the certificate. Raises UnknownCertificate."""
        super().do_handshake()
        _check(self)


class PinnedContext(ssl.SSLContext):
    """TLS settings under which only certificates with these fingerprints are accepted.

    Host name, dates and authority of a certificate do not count. Without fingerprints, none is accepted.

    Attributes:
        fingerprints: See `fingerprint_of`.
    """

    sslsocket_class = _Socket
    sslobject_class = _Object

    fingerprints: frozenset[str]

    @classmethod
    def of(cls, fingerprints: Iterable[str]) -> PinnedContext:
        """Return the settings for fingerprints."""
        context = cls(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.fingerprints = frozenset(fingerprints)
        return context


class ProxyContext(ssl.SSLContext):
    """TLS settings for a proxy with https:// in its URL: it is verified by authorities, also where servers are not.

    urllib3 sets the mode of its servers for their proxies, too; that is ignored here.
    """

    verify_mode = property(lambda _: ssl.CERT_REQUIRED, lambda *_: None)

    @classmethod
    def new(cls) -> ProxyContext:
        """Return such settings, with the authorities that the system trusts."""
        context = cls(ssl.PROTOCOL_TLS_CLIENT)
        context.load_default_certs()
        return context


def _check(connection: Any) -> None:  # noqa: ANN401 - `_Socket` or `_Object`
    certificate = connection.getpeercert(binary_form=True) or b""
    if fingerprint_of(certificate) not in connection.context.fingerprints:
        raise UnknownCertificate(certificate)
