"""Connections that a cancellation ends in any wait: for a name, a handshake, a response or the rest of a body.

A thread that waits in a socket cannot be interrupted, but another thread can shut the socket down. So each request on a
connection is an `InFlightRequest`, which has a duplicate of the raw socket (below TLS), and shuts it down when it is
cancelled. It ends before its connection returns to the pool: a late cancellation cannot hit the next request.
"""

from __future__ import annotations

import errno
import math
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast

from requests import Request
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError

from jupyter_openbis_server.adapters.openbis.http.pinning import PinnedContext, ProxyContext
from jupyter_openbis_server.adapters.openbis.http.watchdog import WATCHDOG
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.deadline import Deadline
from jupyter_openbis_server.domain.shared.rate_limit import RateLimit

_GATHERED_BYTES = 64 * 1024
_ADDRESSES_TRIED = 2  # a host can have several, and each may take the time that is allowed for one


class InFlightRequest:
    """One request on some connection, from the search for a connection to the end of the response's body.

    Attributes:
        deadline: When it is ended, by `time.monotonic`.
        is_overdue: Whether that has happened.
    """

    def __init__(self, cancellation: Cancellation, seconds: float, rate: RateLimit | None = None) -> None:
        self.cancellation = cancellation
        self.is_overdue = False
        self.rate = rate
        self._seconds = seconds
        work = Deadline.current()
        self._last = math.inf if work is None else time.monotonic() + work.remaining
        self.extend_deadline(seconds)
        self._socket: socket.socket | None = None
        self._owns_socket = False
        self._lock = threading.Lock()
        self._registration = ExitStack()
        self._registration.enter_context(cancellation.on_cancel(self._shut_down))
        self._registration.callback(WATCHDOG.remove, self)
        WATCHDOG.watch(self)

    def extend_deadline(self, seconds: float) -> None:
        """Allow this many seconds from now on, but no more than the work that it belongs to has left."""
        self.deadline = min(time.monotonic() + seconds, self._last)

    def spend(self, count: int) -> None:
        """Wait until these bytes fit into the rate limit, if there is one. Raises Cancelled."""
        seconds = self.rate.take(count) if self.rate else 0.0
        if seconds > 0:
            self.extend_deadline(seconds + self._seconds)
            self.cancellation.wait(seconds)

    def expire(self) -> None:
        """End it: its time is up. A waiting thread gets an error, or what looks like the end of the response."""
        self.is_overdue = True
        self._shut_down()

    def holds(self, raw: socket.socket) -> None:
        """Register the socket of the request. Raises Cancelled."""
        with self._lock:
            self._socket = raw
        self.cancellation.check()
        if self.is_overdue:
            self._shut_down()

    def take_socket(self, raw: socket.socket) -> None:
        """Take a socket over from its connection: the response may still be arriving."""
        with self._lock:
            self._owns_socket = self._socket is raw
        if not self._owns_socket:
            raw.close()

    def end(self) -> None:
        """Release the connection. Idempotent."""
        self._registration.close()
        with self._lock:
            inherited = self._socket if self._owns_socket else None
            self._socket, self._owns_socket = None, False
        if inherited:
            inherited.close()

    @contextmanager
    def as_current(self) -> Iterator[None]:
        """Let connections that this thread uses in the block be those of this request."""
        token = _IN_FLIGHT.set(self)
        try:
            yield
        finally:
            _IN_FLIGHT.reset(token)

    def _shut_down(self) -> None:
        with self._lock, suppress(OSError):  # the other side may have left already
            if self._socket:
                self._socket.shutdown(socket.SHUT_RDWR)


_IN_FLIGHT: ContextVar[InFlightRequest | None] = ContextVar("in_flight", default=None)


