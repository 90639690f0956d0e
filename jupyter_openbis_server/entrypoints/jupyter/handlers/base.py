"""What all handlers share: parsing, threads, answers and errors."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, NoReturn, TypeVar

from jupyter_server.base.handlers import APIHandler
from marshmallow import Schema, ValidationError
from tornado import web

from jupyter_openbis_server.adapters.logs import one_line
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model import ActionKind, Job
from jupyter_openbis_server.entrypoints.answers.errors import answer_to
from jupyter_openbis_server.entrypoints.container import Container
from jupyter_openbis_server.entrypoints.jupyter.error_table import status_of
from jupyter_openbis_server.entrypoints.jupyter.job_watch import JobWatch, error_of
from jupyter_openbis_server.entrypoints.jupyter.kernel_access import KernelAccess
from jupyter_openbis_server.entrypoints.jupyter.refresher import Refresher
from jupyter_openbis_server.entrypoints.jupyter.request_errors import (
    BadRequest,
    CrossSite,
    KernelLoginRefused,
    RequestError,
    answer_to_any,
)
from jupyter_openbis_server.entrypoints.jupyter.senders import check_sender
from jupyter_openbis_server.entrypoints.jupyter.workers import JOBS, Lane, Workers

T = TypeVar("T")

_READING = ("GET", "HEAD", "OPTIONS")
_LARGEST_BODY = 32 << 20


@dataclass(frozen=True)
class Services:
    """What handlers work with.

    Attributes:
        container: Gives the use cases.
        openapi_document: Makes the description of the API.
        login_patience: Seconds for which the registration of a connection waits for its login.
        kernel_access: Decides which requests are answered with a session.
    """

    container: Container
    workers: Workers
    refresher: Refresher
    watch: JobWatch
    openapi_document: Callable[[], dict[str, Any]]
    login_patience: float
    kernel_access: KernelAccess


@dataclass(frozen=True)
class Operation:
    """One verb of a route, for the OpenAPI document.

    Attributes:
        body: What is sent; several schemas where there are several forms.
        errors: Statuses of failure.
        changes: Whether a GET changes something, though a GET should not.
        polled: Asked again and again by open pages, and so no activity: else a hub would never cull an idle server.
        status: The status of success.
        also: Other successes: status to the schemas of the answer's forms.
    """

    summary: str
    answer: type[Schema] | None
    body: type[Schema] | tuple[type[Schema], ...] | None = None
    query: type[Schema] | None = None
    errors: tuple[int, ...] = ()
    changes: bool = False
    polled: bool = False
    status: int = 200
    also: Mapping[int, tuple[type[Schema], ...]] = field(default_factory=dict)


class OpenbisHandler(APIHandler):
    """The base of all handlers."""

    auth_resource = "jupyter_openbis_server:openbis"
    operations: ClassVar[dict[str, Operation]] = {}
    also_in_errors: ClassVar[dict[str, Any]] = {}
    """What a published client reads from the answer without looking at the status."""

    _is_told = False
    """Whether operators hear of the request's error from elsewhere."""

    def initialize(self, services: Services) -> None:
        """Take what the extension hands to every handler."""
        self.services = services
        self.container = services.container

    async def prepare(self) -> None:  # type: ignore[override]
        """Decide whether the request counts as activity, and whether the page may send it that has sent it."""
        method = self.request.method or ""
        operation = self.operations.get(method.lower())
        self._track_activity = not (operation and operation.polled)
        try:
            await super().prepare()
        except web.HTTPError as error:
            if error.status_code == 404:  # noqa: PLR2004 - how Jupyter refuses the pages of other sites
                raise CrossSite from error
            raise
        if self.current_user and method != "OPTIONS":
            check_sender(self, changes=method not in _READING or bool(operation and operation.changes))

    def set_default_headers(self) -> None:
        """Say of all answers, errors too, that they are what their type says and nobody's to keep."""
        super().set_default_headers()
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")

    def body(self, schema: type[Schema]) -> Any:  # noqa: ANN401
        """Return the request's body as the schema loads it; no body is an empty one. Raises BadRequest."""
        return self.loaded(schema, self.json_object())

    def json_object(self) -> dict[str, Any]:
        """Return the request's body; no body is an empty object. Raises BadRequest."""
        body = self.request.body.strip()
        if len(body) > _LARGEST_BODY:
            raise BadRequest({"body": f"is larger than {_LARGEST_BODY >> 20} MiB"}, 413)
        try:
            # Not Jupyter's `get_json_body`: in its log one could read the passwords of what is not quite JSON.
            content = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant) if body else None
        except (ValueError, RecursionError):
            raise BadRequest({"body": "is not JSON"}) from None
        if content is not None and not isinstance(content, dict):
            raise BadRequest({"body": "must be a JSON object"})
        return content or {}

    def query(self, schema: type[Schema]) -> Any:  # noqa: ANN401
        """Return the request's query as the schema loads it. Raises BadRequest."""
        return self.loaded(schema, {key: self.get_query_argument(key) for key in self.request.query_arguments})

    async def off_the_loop(self, lane: Lane, work: Callable[[], T]) -> T:
        """Run a use case in a thread of its lane."""
        return await self.services.workers.run(lane, work)

    async def observed(
        self,
        kind: ActionKind,
        connection: str,
        lane: Lane,
        work: Callable[[], T],
        *,
        username: str = "",
        client: str = "",
    ) -> T:
        """Do the same, and tell operators how it has ended."""
        self._is_told = True
        with self.container.observation().of(kind, connection, owner=self.owner, username=username, client=client):
            return await self.off_the_loop(lane, work)

    async def patiently(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Wait as long as is sensible for work with a login in it; None: it goes on by itself."""
        login = asyncio.ensure_future(work)
        await asyncio.wait([login], timeout=self.services.login_patience)
        return login.result() if login.done() else None

    @property
    def owner(self) -> str:
        """The name of Jupyter's user."""
        return str(getattr(self.current_user, "username", None) or "")

    async def end_of(self, started: Job) -> Job:
        """Wait until a job has ended. Raises what has ended it, if it did not succeed."""
        get = self.container.get_job()
        job = await self.services.watch.end_of(started.id, lambda: self.off_the_loop(JOBS, lambda: get(started.id)))
        error = error_of(job)
        if error:
            self._is_told = True
            raise error
        return job

    def answer(self, schema: type[Schema], content: object) -> asyncio.Future[None]:
        """Answer with 200 and what the schema makes of `content`."""
        return self.finish(schema().dump(content))

    def write_error(self, status_code: int, **kwargs: Any) -> None:  # noqa: ANN401
        """Answer domain errors by the table; everything else as JSON, too."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, OpenbisError):
            self.set_status(status_of(error))
            if status_of(error) == 503:  # noqa: PLR2004
                self.set_header("Retry-After", "5")
            self.finish({**self.also_in_errors, **answer_to(error)})
        elif isinstance(error, RequestError):
            self.finish({**self.also_in_errors, **error.answer})
        else:
            self.finish({**self.also_in_errors, **answer_to_any(status_code, error)})

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:  # noqa: ANN401
        """Log a domain error as one line: it is an answer, not an accident."""
        if isinstance(value, OpenbisError):
            if not self._is_told:
                self.container.observation().failed(value)
                request = f"{self.request.method} {self.request.path}"
                self.log.info("openBIS: %s: %s (%s)", one_line(request), one_line(value), value.code)
        elif isinstance(value, CrossSite):
            request = f"{self.request.method} {self.request.path}"
            self.log.warning("openBIS: %s: refused, a cross-site request", one_line(request))
        elif isinstance(value, KernelLoginRefused):
            self.log.warning("openBIS: %s from %s", one_line(value.answer["reason"]), self.request.remote_ip)
        elif not isinstance(value, RequestError):
            super().log_exception(typ, value, tb)

    @staticmethod
    def loaded(schema: type[Schema], content: dict[str, Any]) -> Any:  # noqa: ANN401
        """Return what a schema makes of parts of a request. Raises BadRequest."""
        try:
            return schema().load(content)
        except ValidationError as error:
            raise BadRequest(_flat(error.messages_dict)) from error


def _refuse_constant(name: str) -> NoReturn:
    """Refuse `NaN` and `Infinity`, which Python reads and JSON does not know."""
    raise ValueError(name)


def _flat(messages: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Return marshmallow's nested messages as one level: `files.0` to a sentence."""
    flat: dict[str, str] = {}
    for key, value in messages.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            flat.update(_flat(value, f"{name}."))
        else:
            flat[name] = " ".join(str(each) for each in value)
    return flat
