"""The port `PanelLogin` over the API of this process's Jupyter server."""

from __future__ import annotations

import http.client
import json
import shlex
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jupyter_openbis_server.adapters.jupyter_server.local_connection import LocalConnection, NotLocal
from jupyter_openbis_server.adapters.jupyter_server.running_server import (
    RunningServer,
    ServerEnded,
    UnsafeRuntimeFile,
    find_server,
)
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.connections.connection_fields import SETTINGS
from jupyter_openbis_server.domain.connections.panel_connections import PanelConnections
from jupyter_openbis_server.domain.errors import ConnectionFailed, InvalidConnection, NotLoggedIn
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.secret import Secret

DEFAULT_TIMEOUT = 10.0
DEFAULT_RESPONSE_TIMEOUT = 45.0
"""Longer than the server's own timeout for openBIS, so that the error names openBIS and not Jupyter."""
_CHUNK = 1 << 16
MAX_BYTES = 1 << 22
_IN_THE_PANEL = "log in in the openBIS panel"
USER_AGENT = "jupyter-openbis-server"
"""The server responds to this User-Agent only."""
_OK = 200
_OPENBIS_FAILED = 500
_CONNECTION_CODES = (
    "connection-failed",
    "instance-unreachable",
    "untrusted-certificate",
    "certificate-not-trusted",
    "certificate-changed",
    "invalid-response",
)
_OTHER_TOKEN = "this Jupyter server refuses the token of its runtime file; restart Jupyter"  # noqa: S105
_ENDED = "the Jupyter server of this kernel has ended; restart the kernel"
_NO_EXTENSION = "this Jupyter server runs without the openBIS extension; install it there, and restart Jupyter"
_PROBLEMS = {401: _OTHER_TOKEN, 403: _OTHER_TOKEN, 404: _NO_EXTENSION}
_NO_TOKEN = "this Jupyter server has no token; set one, e.g. by JUPYTER_TOKEN"  # noqa: S105


class _Unavailable(Exception):
    """The panel cannot be reached; the message is the reason, empty if there is no panel."""


class JupyterPanelLogin:
    """Port `PanelLogin`: sends requests with Jupyter's token to the server on this computer.

    Args:
        environ: The environment of this process.
        runtime_folder: Returns the folder of Jupyter's runtime files.
        timeout: Timeout in seconds for connecting and for responses without a request to openBIS.
        response_timeout: Timeout in seconds for responses that need a request to openBIS.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        runtime_folder: Callable[[], Path],
        timeout: float = DEFAULT_TIMEOUT,
        response_timeout: float = DEFAULT_RESPONSE_TIMEOUT,
    ) -> None:
        self._environ = environ
        self._runtime_folder = runtime_folder
        self._timeout = timeout
        self._response_timeout = response_timeout

    def connections(self) -> PanelConnections:
        """See the port."""
        try:
            status, answer = self._ask("GET", "openbis/conns", self._timeout)
        except _Unavailable as error:
            return PanelConnections.none(str(error))
        entries = answer.get("connections")
        if status != _OK or not isinstance(entries, list):
            return PanelConnections.none(_PROBLEMS.get(status, f"Jupyter answered {status}"))
        found = (_definition(each) for each in entries)
        return PanelConnections(tuple(each for each in found if each))

    def session(self, name: str, expired: Secret | None = None, *, is_saved: bool = True) -> Session:
        """See the port."""
        body = {"connection": name, "expired": expired.fingerprint if expired else None}
        try:
            status, answer = self._ask("POST", "openbis/kernel/login", self._response_timeout, body)
        except _Unavailable as error:
            problem = str(error)
            raise NotLoggedIn(name, _advice(name, problem) if is_saved or not problem else problem) from None
        token = answer.get("token")
        definition = _definition(answer)
        if status == _OK and isinstance(token, str) and token and definition:
            return Session(definition.instance, Secret(token), definition.username, is_shared=True)
        code, reason = answer.get("code"), str(answer.get("reason") or f"Jupyter answered {status}")
        if status == _OPENBIS_FAILED and code in _CONNECTION_CODES:
            raise ConnectionFailed(name, reason.partition("could not be established: ")[2] or reason)
        if code in ("not-logged-in", "missing-credentials", "session-expired", "wrong-credentials"):
            raise NotLoggedIn(name, _advice(name) if is_saved else _IN_THE_PANEL)
        if code == "unknown-connection":
            raise NotLoggedIn(name, _advice(name, "the openBIS panel has no connection of this name"))
        raise NotLoggedIn(name, _advice(name, reason))

    def _ask(
        self, method: str, route: str, timeout: float, body: Mapping[str, Any] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Return status and JSON of a response; {} if it is no object. Raises _Unavailable."""
        server = self._server()
        connection = LocalConnection(server, self._timeout)
        headers = {
            "Authorization": f"token {server.token.reveal()}",
            "Accept": "application/json",
            "User-Agent": USER_AGENT,
        }
        content = None
        if body is not None:
            content = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        slow = "Jupyter is slow"
        try:
            connection.connect()
            connection.sock.settimeout(timeout)
            slow = "openBIS or Jupyter is slow" if body is not None else slow
            connection.request(method, server.base_url + route, content, headers)
            response = connection.getresponse()
            text = _read(response, time.monotonic() + timeout)
        except NotLocal as error:
            raise _Unavailable(f"the Jupyter server does not answer: {error}") from None
        except TimeoutError:
            raise _Unavailable(f"the Jupyter server does not answer (TimeoutError): {slow}; try again") from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise _Unavailable(f"the Jupyter server does not answer ({type(error).__name__})") from None
        finally:
            connection.close()
        return response.status, _object(text)

    def _server(self) -> RunningServer:
        try:
            server = find_server(self._environ, self._runtime_folder())
        except UnsafeRuntimeFile as error:
            raise _Unavailable(str(error)) from None
        except ServerEnded:
            raise _Unavailable(_ENDED) from None
        if server is None:
            raise _Unavailable("")
        if not server.token:
            raise _Unavailable(_NO_TOKEN)
        return server


def _read(response: http.client.HTTPResponse, end: float) -> bytes:
    """Return the content of a response, at most MAX_BYTES. Raises TimeoutError: it is too slow."""
    content = b""
    while len(content) < MAX_BYTES and (chunk := response.read1(_CHUNK)):
        content += chunk
        if time.monotonic() > end:
            raise TimeoutError
    return content


def _object(text: bytes) -> dict[str, Any]:
    """Return the JSON object; {} for any other value."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _definition(entry: object) -> ConnectionDefinition | None:
    """Return the connection in a response, without credentials; None if it is invalid."""
    if not isinstance(entry, dict):
        return None
    url = entry.get("url")
    keys = ("name", "url", "username", "mount", *(each.name for each in SETTINGS))
    known = {key: entry[key] for key in keys if key in entry}
    try:
        return ConnectionDefinition.from_mapping({**known, "http_only": str(url).startswith("http:")})
    except InvalidConnection:
        return None


def _advice(name: str, problem: str | None = None) -> str:
    """Return what to do about a missing login.

    Args:
        name: The connection.
        problem: Why the panel's login cannot be used. None: no user is logged in there. Empty: there is no panel.
    """
    command = f"run `jupyter openbis -c {shlex.quote(name)} login --keep file` (or `keyring`)"
    if problem == "":
        return f"{command}, or set a token or password for the connection"
    if problem is None:
        return f"{_IN_THE_PANEL}, or {command}"
    return f"{problem}; or {command}"
