"""openBIS's JSON-RPC: most refusals come as HTTP 200, and not everything that answers is openBIS."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from jupyter_openbis_server.adapters.openbis.http.client import HttpClient
from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure, refusal_of
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.http.response import HttpResponse
from jupyter_openbis_server.adapters.shared.incremental_json import TooLarge, read_json
from jupyter_openbis_server.domain.errors import OpenbisError, SessionExpired, UnexpectedResponse
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import MASK

T = TypeVar("T")
Row = Callable[[Any], object]

_IDEMPOTENT = re.compile(r"(?:get|search|is)[A-Z]|createFastDownloadSession$")  # the last creates nothing
_READING = re.compile(r"as\.dto\.\w+\.(?:get\.Get|search\.Search)\w+Operation")
_AT_LOGIN = frozenset({"getMajorVersion", "getMinorVersion", "login", "isSessionActive", "logout"})
"""Asked before it is known whether openBIS responds; each response is a number or a word."""
_OBJECTS = ("result", "objects")
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

    def call(
        self,
        url: str,
        method: str,
        params: list[Any],
        *,
        read_seconds: float | None = None,
        rows: Callable[[], Row] | None = None,
        is_repeated: bool = True,
    ) -> object:
        """Return the `result` of a call, as JSON values.

        Idempotent calls are repeated when no response came through.

        Args:
            url: The service.
            method: Its name.
            params: Its parameters.
            read_seconds: How long to wait for each piece of the response; the usual limit if None.
            is_repeated: Whether an idempotent call may be repeated.
            rows: For a response of very many objects: makes what converts each element of `objects` in the result while
                the response is parsed. Called again for each attempt.

        Raises:
            SessionExpired, RequestRefused: openBIS's own response.
            InstanceUnreachable, UnexpectedResponse: there was no response, or none of openBIS's.
        """

        def once() -> object:
            began = time.monotonic()
            try:
                return self._call(url, method, params, read_seconds, rows and rows())
            finally:
                self._http.on_call(method, time.monotonic() - began)

        return repeated(once, self._http.limits) if is_repeated and _is_idempotent(method, params) else once()

    def _call(self, url: str, method: str, params: list[Any], read_seconds: float | None, row: Row | None) -> object:
        body = HiddenBytes(json.dumps({"jsonrpc": "2.0", "id": "1", "method": method, "params": params}).encode())
        with self._http.send("POST", url, body=body, headers=_HEADERS, read_seconds=read_seconds) as response:
            max_bytes = self._http.limits.login_bytes if method in _AT_LOGIN else None
            reply = json_response(response, self._instance, self._http.limits, max_bytes, row)
            if not isinstance(reply, dict):
                raise response.unexpected()
            if isinstance(reply.get("error"), dict):
                raise self._refusal(reply["error"], method, params)
            if response.status != 200 or "result" not in reply:  # noqa: PLR2004
                raise response.unexpected()
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
        except TransientFailure:
            Cancellation.current().wait(pause)
    return action()


def _is_idempotent(method: str, params: list[Any]) -> bool:
    """Whether calling a method again does no harm; several operations are idempotent if all of them only read."""
    if method != "executeOperations":
        return _IDEMPOTENT.match(method) is not None
    operations = params[1] if len(params) > 1 and isinstance(params[1], list | tuple) else [{}]
    return all(_READING.fullmatch(str(each.get("@type"))) for each in operations)


def _secrets(method: str, params: list[Any]) -> list[str]:
    """Return the secret parameters, which openBIS may repeat in a message: the token, or the password."""
    secret = params[1:2] if method == "login" else params[:1]
    return [each for each in secret if isinstance(each, str)]


def json_response(
    response: HttpResponse, instance: Instance, limits: HttpLimits, max_bytes: int | None = None, row: Row | None = None
) -> object:
    """Return the JSON value of a response; None for anything else.

    Args:
        response: It is read to its end.
        instance: Named in errors.
        limits: How much it may be.
        max_bytes: Size of the response; the usual limit if None.
        row: Converts each element of `result.objects`, see `read_json`.

    Raises:
        UnexpectedResponse: it is too long, or has more values than can be taken.
        InstanceUnreachable: it did not arrive.
    """
    try:
        return read_json(response.bounded(max_bytes), limits.response_memory, rows=_OBJECTS, row=row)
    except ValueError:
        return None
    except TooLarge:
        size = limits.response_memory >> 20
    problem = f"its answer would take more than {size} MiB of memory; ask for less at a time"
    raise UnexpectedResponse(instance.name, problem)
