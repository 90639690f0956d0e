"""Access control of sessions for kernels: only programs on this computer that hold Jupyter's token.

The threats and the decision are in docs/decisions/0013.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import socket
from collections.abc import Mapping
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado.httputil import HTTPServerRequest

from jupyter_openbis_server.adapters.jupyter_server.panel_login import USER_AGENT
from jupyter_openbis_server.entrypoints.jupyter.request_errors import KernelLoginRefused

OWNER_VARIABLE = "JUPYTERHUB_USER"
HUB_TOKEN_VARIABLE = "JUPYTERHUB_API_TOKEN"  # noqa: S105 - the name of a variable
_AUTHORIZATION = re.compile(r"(?:token|bearer)\s+(\S+)\s*", re.IGNORECASE)
_HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "user-agent",
    }
)
"""Headers that `JupyterPanelLogin` sends, in lower case. Browsers and proxies add others."""


class KernelAccess:
    """Decides which requests come from kernels of this server.

    Args:
        identity_provider: Jupyter's identity provider, for the token. On a JupyterHub: the API token of this server.
        environ: The environment; on a JupyterHub it names the owner of this server.
        is_enabled: The trait `kernel_login`.
    """

    def __init__(self, identity_provider: Any, environ: Mapping[str, str], *, is_enabled: bool) -> None:  # noqa: ANN401
        self._identity_provider = identity_provider
        self._environ = environ
        self._is_enabled = is_enabled

    @property
    def problem(self) -> str | None:
        """The reason why sessions are refused to all requests; None if kernels can use the panel's login."""
        if not self._is_enabled:
            return "kernels do not get the panel's login here (c.OpenbisExtension.kernel_login is False)"
        if not getattr(self._identity_provider, "auth_enabled", True):
            return "this Jupyter server has no authentication; start it with a token"
        if not self._token:
            return "this Jupyter server has no token; set one, e.g. by the environment variable JUPYTER_TOKEN"
        return None

    def check(self, handler: JupyterHandler) -> str:
        """Return the address of the program that has sent an authenticated request.

        Raises:
            KernelLoginRefused: the request may come from a browser, through a proxy, from another computer or user, or
                sessions are refused to all requests.
        """
        request = handler.request
        if self.problem:
            raise KernelLoginRefused(self.problem)
        if not handler.token_authenticated or not self._has_token(request.headers) or request.query:
            raise KernelLoginRefused("send Jupyter's token, as header (Authorization: token …) and in no other way")
        if problem := _unexpected_part(request):
            raise KernelLoginRefused(
                f"{problem} shows that the request was sent by a browser, a proxy or another program"
            )
        if not self._is_owner(handler):
            raise KernelLoginRefused("only the owner of this Jupyter server may ask")
        connection: Any = request.connection
        address = local_peer(connection.stream.socket)
        if address is None:
            raise KernelLoginRefused("only programs on this computer may ask")
        return address

    @property
    def _token(self) -> str:
        """Jupyter's token, on a hub the API token of this server; empty if there is none."""
        token = getattr(self._identity_provider, "token", None)
        if not token and self._has_hub:
            token = self._environ.get(HUB_TOKEN_VARIABLE)
        return str(token or "")

    @property
    def _has_hub(self) -> bool:
        return hasattr(self._identity_provider, "hub_auth")

    def _has_token(self, headers: Mapping[str, str]) -> bool:
        sent = _AUTHORIZATION.fullmatch(headers.get("Authorization", ""))
        return sent is not None and hmac.compare_digest(sent[1].encode(), self._token.encode())

    def _is_owner(self, handler: JupyterHandler) -> bool:
        """Return whether the user is the owner. Without a hub, each user with the token is."""
        if not self._has_hub:
            return True
        owner = self._environ.get(OWNER_VARIABLE, "")
        return bool(owner) and getattr(handler.current_user, "username", None) == owner


def local_peer(connection: socket.socket | None) -> str | None:
    """Return the address of the other end of a connection; None if it is unknown or not on this computer."""
    if connection is None:
        return None
    if connection.family == getattr(socket, "AF_UNIX", None):
        return "unix-socket"
    try:
        peer, own = (_address(each[0]) for each in (connection.getpeername(), connection.getsockname()))
    except (OSError, ValueError):
        return None
    # A connection from one of the computer's own addresses has that address at both ends.
    return str(peer) if peer.is_loopback or peer == own else None


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    address = ipaddress.ip_address(text.partition("%")[0])
    return getattr(address, "ipv4_mapped", None) or address


def _unexpected_part(request: HTTPServerRequest) -> str | None:
    """Return a part of the request that `JupyterPanelLogin` does not send; None if there is none."""
    headers = request.headers
    if added := next((name for name in headers if name.lower() not in _HEADERS), None):
        return f"the header {added}"
    if headers.get("User-Agent") != USER_AGENT:
        return "the header User-Agent"
    if headers.get("Content-Type", "").lower() != "application/json":
        return "the header Content-Type"
    return None if request.version == "HTTP/1.1" else request.version
