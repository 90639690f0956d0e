"""The port `TokenIssuer` over the route that our authenticator adds to JupyterHub (`entrypoints/hub`)."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from urllib.parse import urlsplit

from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.instances.instance_url import normalised_url
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.shared.deadline import Deadline
from jupyter_openbis_server.domain.shared.secret import Secret

FROM_HUB_VARIABLE = "OPENBIS_TOKEN_FROM_HUB"
"""Set by our authenticator: the hub answers requests for tokens."""
_ADDRESS_VARIABLE = "OPENBIS_URL"
_TIMEOUT = 35.0
"""Seconds; longer than the hub's own limit for openBIS."""
_MIN_TIMEOUT = 0.1
_MIN_SECONDS = 5.0
"""Time between two requests to the hub; it sends each one on to openBIS."""
_MAX_BYTES = 1 << 16
_OK = 200


@dataclass(frozen=True)
class _Answer:
    """What the hub has answered, and when (time of the clock)."""

    token: Secret | None
    received: float


class HubTokenIssuer:
    """Port `TokenIssuer`: asks the hub with the API token of this server.

    Args:
        environ: The environment that the hub has given to this server.
        timeout: Seconds without a byte until an answer counts as lost.
        clock: Returns seconds.
    """

    def __init__(
        self, environ: Mapping[str, str], timeout: float = _TIMEOUT, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._environ = environ
        self._timeout = timeout
        self._clock = clock
        self._lock = Lock()
        self._last: _Answer | None = None

    def token(self, instance: Instance) -> Secret | None:
        """See the port."""
        if not self._environ.get(FROM_HUB_VARIABLE) or not self._is_hubs(instance):
            return None
        with self._lock:
            if self._last is None or self._clock() - self._last.received >= _MIN_SECONDS:
                self._last = _Answer(self._ask(), self._clock())
            return self._last.token

    def _is_hubs(self, instance: Instance) -> bool:
        """Return whether the hub's tokens are for this openBIS: no other one may receive them."""
        try:
            return instance.url == normalised_url(self._environ.get(_ADDRESS_VARIABLE, "").strip())
        except InvalidConnection:
            return False

    def _ask(self) -> Secret | None:
        api = urlsplit(self._environ.get("JUPYTERHUB_API_URL", ""))
        own = self._environ.get("JUPYTERHUB_API_TOKEN", "")
        if api.scheme not in ("http", "https") or not api.hostname or not own:
            return None
        path = f"{api.path.rstrip('/').removesuffix('/api')}/openbis/token"
        connection: http.client.HTTPConnection | None = None
        try:
            connection = self._connection(api.scheme, api.hostname, api.port)
            connection.request("GET", path, headers={"Authorization": f"token {own}", "Accept": "application/json"})
            response = connection.getresponse()
            content = json.loads(response.read(_MAX_BYTES)) if response.status == _OK else {}
        except (OSError, ValueError, RecursionError, http.client.HTTPException):
            return None
        finally:
            if connection:
                connection.close()
        token = content.get("token") if isinstance(content, dict) else None
        return Secret(token) if isinstance(token, str) and token else None

    def _connection(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        """Return a connection, with the hub's certificates if it uses TLS inside (`JupyterHub.internal_ssl`)."""
        deadline = Deadline.current()
        timeout = min(self._timeout, max(deadline.remaining, _MIN_TIMEOUT)) if deadline else self._timeout
        if scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=timeout)
        context = ssl.create_default_context(cafile=self._environ.get("JUPYTERHUB_SSL_CLIENT_CA") or None)
        if certificate := self._environ.get("JUPYTERHUB_SSL_CERTFILE"):
            context.load_cert_chain(certificate, self._environ.get("JUPYTERHUB_SSL_KEYFILE") or None)
        return http.client.HTTPSConnection(host, port, timeout=timeout, context=context)
