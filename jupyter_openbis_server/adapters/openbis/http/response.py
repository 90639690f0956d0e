"""An answer to a request by HTTP."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import urlsplit

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from jupyter_openbis_server.adapters.pybis.connections import Use
from jupyter_openbis_server.adapters.pybis.decompression import Garbled, UnknownEncoding, decoder
from jupyter_openbis_server.adapters.pybis.http_limits import HttpLimits
from jupyter_openbis_server.adapters.pybis.translation import Interruption, failure_of
from jupyter_openbis_server.domain.errors import InstanceNonsense, InstanceUnreachable, OpenbisError
from jupyter_openbis_server.domain.model import Instance

_READ_BYTES = 256 * 1024
_SERVER_IS_DOWN = frozenset({502, 503, 504})
_MOST_DIGITS = 18
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class HttpAnswer:
    """An answer whose body is still on its way."""

    def __init__(
        self, instance: Instance, response: BaseHTTPResponse, read_seconds: float, use: Use, limits: HttpLimits
    ) -> None:
        self._instance = instance
        self._response = response
        self._read_seconds = read_seconds
        self._use = use
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
        return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None

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
            InstanceNonsense: it is compressed in a way that was not asked for.
            Cancelled: on request.
        """
        try:
            decode = decoder(self._response.headers.get("Content-Encoding", ""), _READ_BYTES)
            yield from decode(self._raw_pieces())
        except UnknownEncoding:
            problem = "it compresses its answers in a way that it was not asked for"
        except Garbled:
            raise Interruption(self._instance.name, f"an answer arrived damaged ({self._instance.url})") from None
        else:
            return
        raise InstanceNonsense(self._instance.name, problem)

    def read(self, size: int) -> bytes:
        """Return the next bytes of the body, as sent; fewer than `size` only at its end. Raises as `pieces`.

        Each call has its time: a file may take hours, but whoever sends it must get on with it.
        """
        self._use.has_time(self._limits.answer_seconds)
        return self._read(lambda: self._response.read(size, decode_content=False))

    def content(self, limits: HttpLimits) -> bytes:
        """Return the whole body. Raises InstanceNonsense if it is too long or never ends."""
        self._use.has_time(limits.answer_seconds)
        deadline = time.monotonic() + limits.answer_seconds
        content = bytearray()
        for piece in self.pieces():
            content += piece
            if len(content) > limits.answer_bytes:
                raise InstanceNonsense(self._instance.name, f"its answer has more than {limits.answer_bytes} bytes")
            if time.monotonic() > deadline:
                raise InstanceNonsense(self._instance.name, f"its answer takes over {limits.answer_seconds:g} seconds")
        return bytes(content)

    def nonsense(self) -> OpenbisError:
        """Return the error for an answer that does not come from openBIS."""
        if self.status in _SERVER_IS_DOWN:
            return Interruption(
                self._instance.name, f"openBIS is not running behind {self._instance.url} ({self.status})"
            )
        kind = self.content_type or "no content type"
        return InstanceNonsense(
            self._instance.name, f"{self._instance.url} does not answer as openBIS does (HTTP {self.status}, {kind})"
        )

    def refuse_redirect(self) -> None:
        """Raise InstanceNonsense if the answer sends the client elsewhere."""
        if self.status in _REDIRECTS and "Location" in self._response.headers:
            self.close()
            target = _shown(self._response.headers["Location"])
            raise InstanceNonsense(
                self._instance.name, f"{self._instance.url} redirects to {target}, as login pages do"
            )

    def close(self) -> None:
        """Give the connection back, or close it when the body was not read to its end."""
        self._response.close()
        self._response.release_conn()
        self._use.end()

    def __enter__(self) -> HttpAnswer:  # noqa: PYI034 - typing has no Self in Python 3.10
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _raw_pieces(self) -> Iterator[bytes]:
        # `read1` returns what is there: bytes that have arrived are never held back, nor lost when the rest is cut off.
        while piece := self._read(lambda: self._response.read1(_READ_BYTES, decode_content=False)):
            yield piece

    def _read(self, read: Callable[[], bytes]) -> bytes:
        failure = None
        try:
            piece = read()
        except (OSError, HTTPError) as error:
            failure = failure_of(error, self._instance, self._read_seconds)
        # A body that a cancellation has cut off can look like one that has ended.
        self._use.cancellation.check()
        if self._use.is_overdue:
            seconds = self._limits.answer_seconds
            raise InstanceUnreachable(self._instance.name, f"no whole answer within {seconds:g} seconds")
        if failure:
            raise failure
        return piece or b""


def _shown(url: str) -> str:
    """Return host and path of a URL: what follows them may hold secrets."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that is none"
    return f"{parts.hostname or 'itself'}{parts.path}"
