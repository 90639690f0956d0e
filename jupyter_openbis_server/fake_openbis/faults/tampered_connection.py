"""A connection that corrupts the response body."""

from asyncio import Future
from collections.abc import Callable, Iterable
from typing import Any

from tornado import httputil
from tornado.http1connection import HTTP1Connection
from tornado.iostream import IOStream

from jupyter_openbis_server.fake_openbis.faults.faults import Fault, FaultKind


class TamperedConnection(httputil.HTTPConnection):
    """A proxy between a handler and its connection: sends headers unchanged and the body with faults.

    Args:
        connection: The real connection.
        faults: Faults of the kinds ``TRUNCATE`` and ``FLIP_BODY_BYTE``; others are ignored.
    """

    def __init__(self, connection: HTTP1Connection, faults: Iterable[Fault]) -> None:
        self._connection = connection
        self._sent = 0
        self._flips = [fault.offset for fault in faults if fault.kind is FaultKind.FLIP_BODY_BYTE]
        cuts = [fault.after_bytes for fault in faults if fault.kind is FaultKind.TRUNCATE]
        self._limit = min(cuts, default=None)

    @property
    def stream(self) -> IOStream:
        """The stream below."""
        return self._connection.stream

    @property
    def context(self) -> object:
        """What the server knows of the client."""
        return self._connection.context

    def set_close_callback(self, callback: Any) -> None:  # noqa: ANN401 -- as Tornado has it
        """As the real connection."""
        self._connection.set_close_callback(callback)

    def write_headers(
        self,
        start_line: httputil.RequestStartLine | httputil.ResponseStartLine,
        headers: httputil.HTTPHeaders,
        chunk: bytes | None = None,
    ) -> "Future[None]":
        """Send the headers unchanged and the first part of the body spoiled."""
        return self._send(lambda body: self._connection.write_headers(start_line, headers, body), chunk or b"")

    def write(self, chunk: bytes) -> "Future[None]":
        """Send the next part of the body spoiled."""
        return self._send(self._connection.write, chunk)

    def finish(self) -> None:
        """End the reply, unless its connection has been cut."""
        if not self._is_cut():
            self._connection.finish()

    def _send(self, send: "Callable[[bytes], Future[None]]", chunk: bytes) -> "Future[None]":
        start, self._sent = self._sent, self._sent + len(chunk)
        kept = self._spoil(chunk, start)
        sent = send(kept)
        if self._is_cut():
            # Closed only when the kept part is on its way; what the handler writes afterwards meets a closed stream.
            sent.add_done_callback(lambda _: self.stream.close())
        return sent

    def _is_cut(self) -> bool:
        return self._limit is not None and self._sent > self._limit

    def _spoil(self, chunk: bytes, start: int) -> bytes:
        spoiled = bytearray(chunk)
        for offset in self._flips:
            if start <= offset < start + len(chunk):
                spoiled[offset - start] ^= 0xFF
        return bytes(spoiled if self._limit is None else spoiled[: max(0, self._limit - start)])
