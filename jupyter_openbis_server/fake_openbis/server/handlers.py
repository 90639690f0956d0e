"""Common base of the fake openBIS's handlers: recording, refused verbs, and faults."""

import asyncio
import contextlib
import functools
import json
import socket
import struct
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ClassVar, TypeVar, cast

from tornado.http1connection import HTTP1Connection
from tornado.httputil import format_timestamp
from tornado.web import RequestHandler

from jupyter_openbis_server.fake_openbis.faults.faults import (
    BODY_KINDS,
    REQUEST_KINDS,
    TAMPERING_KINDS,
    Fault,
    FaultKind,
    RequestTarget,
)
from jupyter_openbis_server.fake_openbis.faults.mutations import Reply, mutated
from jupyter_openbis_server.fake_openbis.faults.tampered_connection import TamperedConnection
from jupyter_openbis_server.fake_openbis.server.requests_log import RecordedRequest
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import JsonRpcResponse, JsonRpcService

ResultT = TypeVar("ResultT")

LOGIN_PAGE = (
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form method='post' action='/login'>"
    "<input name='user'/><input name='password' type='password'/></form></body></html>"
)
PROXY_PAGE = "<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center></body></html>"
_REDIRECT_TARGET = "/fake/login"


class FakeHandler(RequestHandler):
    """Base of every handler: records the request, refuses verbs openBIS refuses, lets faults strike.

    A subclass whose requests name a method overrides ``called_method``; one whose requests carry the token
    in a field other than the query's ``sessionID`` overrides ``session_token``.
    """

    allowed_verbs: ClassVar[tuple[str, ...]] = ("GET", "POST", "OPTIONS")
    place: RequestTarget
    body_faults: list[Fault]

    def initialize(self, context: Context) -> None:
        """Take what the route table gives."""
        self.context = context
        self.body_faults = []
        self._hanging: Future[None] | None = None
        self.set_header("Date", format_timestamp(context.laboratory.now() / 1000))

    def called_method(self) -> str | None:
        """Return the JSON-RPC or servlet method this request calls, if it names one."""
        return None

    def session_token(self) -> str | None:
        """Return the token this request carries, if any."""
        return self.get_query_argument("sessionID", None)

    def compute_etag(self) -> str | None:
        """No ETag: openBIS sends none."""
        return None

    async def prepare(self) -> None:
        """Run before the verb's method; end the request where a fault or the method filter says so."""
        self.place = RequestTarget(self.request.path, self.called_method())
        self._record()
        if self.request.method not in self.allowed_verbs:
            self.refuse_verb()
            return
        if self.context.settings.latency:
            await asyncio.sleep(self.context.settings.latency)
        for fault in self.context.faults.take(self.place, REQUEST_KINDS):
            await self._suffer(fault)
            if self._finished:
                return
        self.body_faults = self.context.faults.take(self.place, BODY_KINDS)
        if any(fault.kind in TAMPERING_KINDS for fault in self.body_faults):
            connection = cast("HTTP1Connection", self.request.connection)
            self.request.connection = TamperedConnection(connection, self.body_faults)

    def finish(self, chunk: str | bytes | dict[str, Any] | None = None) -> "asyncio.Future[None]":
        """End the reply; one that has not begun may be mutated."""
        seeds = [fault.seed for fault in self.body_faults if fault.kind is FaultKind.MUTATE]
        if not seeds or self._headers_written or self.request.connection is None:
            return super().finish(chunk)
        if chunk is not None:
            self.write(chunk)
        headers = tuple(each for each in self._headers.get_all() if each[0] != "Content-Length")
        reply = Reply(self.get_status(), headers, b"".join(self._write_buffer))
        return self._finish_on_the_wire(mutated(reply, seeds[0]))

    def options(self, *_: str) -> None:
        """Answer an empty 200."""

    def refuse_verb(self) -> None:
        """End a request whose verb is not one of ``allowed_verbs``."""
        self.set_status(405)
        self.set_header("Allow", ", ".join(self.allowed_verbs))
        self.finish(f"Method '{self.request.method}' is not allowed")

    def faults_at(self, file: str | None, *kinds: FaultKind) -> list[Fault]:
        """Return the faults that strike one chunk or one row of this request.

        Args:
            file: Path inside the data set of the file concerned.
            kinds: Which kinds can be carried out here.
        """
        return self.context.faults.take(RequestTarget(self.place.path, self.place.method, file), kinds)

    def spoil_json(self, body: bytes) -> bytes:
        """Return the JSON reply, cut in half if a fault says so."""
        bad = any(fault.kind is FaultKind.BAD_JSON for fault in self.body_faults)
        return body[: len(body) // 2] if bad else body

    def reset_connection(self) -> None:
        """End the request by resetting its TCP connection."""
        stream = cast("HTTP1Connection", self.request.connection).stream
        raw = getattr(stream, "socket", None)
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        stream.close()
        self.finish()

    async def in_thread(self, work: Callable[..., ResultT], *args: object) -> ResultT:
        """Run blocking work on another thread, so that other requests are served meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(None, functools.partial(work, *args))

    def _finish_on_the_wire(self, reply: Reply) -> "asyncio.Future[None]":
        """Send what HTTP servers refuse to send."""
        stream = cast("HTTP1Connection", self.request.connection).stream
        self.body_faults, self._write_buffer, self._finished = [], [], True
        if stream.closed():
            return asyncio.Future()
        sent = stream.write(reply.on_the_wire())
        sent.add_done_callback(lambda done: stream.close() if done.exception() is None else None)
        return sent

    def _record(self) -> None:
        connection = cast("HTTP1Connection", self.request.connection)
        address = getattr(connection.context, "address", None)
        headers = {name.lower(): value for name, value in self.request.headers.get_all()}
        number = address[1] if address else 0
        verb = self.request.method or ""
        self.context.requests.add(RecordedRequest(verb, self.place.path, self.place.method, headers, number))

    async def _suffer(self, fault: Fault) -> None:
        match fault.kind:
            case FaultKind.LATENCY:
                await asyncio.sleep(fault.seconds or 0)
            case FaultKind.HANG:
                await self._hang(fault.seconds)
            case FaultKind.EXPIRE_SESSION:
                self.context.sessions.expire(self.session_token())
            case FaultKind.STATUS:
                self.set_status(fault.status)
                self.finish(PROXY_PAGE.format(status=fault.status))
            case FaultKind.LOGIN_PAGE:
                self.finish(LOGIN_PAGE)
            case FaultKind.LOGIN_REDIRECT:
                self.redirect(_REDIRECT_TARGET)
            case FaultKind.RESET:
                self.reset_connection()

    async def _hang(self, seconds: float | None) -> None:
        self._hanging = self.context.faults.hang()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.wrap_future(self._hanging), seconds)

    def on_connection_close(self) -> None:
        """Note that the client has disconnected: a hang ends, and the request is processed."""
        if self._hanging is not None:
            self.context.faults.let_go(self._hanging)


class JsonRpcHandler(FakeHandler):
    """One JSON-RPC URL; the service does the work on another thread."""

    def initialize(self, context: Context, service: JsonRpcService) -> None:  # type: ignore[override]
        """Take what the route table gives."""
        super().initialize(context)
        self._service = service

    def called_method(self) -> str | None:
        """Return the method of a single call; the methods of a batch, joined by commas."""
        if self.request.method == "GET":
            return self.get_query_argument("method", None)
        calls = self._calls()
        return ",".join(str(call.get("method")) for call in calls if isinstance(call, dict)) or None

    def session_token(self) -> str | None:
        """Return the first parameter, which is nearly always the token."""
        params = [call.get("params") for call in self._calls() if isinstance(call, dict)]
        first = next((param[0] for param in params if isinstance(param, list) and param), None)
        return first if isinstance(first, str) else None

    async def post(self) -> None:
        """Answers a call or a batch."""
        self._send(await self.in_thread(self._service.respond, self.request.body))

    async def get(self) -> None:
        """Answers a call given in the query."""
        query = {name: values[-1].decode() for name, values in self.request.query_arguments.items()}
        self._send(await self.in_thread(self._service.respond_to_query, query))

    def _record(self) -> None:
        super()._record()
        if self.request.method == "POST":
            self.context.calls.add(self.request.path, self.context.settings.api_version, self.request.body)

    def _send(self, response: JsonRpcResponse) -> None:
        self.set_status(response.status)
        self.set_header("Content-Type", "application/json-rpc")
        self.finish(self.spoil_json(response.body))

    def _calls(self) -> list[Any]:
        try:
            body = json.loads(self.request.body or b"null")
        except ValueError:
            return []
        return body if isinstance(body, list) else [body]


class LoginPageHandler(FakeHandler):
    """Where the login redirect of a proxy leads to."""

    def get(self) -> None:
        """Answer the login page, with status 200."""
        self.finish(LOGIN_PAGE)


class UnknownPathHandler(FakeHandler):
    """Every path without a handler."""

    def get(self) -> None:
        """Says 404."""
        self.set_status(404)
        self.finish(PROXY_PAGE.format(status=404))

    post = get
