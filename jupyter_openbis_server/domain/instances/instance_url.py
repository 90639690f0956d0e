"""Normalisation of the addresses of openBIS instances."""

from __future__ import annotations

import ipaddress
import re
from itertools import takewhile
from urllib.parse import SplitResult, urlsplit

from jupyter_openbis_server.domain.errors import HttpNotAllowed, InvalidConnection

_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
_OWN_PATHS = ("openbis", "datastore_server")
_NAME = re.compile(r"[A-Za-z0-9._~%!$&'()*+,=:@-]+")
"""Characters of a path segment of a URL (RFC 3986), except the semicolon."""
_HOST = re.compile(r"^(?=.{1,253}$)[^\W_](?:[\w-]*\w)?(?:\.[^\W_](?:[\w-]*\w)?)*\.?$")


def normalised_url(text: str, *, http_only: bool = False) -> str:
    """Return scheme, host, port and path prefix of a pasted address, e.g. `https://openbis.example.org:8443`.

    openBIS responds below fixed paths (`/openbis`, `/datastore_server`). A path before them is kept: a proxy may
    publish openBIS below a prefix (`https://example.org/labA`). The fixed path and all after it are dropped
    (`/openbis/webapp/eln-lims/#…`). A host name without a scheme gets `https`, or `http` with `http_only`.

    Raises:
        InvalidConnection: no host, an invalid port, a path that cannot be a prefix, a user name in the URL, another
            scheme than http and https.
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
    return f"{parts.scheme}://{_host_and_port(parts)}{_prefix(parts.path)}"


def host_of(url: str) -> str:
    """Return the host name of a normalised URL, without the port."""
    return urlsplit(url).hostname or ""


def prefix_of(url: str) -> str:
    """Return the path of a normalised URL, e.g. `/labA`; empty for an openBIS at the root of its host."""
    return urlsplit(url).path


def _prefix(path: str) -> str:
    """Return the path below which openBIS is published. Raises InvalidConnection."""
    names = list(takewhile(lambda name: name not in _OWN_PATHS, filter(None, path.split("/"))))
    for name in names:
        if not _NAME.fullmatch(name) or name in (".", ".."):
            raise InvalidConnection(
                "url", f"{path!r} cannot be a path before /openbis; copy the address from the browser"
            )
    return "".join(f"/{name}" for name in names)


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
    """Return whether a text is a host name or an IP address (IPv6 without brackets)."""
    if ":" not in host:
        return _HOST.match(host) is not None
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return True
