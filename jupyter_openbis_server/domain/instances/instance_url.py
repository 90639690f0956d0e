"""The address of an openBIS instance, as people paste it and as the program needs it."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from jupyter_openbis_server.domain.errors import HttpNotAllowed, InvalidConnection

_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
_HOST = re.compile(r"^(?=.{1,253}$)[^\W_](?:[\w-]*\w)?(?:\.[^\W_](?:[\w-]*\w)?)*\.?$")


def normalised_url(text: str, *, http_only: bool = False) -> str:
    """Return scheme, host and port of what a user pasted, e.g. `https://openbis.example.org:8443`.

    Paths are dropped (`/openbis`, `/openbis/webapp/eln-lims/#…`): openBIS answers below fixed paths of its host.
    A bare host name becomes `https`, or `http` where the connection says `http_only`.

    Raises:
        InvalidConnection: no host, a port that is none, a user name in the URL, another scheme than http and https.
        HttpNotAllowed: `http` without `http_only`.
    """
    text = text.strip()
    if not _SCHEME.match(text):
        text = f"{'http' if http_only else 'https'}://{text}"
    parts = _split(text)
    if parts.scheme not in ("http", "https"):
        raise InvalidConnection("url", f"openBIS is reached by https, not by {parts.scheme}")
    if parts.scheme == "http" and not http_only:
        raise HttpNotAllowed
    if "@" in parts.netloc:
        raise InvalidConnection("url", "leave user name and password out of the URL; they have fields of their own")
    return f"{parts.scheme}://{_host_and_port(parts)}"


def host_of(url: str) -> str:
    """Return the host name of a normalised URL, without the port."""
    return urlsplit(url).hostname or ""


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError as error:
        raise InvalidConnection("url", "this is not a URL") from error


def _host_and_port(parts: SplitResult) -> str:
    port = _port(parts)
    host = parts.hostname or ""
    if not is_host(host):
        raise InvalidConnection("url", f"{host!r} is not a host name" if host else "the host name is missing")
    shown = f"[{host}]" if ":" in host else host
    return shown if port is None else f"{shown}:{port}"


def _port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise InvalidConnection("url", "the port must be a number from 1 to 65535")
    return port


def is_host(host: str) -> bool:
    """Whether a text is a host name or an IP address, an IPv6 address without brackets."""
    if ":" not in host:
        return _HOST.match(host) is not None
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return True
