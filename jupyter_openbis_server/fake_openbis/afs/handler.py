"""The HTTP side of AFS (openbis-afs 2)."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast

from tornado.http1connection import HTTP1Connection

from jupyter_openbis_server.fake_openbis.afs.calls import read_call, values_of
from jupyter_openbis_server.fake_openbis.afs.encodings import Content
from jupyter_openbis_server.fake_openbis.afs.errors import AfsError
from jupyter_openbis_server.fake_openbis.afs.faults import API_PATH
from jupyter_openbis_server.fake_openbis.afs.service import AfsService
from jupyter_openbis_server.fake_openbis.server.handlers import FakeHandler
from jupyter_openbis_server.fake_openbis.state.afs import AFS_PATH
from jupyter_openbis_server.fake_openbis.state.context import Context

MAX_REQUEST_BYTES = 15_728_640
"""Of a body; the default of openBIS's setting ``httpMaxContentLength``."""

_VERBS = ("GET", "POST", "PUT", "DELETE", "OPTIONS")
_TOO_LARGE = 413
_BAD_REQUEST = 400
_NOT_FOUND = 404
_NOT_ALLOWED = 405


class AfsHandler(FakeHandler):
    """Base: what all answers have in common. Each closes its connection."""

    allowed_verbs = _VERBS

    def initialize(self, context: Context, **more: Any) -> None:  # noqa: ANN401 -- of subclasses
        """Take what the route table gives."""
        super().initialize(context, **more)
        self.set_header("Access-Control-Allow-Origin", "*")
        self.set_header("Access-Control-Allow-Methods", ", ".join(_VERBS))
        self.set_header("Access-Control-Allow-Headers", "*")
        self.set_header("Connection", "close")

    def refuse_verb(self) -> None:
        """Answers any other verb like an unknown path."""
        self.set_status(_NOT_FOUND)
        self.set_header("Content-Type", "text/plain")
        self.finish("404 NOT FOUND")

    def finish(self, chunk: str | bytes | dict[str, Any] | None = None) -> "asyncio.Future[None]":
        """End the reply and the connection."""
        connection = cast("HTTP1Connection | None", self.request.connection)
        sent = super().finish(chunk)
        if connection is not None:
            sent.add_done_callback(lambda _: connection.stream.close())
        return sent


class UnknownAfsPathHandler(AfsHandler):
    """Every path of AFS but that of its methods."""

    def get(self, *_: str) -> None:
        """Says 404."""
        self.refuse_verb()

    post = put = delete = options = get


class AfsApiHandler(AfsHandler):
    """The methods."""

    def initialize(self, context: Context, service: AfsService) -> None:  # type: ignore[override]
        """Take what the route table gives."""
        super().initialize(context)
        self._service = service

    def called_method(self) -> str | None:
        """Return the parameter ``method``."""
        return self._value("method")

    def session_token(self) -> str | None:
        """Return the parameter ``sessionToken``."""
        return self._value("sessionToken")

    def options(self, *_: str) -> None:
        """Answers a browser that asks before it sends a request."""
        wanted = self.request.headers.get("Access-Control-Request-Method")
        if wanted is None:
            self.set_status(_BAD_REQUEST)
        elif wanted not in _VERBS:
            self.set_status(_NOT_ALLOWED)
        self.set_header("Content-Type", "text/plain")
        self.finish()

    async def get(self) -> None:
        """Answers a call."""
        if len(self.request.body) > MAX_REQUEST_BYTES:
            self.set_status(_TOO_LARGE)
            self.clear_header("Content-Type")
            self.finish()
            return
        verb, query, body = self.request.method or "", self.request.query, self.request.body
        try:
            answer = await self.in_thread(lambda: self._service.answer(read_call(verb, query, body)))
        except AfsError as error:
            self.set_status(_BAD_REQUEST)
            self.set_header("Content-Type", "application/json")
            self.finish(self.spoil_json(error.body()))
        else:
            self.set_header("Content-Type", answer.content_type)
            self._finish_in_parts(answer.body)

    post = put = delete = get

    def _finish_in_parts(self, body: Sequence[Content]) -> None:
        """End the reply; what Tornado gets after the headers is sent without being copied."""
        if self.body_faults:
            self.finish(b"".join(body))
            return
        self.set_header("Content-Length", str(sum(map(len, body))))
        for part in body[:-1]:
            self.write(bytes(part))
            self.flush()
        self.finish(bytes(body[-1]))

    def _value(self, name: str) -> str | None:
        values = values_of(self.request.method or "", self.request.query, self.request.body)
        return next(iter(values.get(name, ())), None)


def afs_routes(context: Context) -> list[tuple[str, type, dict[str, Any]]]:
    """Return the Tornado routes of AFS; none if it is not served."""
    if context.settings.afs == "none":
        return []
    api = {"context": context, "service": AfsService(context)}
    return [(API_PATH, AfsApiHandler, api), (f"{AFS_PATH}(?:/.*)?", UnknownAfsPathHandler, {"context": context})]
