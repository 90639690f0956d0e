"""Base of all handlers: parsing, threads, responses and errors."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from typing import Any, ClassVar, NoReturn, ParamSpec, TypeVar

from jupyter_server.base.handlers import APIHandler
from marshmallow import Schema, ValidationError, fields
from tornado import web
from tornado.iostream import StreamClosedError

from jupyter_openbis_server.adapters.logs import one_line
from jupyter_openbis_server.adapters.shared.incremental_json import PIECE_BYTES, TooLarge, read_json
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.jobs.job import Job
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.entrypoints.jupyter.encoding import encoded
from jupyter_openbis_server.entrypoints.jupyter.error_table import status_of
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import ObservedAction, Operation, Services
from jupyter_openbis_server.entrypoints.jupyter.loop.job_watch import error_of
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import BODIES, JOBS, RESPONSES, Lane, folder_lane
from jupyter_openbis_server.entrypoints.jupyter.request_errors import (
    BadRequest,
    CrossSite,
    KernelLoginRefused,
    RequestError,
    error_response_to_any,
)
from jupyter_openbis_server.entrypoints.jupyter.request_origin import check_request_origin
from jupyter_openbis_server.entrypoints.schemas.base import named_folder
from jupyter_openbis_server.entrypoints.schemas.errors import error_response

P = ParamSpec("P")
T = TypeVar("T")

_READING = ("GET", "HEAD", "OPTIONS")
_MAX_BODY, _MAX_BODY_MEMORY = 32 << 20, 128 << 20
_PARSED_AT_ONCE = 64 * 1024
"""Maximum bytes of a request body that is parsed in the event loop; larger ones are parsed in a thread."""


class OpenbisHandler(APIHandler):
    """The base of all handlers."""

    auth_resource = "jupyter_openbis_server:openbis"
    operations: ClassVar[dict[str, Operation]] = {}
    also_in_errors: ClassVar[dict[str, Any]] = {}
    """Keys that a published client reads from the response without checking the status."""

    _long_body: Any = None
    _body_problem: BadRequest | None = None
    _already_reported = False
    """Whether the request's error has been reported to operators by an observed action or a job."""

    def initialize(self, services: Services) -> None:
        """Store the services that the extension passes to every handler."""
        self.services = services
        self.use_cases = services.use_cases

    async def prepare(self) -> None:  # type: ignore[override]
        """Check the origin of the request, and decide whether it counts as activity."""
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
            check_request_origin(self, changes=method not in _READING or bool(operation and operation.changes))
            if len(self.request.body) > _PARSED_AT_ONCE:
                await self._parse_long_body()

    def set_default_headers(self) -> None:
        """Forbid content sniffing and caching, for errors too."""
        super().set_default_headers()
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")

    def parse(self, schema: type[Schema]) -> Any:  # noqa: ANN401
        """Return the request's body as the schema loads it; a missing body is an empty object. Raises BadRequest."""
        return self.load(schema, self.json_object())

    def json_object(self) -> dict[str, Any]:
        """Return the request's body; a missing body is an empty object. Raises BadRequest."""
        if self._body_problem:
            raise self._body_problem
        content = self._json_body() if self._long_body is None else self._long_body
        if content is not None and not isinstance(content, dict):
            raise BadRequest({"body": "must be a JSON object"})
        return content or {}

    def choice(self, key: str, values: Iterable[str]) -> str:
        """Return a text of the body that has to be one of several. Raises BadRequest."""
        value, known = self.json_object().get(key), tuple(values)
        if not isinstance(value, str) or value not in known:
            raise BadRequest({key: f"must be one of: {', '.join(known)}"})
        return value

    async def _parse_long_body(self) -> None:
        """Parse the body in a thread. Errors are raised when the body is used: some requests ignore it."""
        try:
            self._long_body = await self.run_in_thread(BODIES, self._json_body)
        except BadRequest as error:
            self._body_problem = error.with_traceback(None)  # else its frames and this handler form a cycle

    def _json_body(self) -> Any:  # noqa: ANN401
        """Return the value of the body; None if there is none. Raises BadRequest."""
        body = self.request.body.strip()
        if len(body) > _MAX_BODY:
            raise BadRequest({"body": f"is larger than {_MAX_BODY >> 20} MiB"}, 413)
        pieces = (body[start : start + PIECE_BYTES] for start in range(0, len(body), PIECE_BYTES))
        try:
            # Not Jupyter's `get_json_body`: it logs invalid JSON, which may contain passwords.
            return read_json(pieces, _MAX_BODY_MEMORY, parse_constant=_refuse_constant) if body else None
        except ValueError:
            raise BadRequest({"body": "is not JSON"}) from None
        except TooLarge:
            raise BadRequest({"body": "has too many values"}, 413) from None

    def parse_query(self, schema: type[Schema]) -> Any:  # noqa: ANN401
        """Return the request's query as the schema loads it; only its lists may be repeated. Raises BadRequest."""
        lists = {each.data_key or name for name, each in schema().fields.items() if isinstance(each, fields.List)}
        given = {
            key: self.get_query_arguments(key) if key in lists else self.get_query_argument(key)
            for key in self.request.query_arguments
        }
        return self.load(schema, given)

    async def run_in_thread(self, lane: Lane, use_case: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """Run a use case in a thread of its lane, and return its result."""
        return await self.services.workers.run(lane, use_case, *arguments, **options)

    @property
    def root_dir(self) -> str:
        """Jupyter's root folder."""
        return str(self.use_cases.settings.root_dir)

    def folder_of(self, params: type[Schema]) -> str:
        """Return the absolute path of the query's `folder`, which may begin in Jupyter's root folder."""
        return named_folder(self.parse_query(params)["folder"], self.root_dir)

    async def check_responding(self, paths: Iterable[str]) -> None:
        """Check that folders or files respond, before work that may take long for other reasons.

        Args:
            paths: Absolute, or relative to Jupyter's root folder; they need not exist.

        Raises:
            FolderNotResponding: the file system of a path hangs; the error names it.
        """
        root = self.root_dir
        for path in dict.fromkeys(os.path.join(root, each) for each in paths):  # noqa: PTH118 - may be no path
            await self.run_in_thread(folder_lane(path), os.path.exists, path)

    async def run_observed(
        self, action: ObservedAction, lane: Lane, use_case: Callable[P, T], *arguments: P.args, **options: P.kwargs
    ) -> T:
        """Run a use case as `run_in_thread` does, and report its result to operators."""
        self._already_reported = True
        with self.use_cases.diagnostics.observation.of(
            action.kind, action.connection, owner=self.jupyter_user, username=action.username, client=action.client
        ):
            return await self.run_in_thread(lane, use_case, *arguments, **options)

    async def with_login_timeout(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Return the result of work that logs in; None after the timeout: the work continues in the background."""
        login = asyncio.ensure_future(work)
        self.services.background_logins.add(login)
        login.add_done_callback(self.services.background_logins.discard)
        await asyncio.wait([login], timeout=self.services.login_timeout)
        return login.result() if login.done() else None

    @property
    def jupyter_user(self) -> str:
        """The name of Jupyter's user."""
        return str(getattr(self.current_user, "username", None) or "")

    async def wait_for_end(self, started: Job) -> Job:
        """Wait until a job has ended. Raises its error if it did not succeed."""
        get_job = partial(self.run_in_thread, JOBS, self.use_cases.jobs.get, started.id)
        job = await self.services.watch.wait_for_end(started.id, get_job)
        error = error_of(job)
        if error:
            self._already_reported = True
            raise detached(error)
        return job

    def send(self, schema: type[Schema], content: object) -> asyncio.Future[None]:
        """Send 200 and the content as the schema dumps it."""
        return self.finish(schema().dump(content))

    async def send_long(self, schema: type[Schema], content: object) -> None:
        """Send content that may have hundreds of thousands of rows: dumped in a thread, and written in parts."""
        held = [content]
        del content  # the thread frees it, in steps
        parts = await self.run_in_thread(RESPONSES, encoded, schema(), held)
        self.set_header("Content-Type", "application/json")
        self.set_header("Content-Length", sum(map(len, parts)))
        try:
            for number in range(len(parts) - 1):
                self.write(parts[number])
                parts[number] = b""
                await self.flush()
            await self.finish(parts[-1])
        except StreamClosedError:  # the client has disconnected
            return

    def write_error(self, status_code: int, **kwargs: Any) -> None:  # noqa: ANN401
        """Respond with the status from `error_table` for domain errors; with JSON for all errors."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, OpenbisError):
            self.set_status(status_of(error))
            if status_of(error) == 503:  # noqa: PLR2004
                self.set_header("Retry-After", "5")
            self.finish({**self.also_in_errors, **error_response(error)})
        elif isinstance(error, RequestError):
            self.finish({**self.also_in_errors, **error.response})
        else:
            self.finish({**self.also_in_errors, **error_response_to_any(status_code, error)})

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:  # noqa: ANN401
        """Log a domain error as one line: an expected error, not a bug."""
        if isinstance(value, OpenbisError):
            if not self._already_reported:
                self.use_cases.diagnostics.observation.on_error(value)
                request = f"{self.request.method} {self.request.path}"
                self.log.info("openBIS: %s: %s (%s)", one_line(request), one_line(value), value.code)
        elif isinstance(value, CrossSite):
            request = f"{self.request.method} {self.request.path}"
            self.log.warning("openBIS: %s: refused, a cross-site request", one_line(request))
        elif isinstance(value, KernelLoginRefused):
            self.log.warning("openBIS: %s from %s", one_line(value.response["reason"]), self.request.remote_ip)
        elif not isinstance(value, RequestError):
            super().log_exception(typ, value, tb)

    @staticmethod
    def load(schema: type[Schema], content: dict[str, Any]) -> Any:  # noqa: ANN401
        """Return parts of a request as a schema loads them. Raises BadRequest."""
        try:
            return schema().load(content)
        except ValidationError as error:
            raise BadRequest(_flat(error.messages_dict)) from error


class CancellableHandler(OpenbisHandler):
    """Base of handlers whose work ends if the client disconnects.

    Attributes:
        cancellation: To pass to the use case.
    """

    def initialize(self, services: Services) -> None:
        """Prepare the cancellation."""
        super().initialize(services)
        self.cancellation = Cancellation()

    def on_connection_close(self) -> None:
        """Cancel the work; its result is for this client only."""
        self.cancellation.cancel()
        super().on_connection_close()


def _refuse_constant(name: str) -> NoReturn:
    """Refuse `NaN` and `Infinity`, which Python accepts and JSON does not allow."""
    raise ValueError(name)


def _flat(messages: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Return marshmallow's nested messages as a flat dict, e.g. `files.0` to a sentence."""
    flat: dict[str, str] = {}
    for key, value in messages.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            flat.update(_flat(value, f"{name}."))
        else:
            flat[name] = " ".join(str(each) for each in value)
    return flat
