"""Certificates: the files of the authorities, the facts of a certificate, and the errors of those that are refused."""

from __future__ import annotations

import os
import shlex
import ssl
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from jupyter_openbis_server.adapters.openbis.http.peers import Peer
from jupyter_openbis_server.adapters.openbis.http.pinning import UnknownCertificate
from jupyter_openbis_server.adapters.shared.regular_file import check_regular
from jupyter_openbis_server.domain.errors import CertificateChanged, CertificateNotTrusted, UntrustedCertificate
from jupyter_openbis_server.domain.instances.certificate import Certificate, fingerprint_of
from jupyter_openbis_server.domain.instances.session import Instance

_MAX_TEXT = 300
_MAX_HOSTS = 20
_MAX_CA_BYTES = 16 << 20
"""Maximum size of a CA file. The certificates of all authorities that browsers trust take less than half a MiB."""

_CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
"""requests knows the first two, Python and OpenSSL the last."""


def ca_file(instance: Instance) -> str:
    """Return the path of the CA certificates used for an instance: its setting, or that of the environment."""
    named = (os.environ.get(name) for name in _CA_VARIABLES)
    return instance.ca_bundle or next(filter(None, named), DEFAULT_CA_BUNDLE_PATH)


def check_ca_file(instance: Instance) -> None:
    """Raise UntrustedCertificate if the CA file of a connection is not a regular file, or is too large."""
    if not instance.ca_bundle:
        return
    try:
        check_regular(instance.ca_bundle, _MAX_CA_BYTES)
    except OSError as error:
        problem = error.strerror or "it cannot be opened"
    else:
        return
    raise untrusted(instance, Peer(instance.url), f"the CA file cannot be read ({problem.lower()})")


def untrusted(instance: Instance, peer: Peer, problem: str) -> UntrustedCertificate:
    """Return the error for a certificate that could not be verified."""
    return UntrustedCertificate(instance.name, _unverified(instance, peer, problem))


def _unverified(instance: Instance, peer: Peer, problem: str) -> str:
    return (
        f"the certificate of {peer} could not be verified: {problem}. CA file in use: {ca_file(instance)}. "
        "Set ca_bundle to the file with the certificates of the authority that signed it, "
        "or verify_certificates to false to do without."
    )


def other_certificate(instance: Instance, peer: Peer, presented: bytes) -> CertificateNotTrusted:
    """Return the error for a certificate in DER whose fingerprint is not one of the connection's."""
    certificate = certificate_facts(presented)
    trusted = instance.certificate_fingerprints
    shown = f"its SHA-256 fingerprint is {certificate.fingerprint}, trusted: {', '.join(trusted)}"
    if _host_and_port(peer.address) == _host_and_port(instance.url):
        problem = (
            f"the certificate of {peer} has changed, nothing was sent: {shown}. Ask the openBIS administrators "
            f"whether they have renewed it; if so, trust the new one (certificate_fingerprints; {_trusting(instance)})."
        )
        return CertificateChanged(instance.name, str(peer), certificate, problem, trusted)
    problem = (
        f"the certificate of {peer} is not one that this connection trusts, nothing was sent: {shown}. Compare it with "
        f"the one that the openBIS administrators state, and trust it, too (certificate_fingerprints; "
        f"{_trusting(instance)})."
    )
    return CertificateNotTrusted(instance.name, str(peer), certificate, problem, trusted)


def _trusting(instance: Instance) -> str:
    return f"jupyter openbis -c {shlex.quote(instance.name)} conn trust"


def _host_and_port(url: str) -> str:
    return urlsplit(url).netloc.lower().removesuffix(":443")


def unverified(error: BaseException) -> str | None:
    """Return why the certificate of a server could not be verified, if that is the cause of an exception; else None."""
    causes = (each for each in all_causes(error) if isinstance(each, ssl.SSLCertVerificationError))
    found = next(causes, None)
    return None if found is None or isinstance(found, UnknownCertificate) else found.verify_message


def presented_by(error: BaseException) -> bytes | None:
    """Return the certificate in DER that was not accepted, if that is the cause of an exception; else None."""
    causes = (each.certificate for each in all_causes(error) if isinstance(each, UnknownCertificate))
    return next(causes, None)


def not_trusted(instance: Instance, peer: Peer, problem: str, presented: bytes) -> CertificateNotTrusted:
    """Return the error for a certificate in DER that no authority vouches for."""
    certificate = certificate_facts(presented)
    advice = (
        f"Or compare its SHA-256 fingerprint {certificate.fingerprint} with the one that the openBIS administrators "
        f"state, and trust this certificate (certificate_fingerprints; {_trusting(instance)})."
    )
    text = f"{_unverified(instance, peer, problem)} {advice}"
    return CertificateNotTrusted(instance.name, str(peer), certificate, text)


def certificate_facts(certificate: bytes) -> Certificate:
    """Return what users see of a certificate in DER; only its fingerprint if it cannot be parsed."""
    from cryptography import x509  # noqa: PLC0415 - takes a moment, and is rarely needed

    fingerprint = fingerprint_of(certificate)
    try:
        parsed = x509.load_der_x509_certificate(certificate)
        return Certificate(
            fingerprint,
            _printable(parsed.subject.rfc4514_string),
            _printable(parsed.issuer.rfc4514_string),
            _hosts(parsed),
            parsed.not_valid_before_utc,
            parsed.not_valid_after_utc,
        )
    except (ValueError, OverflowError, TypeError):  # the server decides what is in it
        return Certificate(fingerprint)


def all_causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and all its causes, also those that requests and urllib3 store in `args` and `reason`."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop(0)
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            waiting += [*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__]


def _hosts(parsed: Any) -> tuple[str, ...]:  # noqa: ANN401 - loaded above
    from cryptography import x509  # noqa: PLC0415 - see above

    try:
        names = parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return ()
    kinds = (x509.DNSName, x509.IPAddress)
    texts = [str(each.value) for each in names if isinstance(each, kinds)]
    return tuple(_shortened(each) for each in texts[:_MAX_HOSTS])


def _printable(text: Callable[[], str]) -> str:
    try:
        return _shortened(text())
    except ValueError:
        return ""


def _shortened(text: str) -> str:
    """Return the printable characters of a text of the server: it may contain control characters."""
    return "".join(each if each.isprintable() else "?" for each in text[:_MAX_TEXT])