class _Connection(HTTPConnection):
    _raw: socket.socket | None = None
    _gathered: bytearray | None = None
    in_flight: InFlightRequest | None = None

    def _new_conn(self) -> socket.socket:
        """Connect as the library does, but cancellably, also while the host name is resolved."""
        self._part_with_raw()
        self.in_flight = _IN_FLIGHT.get()
        if self.in_flight is None:
            return super()._new_conn()
        seconds = math.inf if self.timeout is None else self.timeout * _ADDRESSES_TRIED
        seconds = max(0.0, min(seconds, self.in_flight.deadline - time.monotonic()))
        try:
            made = _connect_in_thread(super()._new_conn, self.in_flight.cancellation, seconds)
        except TimeoutError:
            raise ConnectTimeoutError(self, f"Connection to {self.host} timed out.") from None
        self._raw = made.dup()
        self.in_flight.holds(self._raw)
        return made

    def request(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as in the library
        """Send a request; where it is short, all of it at once: each call costs a turn with Python's lock."""
        self.in_flight = _IN_FLIGHT.get()
        if self.in_flight and self._raw:
            self.in_flight.holds(self._raw)
        self._gathered = bytearray()
        try:
            super().request(*args, **kwargs)
            self._send_gathered()
        finally:
            self._gathered = None

    def send(self, data: Any) -> None:  # noqa: ANN401 - as in the library
        """Send a part of a request, or keep it until there is more of it."""
        if self._gathered is not None and len(self._gathered) + len(data) <= _GATHERED_BYTES:
            self._gathered += data
            return
        self._send_gathered()
        for piece in self._within_rate(data):
            self._send_now(piece)

    def _send_gathered(self) -> None:
        gathered, self._gathered = self._gathered, None
        if gathered:
            for piece in self._within_rate(gathered):
                self._send_now(piece)

    def _within_rate(self, data: Any) -> Iterator[Any]:  # noqa: ANN401 - as in the library
        """Yield the data, in pieces when the rate limit allows them. Raises Cancelled."""
        in_flight = self.in_flight
        if in_flight is None or in_flight.rate is None:
            yield data
            return
        view, size = memoryview(data), in_flight.rate.piece_bytes
        for start in range(0, len(view), size):
            piece = view[start : start + size]
            in_flight.spend(len(piece))
            yield piece

    def _send_now(self, data: Any) -> None:  # noqa: ANN401 - as in the library
        try:
            super().send(data)
        except ssl.SSLEOFError as error:
            # What a broken pipe is without TLS. For that, the library reads the response, which may have come already:
            # a server that refuses a large body says so, and does not read the rest of it.
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from error

    def close(self) -> None:
        """Close the connection. The request continues: the library does this before the last response has been read."""
        self._part_with_raw()
        super().close()

    def _part_with_raw(self) -> None:
        raw, self._raw = self._raw, None
        if raw and self.in_flight:
            self.in_flight.take_socket(raw)
        elif raw:
            raw.close()


class _TlsConnection(_Connection, HTTPSConnection):
    def connect(self) -> None:
        """Connect; urllib3 does not know that the context verifies certificates by their fingerprints."""
        super().connect()
        if isinstance(self.ssl_context, PinnedContext):
            self.is_verified = True


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection

    def _put_conn(self, conn: Any) -> None:  # noqa: ANN401 - a `_Connection`, or None
        in_flight = conn and conn.in_flight
        if in_flight:
            in_flight.end()
            conn.in_flight = None
            # Then its socket may be shut down; the pool opens a new connection.
            if in_flight.cancellation.is_cancelled or in_flight.is_overdue:
                conn.close()
        super()._put_conn(conn)


class _TlsPool(_Pool, HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS = {"http": _Pool, "https": _TlsPool}


class CancellableAdapter(HTTPAdapter):
    """Has requests use such connections, with and without a proxy (SOCKS proxies bring their own).

    Args:
        pinned: How servers are identified by fingerprints, also behind a proxy; None: by authorities.
        options: See `HTTPAdapter`.
    """

    def __init__(self, pinned: PinnedContext | None = None, **options: Any) -> None:  # noqa: ANN401 - as requests has it
        self._pinned = pinned
        super().__init__(**options)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as requests has it
        """Make the pools' manager."""
        if self._pinned:
            kwargs["ssl_context"] = self._pinned
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:  # noqa: ANN401 - as requests has it
        """Return the manager of the pools of a proxy."""
        if self._pinned:
            kwargs["ssl_context"] = self._pinned
            if proxy.lower().startswith("https:"):
                kwargs["proxy_ssl_context"] = ProxyContext.new()
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = _POOLS
        return manager

    def route_to(self, address: str, verify: bool | str | None, proxies: dict[str, str]) -> Route:
        """Return the connections that requests would use for a host: its certificates, its proxy.

        Args:
            address: URL of the host.
            verify: Whether certificates are verified, or the file with those of the authorities.
            proxies: URL of a proxy by scheme.

        Raises:
            OSError: there is no such file.
        """
        request = Request("GET", address).prepare()
        pool = self.get_connection_with_tls_context(request, verify, proxies=proxies)
        self.cert_verify(pool, address, verify, None)  # type: ignore[no-untyped-call]
        return Route(cast("HTTPConnectionPool", pool), "://" in self.request_url(request, proxies))


@dataclass(frozen=True)
class Route:
    """Connections to a host. A proxy for plain http gets the whole URL instead of the path."""

    pool: HTTPConnectionPool
    wants_whole_url: bool


def _connect_in_thread(
    connect: Callable[[], socket.socket], cancellation: Cancellation, seconds: float
) -> socket.socket:
    """Return the socket that a function makes in another thread: nothing else can end the resolution of a name.

    Raises:
        TimeoutError: it takes too long.
        Cancelled: on request.
        OSError, HTTPError: what the function raises.
    """
    future: Future[socket.socket] = Future()
    has_ended = threading.Event()
    future.add_done_callback(lambda _: has_ended.set())
    threading.Thread(target=_fulfil, args=(future, connect), name="connecting", daemon=True).start()
    with cancellation.on_cancel(has_ended.set):
        has_ended.wait(seconds)
    if future.done() and not cancellation.is_cancelled:
        return future.result()
    future.add_done_callback(_close)
    cancellation.check()
    raise TimeoutError


def _fulfil(future: Future[socket.socket], connect: Callable[[], socket.socket]) -> None:
    try:
        future.set_result(connect())
    except Exception as error:  # noqa: BLE001 - raised again in the thread that waits
        future.set_exception(error)
    finally:
        del future, connect  # this frame is part of the error's traceback


def _close(future: Future[socket.socket]) -> None:
    """Close a socket that is not needed any more."""
    if future.exception() is None:
        future.result().close()
