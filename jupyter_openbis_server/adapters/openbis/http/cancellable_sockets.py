"""Connections that a cancellation ends wherever they wait: for a name, a handshake, an answer or the rest of a body.

Nobody can wake a thread that waits in a socket, but anyone can shut the socket down. So each request on a connection is
a `Use`, which knows a duplicate of the raw socket (TLS lies above it and needs no care), and shuts it down when it is
cancelled. A use ends before its connection goes back to the pool: a late cancellation cannot hit the next one.
"""

from __future__ import annotations

import socket
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

from jupyter_openbis_server.adapters.pybis.watchdog import WATCHDOG
from jupyter_openbis_server.domain.model import Cancellation

_GATHERED_BYTES = 64 * 1024
_ADDRESSES_TRIED = 2  # a host can have several, and each may take the time that is allowed for one


class Use:
    """One request on some connection, from the search for a connection to the end of the answer's body.

    Attributes:
        deadline: When it is ended, by `time.monotonic`.
        is_overdue: Whether that has happened.
    """

    def __init__(self, cancellation: Cancellation, seconds: float) -> None:
        self.cancellation = cancellation
        self.is_overdue = False
        self.has_time(seconds)
        self._socket: socket.socket | None = None
        self._is_heir = False
        self._lock = threading.Lock()
        self._registration = ExitStack()
        self._registration.enter_context(cancellation.calls(self._shut_down))
        self._registration.callback(WATCHDOG.leave, self)
        WATCHDOG.watch(self)

    def has_time(self, seconds: float) -> None:
        """Give it so many seconds from now on."""
        self.deadline = time.monotonic() + seconds

    def expire(self) -> None:
        """End it: its time is up. Whoever waits gets an error, or what looks like the end of the answer."""
        self.is_overdue = True
        self._shut_down()

    def holds(self, raw: socket.socket) -> None:
        """Take note of the socket that the request goes through. Raises Cancelled."""
        with self._lock:
            self._socket = raw
        self.cancellation.check()
        if self.is_overdue:
            self._shut_down()

    def inherits(self, raw: socket.socket) -> None:
        """Take over a socket whose connection needs it no more: the answer may still be on its way."""
        with self._lock:
            self._is_heir = self._socket is raw
        if not self._is_heir:
            raw.close()

    def end(self) -> None:
        """Leave the connection alone from now on. Repeating it does no harm."""
        self._registration.close()
        with self._lock:
            inherited = self._socket if self._is_heir else None
            self._socket, self._is_heir = None, False
        if inherited:
            inherited.close()

    @contextmanager
    def governs(self) -> Iterator[None]:
        """Let connections that this thread uses in the block be those of this use."""
        token = _USE.set(self)
        try:
            yield
        finally:
            _USE.reset(token)

    def _shut_down(self) -> None:
        with self._lock, suppress(OSError):  # the other side may have left already
            if self._socket:
                self._socket.shutdown(socket.SHUT_RDWR)


_USE: ContextVar[Use | None] = ContextVar("use", default=None)


class _Connection(HTTPConnection):
    _raw: socket.socket | None = None
    _gathered: bytearray | None = None
    use: Use | None = None

    def _new_conn(self) -> socket.socket:
        """Connect as the library does, but so that whoever waits for it can be called away, also from a name server."""
        self._part_with_raw()
        self.use = _USE.get()
        if self.use is None:
            return super()._new_conn()
        seconds = None if self.timeout is None else self.timeout * _ADDRESSES_TRIED
        try:
            made = _made_elsewhere(super()._new_conn, self.use.cancellation, seconds)
        except TimeoutError:
            raise ConnectTimeoutError(self, f"Connection to {self.host} timed out.") from None
        self._raw = made.dup()
        self.use.holds(self._raw)
        return made

    def request(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - whatever the library sends
        """Send a request; where it is short, all of it at once: each call costs a turn with Python's lock."""
        self.use = _USE.get()
        if self.use and self._raw:
            self.use.holds(self._raw)
        self._gathered = bytearray()
        try:
            super().request(*args, **kwargs)
            self._send_gathered()
        finally:
            self._gathered = None

    def send(self, data: Any) -> None:  # noqa: ANN401 - whatever the library sends
        """Send a part of a request, or keep it until there is more of it."""
        if self._gathered is not None and len(self._gathered) + len(data) <= _GATHERED_BYTES:
            self._gathered += data
            return
        self._send_gathered()
        super().send(data)

    def _send_gathered(self) -> None:
        gathered, self._gathered = self._gathered, None
        if gathered:
            super().send(gathered)

    def close(self) -> None:
        """Close the connection. Its use goes on: the library does this before the last answer has been read."""
        self._part_with_raw()
        super().close()

    def _part_with_raw(self) -> None:
        raw, self._raw = self._raw, None
        if raw and self.use:
            self.use.inherits(raw)
        elif raw:
            raw.close()


class _TlsConnection(_Connection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection

    def _put_conn(self, conn: Any) -> None:  # noqa: ANN401 - one of ours, or None
        use = conn and conn.use
        if use:
            use.end()
            conn.use = None
            if use.cancellation.is_cancelled or use.is_overdue:  # its socket may be shut down; the pool connects anew
                conn.close()
        super()._put_conn(conn)


class _TlsPool(_Pool, HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS = {"http": _Pool, "https": _TlsPool}


class WatchedAdapter(HTTPAdapter):
    """Has requests use such connections, with and without a proxy (SOCKS proxies bring their own)."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as requests has it
        """Make the pools' manager."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:  # noqa: ANN401 - as requests has it
        """Return the manager of the pools of a proxy."""
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
    """Connections to a host. A proxy for plain http wants to be told the whole URL instead of the path."""

    pool: HTTPConnectionPool
    wants_whole_url: bool


def _made_elsewhere(
    connect: Callable[[], socket.socket], cancellation: Cancellation, seconds: float | None
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
    with cancellation.calls(has_ended.set):
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


def _close(future: Future[socket.socket]) -> None:
    """Close a socket that nobody wants any more."""
    if future.exception() is None:
        future.result().close()
