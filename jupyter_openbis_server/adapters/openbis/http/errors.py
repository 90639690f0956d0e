"""Conversion of exceptions of HTTP libraries and error texts of openBIS to domain errors."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterable

import requests
from urllib3 import exceptions as urllib3_errors

from jupyter_openbis_server.adapters.openbis.http.certificates import all_causes, other_certificate, untrusted
from jupyter_openbis_server.adapters.openbis.http.peers import Peer
from jupyter_openbis_server.adapters.openbis.http.pinning import UnknownCertificate
from jupyter_openbis_server.adapters.openbis.http.redaction import redacted
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    InstanceUnreachable,
    OpenbisError,
    RequestRefused,
    SessionExpired,
)
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.shared.deadline import Deadline

# Messages of openBIS for an expired token; there is no error code for it.
_EXPIRED = re.compile(
    r"user is not logged in"
    r"|Session no longer available"
    r"|Download session expired"
    r"|Personal access token is (?:not yet|no longer) valid"
    r"|Personal access token session does not exist"
    r"|Invalid personal access token session"
    r"|Hash cannot be empty"
)
_ABOUT_WHOLE_DATA_SET = re.compile(r"Unknown data set|is not accessible|is currently unavailable")
_REFUSED_BY_PROXY = re.compile(r"Tunnel connection failed: (\d{3})")  # message of http.client
_PROXY_LOGIN = 407
_CONTEXT, _END_OF_CONTEXT = "(Context: [", "])"
_MAX_TEXT = 2000
_SERVER_ERROR = 500


class NotConnected(InstanceUnreachable):
    """There is no connection to the server: no such host, a refusal, or silence."""


class TransientFailure(InstanceUnreachable):
    """There is no complete response; a retry may succeed."""


class LargeRequestLost(TransientFailure):
    """The connection was lost while sending a request that is larger than many proxies accept."""

    def __init__(self, error: TransientFailure) -> None:
        hint = "a proxy before openBIS may refuse requests of this size: its client_max_body_size must exceed 10 MiB"
        OpenbisError.__init__(self, f"{error}; if this happens each time, {hint}")


class Unavailable(TransientFailure):
    """A proxy responds, but openBIS is not running behind it."""


class Throttled(TransientFailure):
    """The server, or a proxy before it, accepts no more requests for now (HTTP 429); the connection works."""

    def __init__(self, connection: str, problem: str) -> None:
        OpenbisError.__init__(self, f"{connection}: {problem}")


def failure_of(error: Exception, instance: Instance, peer: Peer, read_seconds: float) -> ConnectionFailed:
    """Convert an exception of requests or urllib3. Its text is not used: it may contain a URL with a token.

    Args:
        error: The exception.
        instance: The instance of the request.
        peer: The server that received the request, for the message.
        read_seconds: Timeout for each part of the response.

    Returns:
        CertificateChanged or CertificateNotTrusted for a server with another fingerprint; UntrustedCertificate;
        TransientFailure if a retry may succeed; otherwise InstanceUnreachable.
    """
    causes = tuple(all_causes(error))
    for cause in causes:
        if isinstance(cause, UnknownCertificate):
            return other_certificate(instance, peer, cause.certificate)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return untrusted(instance, peer, cause.verify_message)
    if isinstance(error, OSError) and not isinstance(error, requests.RequestException):
        return untrusted(instance, peer, "the CA file cannot be read")
    if any(isinstance(cause, (urllib3_errors.ProxyError, requests.exceptions.ProxyError)) for cause in causes):
        return _proxy_failure(instance, peer, causes)
    return _connection_failure(instance, peer, causes, read_seconds)


def overdue(instance: Instance, seconds: float, peer: Peer | None = None) -> InstanceUnreachable:
    """Return the error for a response that is not complete in time; a current `Deadline` shortens that time."""
    deadline = Deadline.current()
    allowed = min(seconds, deadline.seconds) if deadline else seconds
    aside = f" ({peer.aside})" if peer else ""
    return InstanceUnreachable(instance.name, f"no whole answer within {allowed:g} seconds{aside}")


def refusal_of(text: str, connection: str, secrets: Iterable[str] = ()) -> OpenbisError:
    """Return SessionExpired or RequestRefused for a message of openBIS."""
    if is_expiry(text):
        return SessionExpired(connection)
    return RequestRefused(for_users(text, secrets))


def is_expiry(text: str) -> bool:
    """Return whether a message of openBIS means that the token is unknown or has expired."""
    return _EXPIRED.search(text) is not None


def is_about_whole_data_set(text: str) -> bool:
    """Return whether a data store's error for one file applies to all files of the data set."""
    return _ABOUT_WHOLE_DATA_SET.search(text) is not None


