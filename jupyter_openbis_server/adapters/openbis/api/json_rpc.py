"""openBIS's JSON-RPC: most refusals come as HTTP 200, and not everything that answers is openBIS."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from jupyter_openbis_server.adapters.pybis.http import HttpClient
from jupyter_openbis_server.adapters.pybis.http_limits import HttpLimits
from jupyter_openbis_server.adapters.pybis.translation import Interruption, refusal_of
from jupyter_openbis_server.domain.errors import OpenbisError, SessionExpired
from jupyter_openbis_server.domain.model import Cancellation, Instance
from jupyter_openbis_server.domain.model.secret import MASK

T = TypeVar("T")

_IDEMPOTENT = re.compile(r"(?:get|search|is)[A-Z]|createFastDownloadSession$")  # the last creates nothing
_READING = re.compile(r"as\.dto\.\w+\.(?:get\.Get|search\.Search)\w+Operation")
_DEAD_TOKEN = "InvalidSessionException"  # noqa: S105 - the name of a Java class
_HEADERS = {"Content-Type": "application/json"}


class HiddenList(list[Any]):
    """Parameters with a token: tracebacks that show variables do not show it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"[{MASK}]"


class HiddenBytes(bytes):
    """The body of a request with a token."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"b'{MASK}'"


class JsonRpc:
    """Calls the methods of one instance's services. Safe for use from several threads."""

    def __init__(self, instance: Instance, http: HttpClient) -> None:
        self._instance = instance
        self._http = http

    def call(self, url: str, method: str, params: list[Any], *, read_seconds: float | None = None) -> object:
        """Return the `result` of a call, as JSON values. Idempotent calls are repeated when no answer came through.

        Raises:
            SessionExpired, RequestRefused: openBIS's own answer.
            InstanceUnreachable, InstanceNonsense: there was no answer, or none of openBIS's.
        """

        def once() -> object:
            began = time.monotonic()
            try:
                return self._call(url, method, params, read_seconds)
            finally:
                self._http.answered(method, time.monotonic() - began)

        return repeated(once, self._http.limits) if _is_idempotent(method, params) else once()

    def _call(self, url: str, method: str, params: list[Any], read_seconds: float | None) -> object:
        body = HiddenBytes(json.dumps({"jsonrpc": "2.0", "id": "1", "method": method, "params": params}).encode())
        with self._http.send("POST", url, body=body, headers=_HEADERS, read_seconds=read_seconds) as answer:
            reply = _json_object(answer.content(self._http.limits))
            if isinstance(reply.get("error"), dict):
                raise self._refusal(reply["error"], method, params)
            if answer.status != 200 or "result" not in reply:  # noqa: PLR2004
                raise answer.nonsense()
            return reply["result"]

    def _refusal(self, error: Mapping[str, Any], method: str, params: list[Any]) -> OpenbisError:
        data = error.get("data")
        kind = data.get("exceptionTypeName") if isinstance(data, dict) else None
        if isinstance(kind, str) and kind.endswith(_DEAD_TOKEN):
            return SessionExpired(self._instance.name)
        return refusal_of(str(error.get("message") or ""), self._instance.name, _secrets(method, params))


def repeated(action: Callable[[], T], limits: HttpLimits) -> T:
    """Return what an idempotent action returns, trying again when it was interrupted. Raises Cancelled on request."""
    for pause in limits.pauses():
        try:
            return action()
        except Interruption:
            Cancellation.current().wait(pause)
    return action()


def _is_idempotent(method: str, params: list[Any]) -> bool:
    """Whether calling a method again does no harm; several operations are idempotent if all of them only read."""
    if method != "executeOperations":
        return _IDEMPOTENT.match(method) is not None
    operations = params[1] if len(params) > 1 and isinstance(params[1], list | tuple) else [{}]
    return all(_READING.fullmatch(str(each.get("@type"))) for each in operations)


def _secrets(method: str, params: list[Any]) -> list[str]:
    """Return the parameters that openBIS may repeat in a message and nobody may read: the token, or the password."""
    secret = params[1:2] if method == "login" else params[:1]
    return [each for each in secret if isinstance(each, str)]


def _json_object(body: bytes) -> Mapping[str, Any]:
    """Return a JSON object; an empty one for anything else."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
