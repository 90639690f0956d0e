"""Cancellation of requests in each blocking step, with sockets that never respond."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.openbis.api.json_rpc import repeated
from jupyter_openbis_server.adapters.openbis.http.client import HttpClient
from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.domain.errors import Cancelled, InstanceUnreachable
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.fake_openbis.server.certificates import throwaway_certificates
from tests.support.waiting import AT_ONCE

LONG_TIMEOUTS = HttpLimits(connect_seconds=60, read_seconds=60, retry_seconds=60)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
Treat = Callable[[socket.socket], None]


class SilentServer:
    """A server with a treatment per connection; `is_waiting` is set when the client has to wait."""

    def __init__(self) -> None:
        self.is_waiting = threading.Event()
        self.accepted = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def treat(self, *treatments: Treat) -> None:
        """Apply a treatment to each of the next connections, which stay open."""
        threading.Thread(target=self._run, args=(treatments,), daemon=True).start()

    def _run(self, treatments: tuple[Treat, ...]) -> None:
        for treatment in treatments:
            connection, _ = self._listening.accept()
            self.accepted += 1
            self._open.append(connection)
            with suppress(OSError):
                treatment(connection)

    def silence(self, connection: socket.socket) -> None:
        self.is_waiting.set()

    def no_headers(self, connection: socket.socket) -> None:
        connection.recv(65536)
        self.is_waiting.set()

    def no_more_body(self, connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc")
        self.is_waiting.set()

    def no_more_chunks(self, connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc")
        self.is_waiting.set()

    def respond(self, connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(ANSWER)

    def close(self) -> None:
        for each in (self._listening, *self._open):
            each.close()


@pytest.fixture
def server() -> Iterator[SilentServer]:
    with closing(SilentServer()) as server:
        yield server


@pytest.fixture
def client(server: SilentServer) -> HttpClient:
    return HttpClient(Instance("lab", server.url), LONG_TIMEOUTS)


@pytest.fixture
def cancellation() -> Cancellation:
    return Cancellation()


def cancelled_when(is_waiting: threading.Event, cancellation: Cancellation) -> Callable[[], float]:
    """Cancel when the client waits; return a function that returns the seconds since then."""
    moments: list[float] = []

    def run() -> None:
        assert is_waiting.wait(60)
        time.sleep(0.05)  # the client needs a moment to begin to wait
        moments.append(time.monotonic())
        cancellation.cancel()

    threading.Thread(target=run, daemon=True).start()
    return lambda: time.monotonic() - moments[0]


def fetch(client: HttpClient, url: str, cancellation: Cancellation, *, lean: bool = False) -> bytes:
    if lean:
        with client.send_raw("GET", f"{url}/", headers={}, cancellation=cancellation) as answer:
            return answer.read(1_000_000)
    with client.send("GET", url, cancellation=cancellation) as answer:
        return answer.content()


@pytest.mark.parametrize("lean", [False, True], ids=["send", "send_raw"])
@pytest.mark.parametrize("phase", ["no_headers", "no_more_body", "no_more_chunks"])
def test_a_request_that_waits_ends_at_once(
    server: SilentServer, client: HttpClient, cancellation: Cancellation, phase: str, lean: bool
) -> None:
    server.treat(getattr(server, phase))
    seconds_since = cancelled_when(server.is_waiting, cancellation)
    with pytest.raises(Cancelled):
        fetch(client, server.url, cancellation, lean=lean)
    assert seconds_since() < AT_ONCE


def test_a_tls_handshake_ends_at_once(server: SilentServer, cancellation: Cancellation) -> None:
    server.treat(server.silence)
    seconds_since = cancelled_when(server.is_waiting, cancellation)
    url = server.url.replace("http", "https", 1)
    with pytest.raises(Cancelled):
        fetch(HttpClient(Instance("lab", url), LONG_TIMEOUTS), url, cancellation)
    assert seconds_since() < AT_ONCE


def test_body_over_tls_ends_at_once(server: SilentServer, cancellation: Cancellation, tmp_path: Path) -> None:
    files = throwaway_certificates(tmp_path)
    context = files.server_context()
    secured: list[ssl.SSLSocket] = []

    def behind_tls(connection: socket.socket) -> None:
        secured.append(context.wrap_socket(connection, server_side=True))
        server.no_more_body(secured[0])

    server.treat(behind_tls)
    seconds_since = cancelled_when(server.is_waiting, cancellation)
    url = server.url.replace("http", "https", 1)
    with pytest.raises(Cancelled):
        fetch(
            HttpClient(Instance("lab", url, ca_bundle=str(files.ca_file)), LONG_TIMEOUTS), url, cancellation, lean=True
        )
    assert seconds_since() < AT_ONCE
    secured[0].close()


def test_pending_connection_attempt_ends_at_once(cancellation: Cancellation) -> None:
    is_waiting = threading.Event()
    with ExitStack() as sockets:
        listening = sockets.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):  # fills the backlog, and nothing accepts: further connections get no response
            filling = sockets.enter_context(socket.socket())
            filling.setblocking(False)
            filling.connect_ex(listening.getsockname())
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        seconds_since = cancelled_when(is_waiting, cancellation)
        is_waiting.set()
        with pytest.raises(Cancelled):
            fetch(HttpClient(Instance("lab", url), LONG_TIMEOUTS), url, cancellation)
        assert seconds_since() < AT_ONCE


def test_unanswered_name_resolution_ends_at_once(cancellation: Cancellation, monkeypatch: pytest.MonkeyPatch) -> None:
    is_waiting, answers = threading.Event(), threading.Event()

    def asked(*_: object, **__: object) -> None:
        is_waiting.set()
        answers.wait(60)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", asked)
    seconds_since = cancelled_when(is_waiting, cancellation)
    with pytest.raises(Cancelled):
        fetch(HttpClient(Instance("lab", "http://lab.invalid"), LONG_TIMEOUTS), "http://lab.invalid", cancellation)
    assert seconds_since() < AT_ONCE
    answers.set()


def test_unanswered_name_resolution_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers.wait(60) and None)
    client = HttpClient(Instance("lab", "http://lab.invalid"), HttpLimits(connect_seconds=0.1))
    with pytest.raises(InstanceUnreachable, match="does not answer"):
        fetch(client, "http://lab.invalid", Cancellation())
    answers.set()


def test_request_body_that_is_not_read_ends_at_once(
    server: SilentServer, client: HttpClient, cancellation: Cancellation
) -> None:
    server.treat(server.silence)
    seconds_since = cancelled_when(server.is_waiting, cancellation)
    with pytest.raises(Cancelled):
        client.send("POST", server.url, body=bytes(100_000_000), cancellation=cancellation)
    assert seconds_since() < AT_ONCE


def test_current_cancellation_is_the_default(
    server: SilentServer, client: HttpClient, cancellation: Cancellation
) -> None:
    server.treat(server.no_headers)
    seconds_since = cancelled_when(server.is_waiting, cancellation)
    with cancellation.as_current(), pytest.raises(Cancelled):
        client.send("GET", server.url)
    assert seconds_since() < AT_ONCE


def test_pause_before_a_retry_ends_at_once(cancellation: Cancellation) -> None:
    is_waiting = threading.Event()

    def interrupted() -> None:
        is_waiting.set()
        raise TransientFailure("lab", "no answer")

    seconds_since = cancelled_when(is_waiting, cancellation)
    with cancellation.as_current(), pytest.raises(Cancelled):
        repeated(interrupted, LONG_TIMEOUTS)
    assert seconds_since() < AT_ONCE


def test_cancelled_request_is_not_sent(server: SilentServer, client: HttpClient, cancellation: Cancellation) -> None:
    cancellation.cancel()
    with pytest.raises(Cancelled):
        fetch(client, server.url, cancellation)
    assert server.accepted == 0


@pytest.mark.parametrize("lean", [False, True], ids=["send", "send_raw"])
def test_request_after_a_cancelled_one_uses_a_new_connection(
    server: SilentServer, client: HttpClient, cancellation: Cancellation, lean: bool
) -> None:
    server.treat(server.no_more_body, server.respond)
    cancelled_when(server.is_waiting, cancellation)
    with pytest.raises(Cancelled):
        fetch(client, server.url, cancellation, lean=lean)
    assert fetch(client, server.url, Cancellation(), lean=lean) == b"hi"
    assert server.accepted == 2


@pytest.mark.parametrize("lean", [False, True], ids=["send", "send_raw"])
def test_late_cancellation_does_not_affect_the_next_request_on_the_connection(
    server: SilentServer, client: HttpClient, cancellation: Cancellation, lean: bool
) -> None:
    def respond_twice(connection: socket.socket) -> None:
        server.respond(connection)
        connection.recv(65536)
        cancellation.cancel()
        connection.sendall(ANSWER)

    server.treat(respond_twice)
    assert fetch(client, server.url, cancellation, lean=lean) == b"hi"
    assert fetch(client, server.url, Cancellation(), lean=lean) == b"hi"
    assert server.accepted == 1


def test_callbacks_are_removed_after_a_request(
    server: SilentServer, client: HttpClient, cancellation: Cancellation
) -> None:
    server.treat(server.respond)
    assert fetch(client, server.url, cancellation) == b"hi"
    assert cancellation._callbacks == {}
