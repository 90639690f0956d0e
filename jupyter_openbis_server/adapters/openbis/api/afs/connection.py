"""Requests to the file server (AFS) in one session (openbis-afs 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeVar
from urllib.parse import quote, urlencode

from jupyter_openbis_server.adapters.openbis.api.addresses import AFS_API
from jupyter_openbis_server.adapters.openbis.api.afs.errors import (
    Asked,
    Failure,
    FileServerBusy,
    error_of,
    failure_in,
)
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.json_rpc import HiddenBytes, repeated
from jupyter_openbis_server.adapters.openbis.http.errors import NotConnected
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.http.response import HttpResponse
from jupyter_openbis_server.domain.errors import OpenbisError, UnexpectedResponse
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

T = TypeVar("T")

_OK, _REFUSED, _FAILED = 200, 400, 500
_HEADERS = {
    "Accept-Encoding": "identity",
    # The server closes each connection after its answer. Without this, a proxy before it could keep its side open and
    # close it at any time, and what must not be repeated would fail for that.
    "Connection": "close",
}
_FORM, _BINARY = "application/x-www-form-urlencoded", "application/octet-stream"
_BUSY_RETRIES = 4
_MAX_BUSY_SECONDS = 8.0


class Body(Protocol):
    """What is sent, in blocks, when it is iterated over; `size` is the number of bytes."""

    size: int

    def __iter__(self) -> Iterator[bytes]:
        """Yield the blocks, for each attempt again."""


@dataclass(frozen=True)
class Request:
    """A request, without the session token.

    Attributes:
        verb: GET, POST or DELETE; the server takes only one of them for each method.
        asked: The method, and what it is about.
        parameters: Exactly those of the method: the server refuses others.
        body: What is sent in pieces; if None, POST and DELETE send the parameters instead of having them in the URL.
        is_repeated: Whether the request is sent again if its answer is lost: that does no harm.
        is_slow: Whether the server reads or writes a whole file before it answers.
    """

    verb: str
    asked: Asked
    parameters: Mapping[str, str] = field(default_factory=dict)
    body: Body | None = field(default=None, repr=False)
    is_repeated: bool = True
    is_slow: bool = False


class AfsConnection:
    """Sends requests to the file server at an address, as `addresses.file_server_address` returns it."""

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self._url = address + AFS_API

    @property
    def limits(self) -> HttpLimits:
        """The limits of all requests to the instance."""
        return self._client.http.limits

    def run(self, request: Request, take: Callable[[HttpResponse], T], *, waits: bool = True) -> T:
        """Send a request, and return what `take` makes of the answer; that must read all of it.

        It is repeated a few times while other programs use the files, and where its answer is lost.

        Args:
            request: The request.
            take: Called once for each answer; what it raises ends the work, but for lost answers.
            waits: Whether to wait while other programs use the files.

        Raises:
            SessionExpired, NoRight, FileNotInDataSet, FileExists, FileServerBusy, RequestRefused: see `errors`.
            UnexpectedResponse: the answer is none of the file server's.
            InstanceUnreachable: there is none.
            Cancelled: on request.
        """
        return self._persistently(partial(self._taken, request, take), request, waits=waits)

    def open(self, request: Request, *, waits: bool = True) -> HttpResponse:
        """Send a request, and return the answer; close it after use. Arguments and errors as `run`."""
        return self._persistently(partial(self._opened, request), request, waits=waits)

    def unexpected(self, request: Request) -> UnexpectedResponse:
        """Return the error for an answer that cannot be understood."""
        problem = f"the answer of its file server to '{request.asked.method}' cannot be understood"
        return UnexpectedResponse(self._client.instance.name, problem)

    @property
    def name(self) -> str:
        """The name of the connection, for errors."""
        return self._client.instance.name

    def _persistently(self, once: Callable[[], T], request: Request, *, waits: bool) -> T:
        attempt = partial(repeated, once, self.limits) if request.is_repeated else once
        for pause in _busy_pauses(self.limits) if waits else ():
            try:
                return attempt()
            except FileServerBusy:
                Cancellation.current().wait(pause)
        return attempt()

    def _taken(self, request: Request, take: Callable[[HttpResponse], T]) -> T:
        with self._opened(request) as response:
            return take(response)

    def _opened(self, request: Request) -> HttpResponse:
        response = self._send(request)
        if response.status == _OK:
            return response
        with response:
            raise self._refusal(response, request)

    def _send(self, request: Request) -> HttpResponse:
        token = {"sessionToken": self._client.token or ""}
        parameters = _encoded({"method": request.asked.method, **token, **request.parameters})
        headers, url = dict(_HEADERS), f"{self._url}?{parameters}"
        body: bytes | Body | None = None
        if request.body is not None:
            headers |= {"Content-Type": _BINARY, "Content-Length": str(request.body.size)}
            body = request.body
        elif request.verb != "GET":
            headers["Content-Type"], url, body = _FORM, self._url, HiddenBytes(parameters.encode())
        seconds = self.limits.whole_file_seconds if request.is_slow else None
        try:
            return self._client.http.send_raw(request.verb, url, body=body, headers=headers, read_seconds=seconds)
        except NotConnected as error:
            self._client.known.afs_outages.note(self._client.instance, error)
            raise

    def _refusal(self, response: HttpResponse, request: Request) -> OpenbisError:
        """Return the error for an answer without success: 400 has JSON, 500 the text of an exception."""
        if response.status not in (_REFUSED, _FAILED) or "html" in response.content_type:
            return response.unexpected()
        body = response.content(self.limits.page_bytes)
        failure = failure_in(body)
        if failure is None and response.status == _FAILED:
            failure = Failure(None, body.decode(errors="replace"))
        if failure is None:
            return response.unexpected()
        return error_of(failure, request.asked, self.name, self._client.token or "")


def _encoded(parameters: Mapping[str, str]) -> str:
    return urlencode(parameters, quote_via=quote, safe="", errors="surrogatepass")


def _busy_pauses(limits: HttpLimits) -> Iterator[float]:
    return (min(limits.retry_seconds * 2**number, _MAX_BUSY_SECONDS) for number in range(_BUSY_RETRIES))