def for_users(text: str, secrets: Iterable[str] = ()) -> str:
    """Return openBIS's message without tokens and without the progress details that it appends."""
    return redacted(_without_context(text), secrets)[:_MAX_TEXT] or "openBIS gave no reason"


def _without_context(text: str) -> str:
    whole = text.rstrip()
    start = whole.find(_CONTEXT) if whole.endswith(_END_OF_CONTEXT) else -1
    return text if start < 0 else text[:start].rstrip()


def _connection_failure(
    instance: Instance, peer: Peer, causes: tuple[BaseException, ...], seconds: float
) -> ConnectionFailed:
    for cause in causes:
        match cause:
            case urllib3_errors.NameResolutionError():
                return NotConnected(instance.name, f"there is no host of that name ({peer.aside})")
            case urllib3_errors.NewConnectionError():  # urllib3 counts a refusal among the time-outs
                return NotConnected(instance.name, f"{_reason(causes)} ({peer.aside})")
            case requests.ConnectTimeout() | urllib3_errors.ConnectTimeoutError():
                return NotConnected(instance.name, f"{peer} does not answer")
            case requests.Timeout() | urllib3_errors.TimeoutError() | TimeoutError():
                problem = f"no answer within {round(seconds, 1):g} seconds ({peer.aside})"
                return InstanceUnreachable(instance.name, problem)
            case ssl.SSLError() if cause.reason:
                return _tls_failure(instance, peer, cause.reason)
    return TransientFailure(instance.name, f"{_reason(causes)} ({peer.aside})")


def _proxy_failure(instance: Instance, peer: Peer, causes: tuple[BaseException, ...]) -> InstanceUnreachable:
    """Return the error for a proxy that cannot be reached, or does not connect to the server."""
    refusals = (_REFUSED_BY_PROXY.search(str(cause)) for cause in causes)
    status = next((int(found[1]) for found in refusals if found), None)
    if status == _PROXY_LOGIN:
        problem = "the proxy wants a user and password (407): put them into the proxy's URL in the environment"
    elif status is not None:
        problem = f"the proxy does not connect to this server (HTTP {status})"
    elif any(isinstance(cause, urllib3_errors.NameResolutionError) for cause in causes):
        problem = "there is no host of the proxy's name"
    elif any(isinstance(cause, (urllib3_errors.NewConnectionError, OSError)) for cause in causes):
        problem = f"the proxy cannot be reached: {_reason(causes)}"
    else:
        problem = "the proxy does not answer"
    hint = "see the variables http_proxy, https_proxy and no_proxy"
    may_pass = status is not None and status >= _SERVER_ERROR
    kind = TransientFailure if may_pass else InstanceUnreachable
    return kind(instance.name, f"{problem} ({peer.aside}); {hint}")


def _tls_failure(instance: Instance, peer: Peer, reason: str) -> ConnectionFailed:
    if "CERTIFICATE" in reason:  # NO_CERTIFICATE_OR_CRL_FOUND: the CA file holds none
        return untrusted(instance, peer, reason.replace("_", " ").lower())
    return InstanceUnreachable(instance.name, f"no TLS connection with {peer}: {reason.replace('_', ' ').lower()}")


def _reason(causes: tuple[BaseException, ...]) -> str:
    """Return the system's message; not that of the ssl module, which is misleading for a lost connection."""
    texts = (
        cause.strerror
        for cause in causes
        if isinstance(cause, OSError) and cause.strerror and not isinstance(cause, ssl.SSLError)
    )
    return next(texts, "the connection broke off").lower()
