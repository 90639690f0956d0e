"""A response to a request by HTTP."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import urlsplit

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from jupyter_openbis_server.adapters.openbis.http.cancellable_sockets import InFlightRequest
from jupyter_openbis_server.adapters.openbis.http.decompression import CorruptStream, UnknownEncoding, decoder
from jupyter_openbis_server.adapters.openbis.http.errors import (
    Throttled,
    TransientFailure,
    Unavailable,
    failure_of,
    overdue,
)
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.http.peers import Peer
from jupyter_openbis_server.domain.errors import InstanceUnreachable, OpenbisError, RequestRefused, UnexpectedResponse
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.shared.kept_errors import forget_frames

_READ_BYTES = 256 * 1024
_SERVER_IS_DOWN = frozenset({502, 503, 504})
_TOO_LARGE, _TOO_MANY = 413, 429
_MAX_REQUEST = "10 MiB"
"""Parts of uploaded files; see `outgoing.PART_BYTES`."""
_MAX_DIGITS = 18
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class HttpResponse:
    """A response whose body is still on its way."""

    def __init__(
        self,
        instance: Instance,
        peer: Callable[[], Peer],
        response: BaseHTTPResponse,
        read_seconds: float,
        in_flight: InFlightRequest,
        limits: HttpLimits,
    ) -> None:
        self._instance = instance
        self._peer = peer
        self._response = response
        self._read_seconds = read_seconds
        self._request = in_flight
        self._limits = limits
        self.status = response.status

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; empty when there is none."""
        return self._response.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def is_attachment(self) -> bool:
        """Whether the server says that this is a file: only file replies have a Content-Disposition."""
        return "Content-Disposition" in self._response.headers

    @property
    def length(self) -> int | None:
        """How many bytes the body is said to have; None if that is not said."""
        text = self._response.headers.get("Content-Length", "")
        return int(text) if text.isdecimal() and len(text) <= _MAX_DIGITS else None

    @property
    def date(self) -> dt.datetime | None:
        """When it was sent, by the server's clock, to the second; None if that is not said."""
        try:
            date = parsedate_to_datetime(self._response.headers.get("Date", ""))
        except (ValueError, OverflowError):
            return None
        return date if date.tzinfo else date.replace(tzinfo=dt.timezone.utc)  # "-0000" is no zone

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it arrives, decompressed, in pieces of at most 256 KiB.

        Raises:
            InstanceUnreachable: the body ended early or nothing came for too long.
            UnexpectedResponse: it is compressed in a way that was not asked for.
            Cancelled: on request.
        """
        return self._decoded(_READ_BYTES, math.inf)

    def _decoded(self, size: int, max_bytes: float) -> Iterator[bytes]:
        try:
            decode = decoder(self._response.headers.get("Content-Encoding", ""), size)
            yield from decode(self._raw_pieces(size, max_bytes))
        except UnknownEncoding:
            problem = "it compresses its answers in a way that it was not asked for"
        except CorruptStream:
            raise TransientFailure(self._instance.name, f"an answer arrived damaged ({self._peer().aside})") from None
        else:
            return
        raise UnexpectedResponse(self._instance.name, problem)

    def read(self, size: int) -> bytes:
        """Return the next bytes of the body, as sent; fewer than `size` only at its end. Raises as `pieces`.

        Each call has its own timeout: a file may take hours, but its transfer must progress.
        """
        if self._limits.rate is None:
            return self._read_now(size)
        pieces: list[bytes] = []
        while size > 0 and (piece := self._read_now(min(size, self._limits.rate.piece_bytes))):
            self._request.spend(len(piece))
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _read_now(self, size: int) -> bytes:
        self._request.extend_deadline(self._limits.response_seconds)
        return self._read(lambda: self._response.read(size, decode_content=False))

    def content(self, max_bytes: int | None = None) -> bytes:
        """Return the whole body. Raises as `bounded`."""
        return b"".join(self.bounded(max_bytes))

    def bounded(self, max_bytes: int | None = None) -> Iterator[bytes]:
        """Yield the body as `pieces` does, but not without end.

        Args:
            max_bytes: How many it may have, compressed or not; the usual limit if None. No more are read.

        Raises:
            UnexpectedResponse: it is too long.
            InstanceUnreachable: it takes too long.
        """
        limit = self._limits.response_bytes if max_bytes is None else max_bytes
        self._request.extend_deadline(self._limits.response_seconds)
        size = 0
        for piece in self._decoded(min(_READ_BYTES, limit + 1), limit):
            size += len(piece)
            if size > limit:
                raise self._too_long(limit)
            if time.monotonic() > self._request.deadline:
                raise self._overdue()
            yield piece

    def _too_long(self, limit: float) -> OpenbisError:
        if "html" in self.content_type:  # e.g. the page of a portal
            return self.unexpected()
        return UnexpectedResponse(self._instance.name, f"its answer has more than {limit:.0f} bytes")

    def unexpected(self) -> OpenbisError:
        """Return the error for a response that is not from openBIS."""
        name, peer = self._instance.name, self._peer()
        if self.status in _SERVER_IS_DOWN:
            return Unavailable(name, f"openBIS is not running behind {peer} ({self.status})")
        if self.status == _TOO_LARGE:
            return RequestRefused(
                f"a proxy before openBIS accepts no requests of this size ({peer.aside}, HTTP 413); its "
                f"client_max_body_size (nginx) or LimitRequestBody (Apache) must exceed {_MAX_REQUEST}: "
                "ask openBIS's operators to raise it"
            )
        if self.status == _TOO_MANY:
            return Throttled(
                name, f"{peer} takes no more requests for now (HTTP 429, too many requests); try again in a few minutes"
            )
        kind = self.content_type or "no content type"
        return UnexpectedResponse(name, f"{peer} does not answer as openBIS does (HTTP {self.status}, {kind})")

    def refuse_redirect(self) -> None:
        """Raise UnexpectedResponse if the response is a redirect."""
        if self.status in _REDIRECTS and "Location" in self._response.headers:
            self.close()
            target = _shown(self._response.headers["Location"])
            raise UnexpectedResponse(self._instance.name, f"{self._peer()} redirects to {target}, as login pages do")

    def close(self) -> None:
        """Give the connection back, or close it when the body was not read to its end."""
        self._response.close()
        self._response.release_conn()
        self._request.end()

    def __enter__(self) -> HttpResponse:  # noqa: PYI034 - typing has no Self in Python 3.10
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _raw_pieces(self, size: int, max_bytes: float) -> Iterator[bytes]:
        limit, rate = max_bytes, self._limits.rate
        size = min(size, rate.piece_bytes) if rate else size
        # `read1` returns what is there: bytes that have arrived are never held back, nor lost when the rest is cut off.
        while piece := self._read(lambda: self._response.read1(size, decode_content=False)):
            max_bytes -= len(piece)
            if max_bytes < 0:  # compressed, nothing may come of it
                raise self._too_long(limit)
            self._request.spend(len(piece))
            yield piece

    def _read(self, read: Callable[[], bytes]) -> bytes:
        failure = None
        try:
            piece = read()
        except (OSError, HTTPError) as error:
            failure = failure_of(error, self._instance, self._peer(), self._read_seconds)
            forget_frames(error)
        # A body that a cancellation has cut off can look like one that has ended.
        self._request.cancellation.check()
        if self._request.is_overdue:
            raise self._overdue()
        if failure:
            try:
                raise failure
            finally:
                del failure  # this frame is part of its traceback
        return piece or b""

    def _overdue(self) -> InstanceUnreachable:
        return overdue(self._instance, self._limits.response_seconds, self._peer())


def _shown(url: str) -> str:
    """Return host and path of a URL: what follows them may hold secrets."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that is none"
    return f"{parts.hostname or 'itself'}{parts.path}"
