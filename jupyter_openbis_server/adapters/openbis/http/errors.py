"""Foreign exceptions and openBIS's error texts become domain errors here."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Iterable, Iterator

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import exceptions as urllib3_errors

from jupyter_openbis_server.adapters.pybis.redaction import redacted
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    InstanceUnreachable,
    OpenbisError,
    RequestRefused,
    SessionExpired,
    UntrustedCertificate,
)
from jupyter_openbis_server.domain.model import Instance

# What openBIS says to a dead token; it has no error code for it.
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
_CONTEXT, _END_OF_CONTEXT = "(Context: [", "])"
_LONGEST_TEXT = 2000
_CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
"""requests knows the first two, Python and OpenSSL the last."""


class Interruption(InstanceUnreachable):
    """No complete answer this time; the same question may get one in a moment."""


def failure_of(error: Exception, instance: Instance, read_seconds: float) -> ConnectionFailed:
    """Return what an exception of requests or urllib3 means. Its own text is not used: it may hold a URL with a token.

    Returns:
        UntrustedCertificate, Interruption where repeating may help, else InstanceUnreachable.
    """
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _untrusted(instance, cause.verify_message)
    if isinstance(error, OSError) and not isinstance(error, requests.RequestException):
        return _untrusted(instance, "the CA file cannot be read")
    return _connection_failure(instance, causes, read_seconds)


def refusal_of(text: str, connection: str, secrets: Iterable[str] = ()) -> OpenbisError:
    """Return SessionExpired or RequestRefused for a message with which openBIS refuses a request."""
    if is_expiry(text):
        return SessionExpired(connection)
    return RequestRefused(for_users(text, secrets))


def is_expiry(text: str) -> bool:
    """Whether openBIS says that it does not know the token (any more)."""
    return _EXPIRED.search(text) is not None


def is_about_whole_data_set(text: str) -> bool:
    """Whether a data store's refusal of one file holds for all files of the data set."""
    return _ABOUT_WHOLE_DATA_SET.search(text) is not None


def for_users(text: str, secrets: Iterable[str] = ()) -> str:
    """Return openBIS's message without tokens and without the progress details that it appends."""
    return redacted(_without_context(text), secrets)[:_LONGEST_TEXT] or "openBIS gave no reason"


def _without_context(text: str) -> str:
    whole = text.rstrip()
    start = whole.find(_CONTEXT) if whole.endswith(_END_OF_CONTEXT) else -1
    return text if start < 0 else text[:start].rstrip()


def _connection_failure(instance: Instance, causes: tuple[BaseException, ...], seconds: float) -> ConnectionFailed:
    for cause in causes:
        match cause:
            case urllib3_errors.NameResolutionError():
                return InstanceUnreachable(instance.name, f"there is no host of that name ({instance.url})")
            case urllib3_errors.NewConnectionError():  # urllib3 counts a refusal among the time-outs
                return InstanceUnreachable(instance.name, f"{_reason(causes)} ({instance.url})")
            case requests.ConnectTimeout() | urllib3_errors.ConnectTimeoutError():
                return InstanceUnreachable(instance.name, f"{instance.url} does not answer")
            case requests.Timeout() | urllib3_errors.TimeoutError() | TimeoutError():
                return InstanceUnreachable(instance.name, f"no answer within {seconds:g} seconds ({instance.url})")
            case ssl.SSLError() if cause.reason:
                return _tls_failure(instance, cause.reason)
    return Interruption(instance.name, f"{_reason(causes)} ({instance.url})")


def _tls_failure(instance: Instance, reason: str) -> ConnectionFailed:
    if "CERTIFICATE" in reason:  # NO_CERTIFICATE_OR_CRL_FOUND: the CA file holds none
        return _untrusted(instance, reason.replace("_", " ").lower())
    return InstanceUnreachable(
        instance.name, f"no TLS connection with {instance.url}: {reason.replace('_', ' ').lower()}"
    )


def _untrusted(instance: Instance, problem: str) -> UntrustedCertificate:
    return UntrustedCertificate(
        instance.name,
        f"the certificate of {instance.url} could not be verified: {problem}. CA file in use: {ca_file(instance)}. "
        "Set ca_bundle to the file with the certificates of the authority that signed it, "
        "or verify_certificates to false to do without.",
    )


def ca_file(instance: Instance) -> str:
    """Return the path of the CA certificates that count for an instance: its own, or what the environment says."""
    named = (os.environ.get(name) for name in _CA_VARIABLES)
    return instance.ca_bundle or next(filter(None, named), DEFAULT_CA_BUNDLE_PATH)


def _reason(causes: tuple[BaseException, ...]) -> str:
    texts = (cause.strerror for cause in causes if isinstance(cause, OSError) and cause.strerror)
    return next(texts, "the connection broke off").lower()


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk through all that is wrapped: requests and urllib3 keep causes in `args` and `reason`, too."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop(0)
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            waiting += [*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__]
