"""The JSON-RPC envelope as jsonrpc4j has it (openbis-protocol 1.2 and 1.3)."""

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_openbis_server.fake_openbis.wire.failures import Failure
from jupyter_openbis_server.fake_openbis.wire.json_beans import Json, encode

Method = Callable[..., object]


@dataclass(frozen=True)
class JsonRpcResponse:
    """What goes back: the HTTP status and the body, which may be empty."""

    status: int
    body: bytes


class JsonRpcService:
    """The methods of one JSON-RPC URL, each called with its positional parameters.

    A method says no by raising a ``Failure``, which becomes an HTTP 200 with ``error``; it may return beans, lists,
    dictionaries and plain values. A method with fixed parameters refuses calls with more or fewer.

    Args:
        methods: The methods by name.
        stack_traces: Whether errors carry ``stackTrace`` (servers since 2023).
    """

    def __init__(self, methods: Mapping[str, Method], *, stack_traces: bool = True) -> None:
        self._methods = dict(methods)
        self._arity = {name: len(inspect.signature(method).parameters) for name, method in methods.items()}
        self._stack_traces = stack_traces

    def respond(self, body: bytes) -> JsonRpcResponse:
        """Answers the body of a POST request."""
        if not body.strip():
            return JsonRpcResponse(400, b"")
        try:
            request = json.loads(body)
        except ValueError:
            return _protocol_error(400, "null", -32700, "JSON parse error")
        if isinstance(request, list):
            replies = [reply for _, reply in map(self._reply, request) if reply is not None]
            return JsonRpcResponse(200, _dump(replies))
        status, reply = self._reply(request)
        return JsonRpcResponse(status, b"" if reply is None else _dump(reply))

    def respond_to_query(self, query: Mapping[str, str]) -> JsonRpcResponse:
        """Answers a GET request with ``method``, ``id`` and ``params`` (JSON) in the query."""
        try:
            params = json.loads(query.get("params") or "[]")
        except ValueError:
            return _protocol_error(400, "null", -32700, "JSON parse error")
        request = {name: query[name] for name in ("method", "id") if name in query} | {"params": params}
        status, reply = self._reply(request)
        return JsonRpcResponse(status, b"" if reply is None else _dump(reply))

    def _reply(self, request: Json) -> tuple[int, dict[str, Any] | None]:
        if not isinstance(request, dict):
            return 400, _error("null", {"code": -32600, "message": "invalid request"})
        call_id = request.get("id")
        name = request.get("method")
        params = request.get("params") or []
        if not isinstance(name, str) or name not in self._methods:
            return 404, _error(call_id, {"code": -32601, "message": "method not found"})
        if not isinstance(params, list) or len(params) != self._arity[name]:
            return 500, _error(call_id, {"code": -32602, "message": "method parameters invalid"})
        outcome = self._call(name, params)
        return 200, {"jsonrpc": "2.0", "id": call_id, **outcome} if "id" in request else None

    def _call(self, name: str, params: list[Any]) -> dict[str, Any]:
        try:
            return {"result": encode(self._methods[name](*params))}
        except Failure as failure:
            return {"error": {"code": 0, "message": failure.message, "data": self._data(failure)}}

    def _data(self, failure: Failure) -> dict[str, str]:
        data = {"exceptionTypeName": failure.java_class, "message": failure.message}
        if self._stack_traces:
            data["stackTrace"] = (
                f"{failure.java_class}: {failure.message}\n\tat ch.ethz.sis.openbis.Fake.call(Fake.java)"
            )
        return data


def _error(call_id: object, error: dict[str, Any]) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": call_id, "error": error}


def _protocol_error(status: int, call_id: str, code: int, message: str) -> JsonRpcResponse:
    return JsonRpcResponse(status, _dump(_error(call_id, {"code": code, "message": message})))


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
