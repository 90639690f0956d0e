"""What all handlers share: parsing, threads, answers and errors."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import responses
from typing import Any, ClassVar, NoReturn, TypeVar

from jupyter_server.base.handlers import APIHandler
from marshmallow import Schema, ValidationError
from tornado import web

from jupyter_openbis_server.domain.errors import OpenbisError, UnexpectedFailure
from jupyter_openbis_server.domain.model import Job
from jupyter_openbis_server.entrypoints.answers.errors import answer_to
from jupyter_openbis_server.entrypoints.container import Container
from jupyter_openbis_server.entrypoints.jupyter.error_table import status_of
from jupyter_openbis_server.entrypoints.jupyter.job_watch import JobWatch, error_of
from jupyter_openbis_server.entrypoints.jupyter.refresher import Refresher
from jupyter_openbis_server.entrypoints.jupyter.workers import Lane, Workers

T = TypeVar("T")


@dataclass(frozen=True)
class Services:
    """What handlers work with.

    Attributes:
        container: Gives the use cases.
        openapi_document: Makes the description of the API.
        login_patience: Seconds for which the registration of a connection waits for its login.
    """

    container: Container
    workers: Workers
    refresher: Refresher
    watch: JobWatch
    openapi_document: Callable[[], dict[str, Any]]
    login_patience: float


@dataclass(frozen=True)
class Operation:
    """One verb of a route, for the OpenAPI document.

    Attributes:
        body: What is sent; several schemas where there are several forms.
        errors: Statuses of failure.
        polled: Asked again and again by open pages, and so no activity: else a hub would never cull an idle server.
        status: The status of success.
        also: Other successes: status to the schemas of the answer's forms.
    """

    summary: str
    answer: type[Schema] | None
    body: type[Schema] | tuple[type[Schema], ...] | None = None
    query: type[Schema] | None = None
    errors: tuple[int, ...] = ()
    polled: bool = False
    status: int = 200
    also: Mapping[int, tuple[type[Schema], ...]] = field(default_factory=dict)


class BadRequest(web.HTTPError):
    """A body or query that cannot be used; `problems` maps a field to what is wrong with it."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(400, "bad request")
        self.problems = problems

    @property
    def answer(self) -> dict[str, Any]:
        """The JSON for it."""
        return {
            "reason": "; ".join(f"{field}: {problem}" for field, problem in self.problems.items()),
            "code": "bad-request",
            "errors": [{field: problem} for field, problem in self.problems.items()],
        }


class OpenbisHandler(APIHandler):
    """The base of all handlers."""

    auth_resource = "jupyter_openbis_server:openbis"
    operations: ClassVar[dict[str, Operation]] = {}
    also_in_errors: ClassVar[dict[str, Any]] = {}
    """What a published client reads from the answer without looking at the status."""

    def initialize(self, services: Services) -> None:
        """Take what the extension hands to every handler."""
        self.services = services
        self.container = services.container

    async def prepare(self) -> None:  # type: ignore[override]
        """Decide whether the request counts as activity."""
        operation = self.operations.get((self.request.method or "").lower())
        self._track_activity = not (operation and operation.polled)
        await super().prepare()

    def body(self, schema: type[Schema]) -> Any:  # noqa: ANN401
        """Return the request's body as the schema loads it; no body is an empty one. Raises BadRequest."""
        return self._loaded(schema, self.json_object())

    def json_object(self) -> dict[str, Any]:
        """Return the request's body; no body is an empty object. Raises BadRequest."""
        # Jupyter's own way would log a body that is no JSON, and that may hold a password.
        try:
            text = self.request.body.decode("utf-8").strip()
            content = json.loads(text, parse_constant=_refuse_constant) if text else None
        except (ValueError, RecursionError):
            raise BadRequest({"body": "is not JSON"}) from None
        if content is not None and not isinstance(content, dict):
            raise BadRequest({"body": "must be a JSON object"})
        return content or {}

    def query(self, schema: type[Schema]) -> Any:  # noqa: ANN401
        """Return the request's query as the schema loads it. Raises BadRequest."""
        return self._loaded(schema, {key: self.get_query_argument(key) for key in self.request.query_arguments})

    async def off_the_loop(self, lane: Lane, work: Callable[[], T]) -> T:
        """Run a use case in a thread of its lane."""
        return await self.services.workers.run(lane, work)

    async def end_of(self, started: Job) -> Job:
        """Wait until a job has ended. Raises what has ended it, if it did not succeed."""
        get = self.container.get_job()
        job = await self.services.watch.end_of(
            started.id, lambda: self.off_the_loop(Lane("jobs", width=1), lambda: get(started.id))
        )
        error = error_of(job)
        if error:
            raise error
        return job

    def answer(self, schema: type[Schema], content: object) -> asyncio.Future[None]:
        """Answer with 200 and what the schema makes of `content`."""
        return self.finish(schema().dump(content))

    def write_error(self, status_code: int, **kwargs: Any) -> None:  # noqa: ANN401
        """Answer domain errors by the table; everything else has a reason and a code, too."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, OpenbisError):
            self.set_status(status_of(error))
            if status_of(error) == 503:  # noqa: PLR2004
                self.set_header("Retry-After", "5")
            self.finish({**self.also_in_errors, **answer_to(error)})
        elif isinstance(error, BadRequest):
            self.finish({**self.also_in_errors, **error.answer})
        elif isinstance(error, web.HTTPError) or error is None:
            self.finish({**self.also_in_errors, **_answer_to_http_error(status_code, error)})
        else:
            self.finish({**self.also_in_errors, **answer_to(UnexpectedFailure(error))})

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:  # noqa: ANN401
        """Log a domain error as one line: it is an answer, not an accident."""
        if isinstance(value, OpenbisError):
            self.log.info("openBIS: %s %s: %s (%s)", self.request.method, self.request.path, value, value.code)
        elif not isinstance(value, BadRequest):
            super().log_exception(typ, value, tb)

    @staticmethod
    def _loaded(schema: type[Schema], content: dict[str, Any]) -> Any:  # noqa: ANN401
        try:
            return schema().load(content)
        except ValidationError as error:
            raise BadRequest(_flat(error.messages_dict)) from error


def _refuse_constant(name: str) -> NoReturn:
    """Refuse `NaN` and `Infinity`, which Python reads and JSON does not know."""
    raise ValueError(name)


def _answer_to_http_error(status: int, error: web.HTTPError | None) -> dict[str, Any]:
    """Return the JSON for what Jupyter or Tornado refuse; `message` is what Jupyter calls the reason."""
    if status == 400:  # noqa: PLR2004 - the only one that is left: it could not be read
        return BadRequest({"url": "holds bytes that are no UTF-8"}).answer
    message = responses.get(status, "Unknown HTTP error")
    return {
        "message": (error and error.log_message) or message,
        "reason": (error and error.reason) or message,
        "code": f"http-{status}",
    }


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
