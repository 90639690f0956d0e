"""The rate limit: every byte of bodies goes through it, in small pieces, and waits can be cancelled."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import pytest

from jupyter_openbis_server.adapters.openbis.http.client import HttpClient
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.http.response import HttpResponse
from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.rate_limit import RateLimit

PIECE = 1024
BODY = bytes(range(256)) * 400
RESPONSE_SECONDS = 2
Serve = Callable[[RateLimit], HttpClient]


class Recorded(RateLimit):
    """Records what is taken; every piece has to wait for the same time."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(PIECE)
        self.taken: list[int] = []
        self.seconds = seconds
        self.has_begun = threading.Event()

    def take(self, count: int) -> float:
        self.taken.append(count)
        self.has_begun.set()
        return self.seconds


@pytest.fixture
def received() -> list[bytes]:
    """The bodies that the server has received."""
    return []


@pytest.fixture
def serve(received: list[bytes]) -> Iterator[Serve]:
    """Return a function that starts a server, which reads one request and sends `BODY`."""
    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def run() -> None:
            with suppress(OSError):  # closed by the client, or not needed
                answer(listening.accept()[0])

        def answer(connection: socket.socket) -> None:
            with closing(connection), connection.makefile("rb") as reader:
                length = 0
                while (line := reader.readline()) not in (b"\r\n", b""):
                    name, _, value = line.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                received.append(reader.read(length))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY)

        def start(rate: RateLimit) -> HttpClient:
            threads.append(threading.Thread(target=run))
            threads[-1].start()
            limits = HttpLimits(response_seconds=RESPONSE_SECONDS, rate=rate)
            return HttpClient(Instance("lab", f"http://127.0.0.1:{listening.getsockname()[1]}"), limits)

        yield start
        listening.shutdown(socket.SHUT_RDWR)  # ends a wait for a client that never comes
        for thread in threads:
            thread.join(60)
            assert not thread.is_alive()


def _url(client: HttpClient) -> str:
    return client._instance.url + "/"


def test_body_of_a_response_is_received_in_pieces(serve: Serve) -> None:
    rate = Recorded()
    with _get(serve(rate)) as answer:
        rate.taken.clear()
        assert answer.content() == BODY
    assert sum(rate.taken) == len(BODY)
    assert max(rate.taken) <= PIECE


def test_parts_of_a_body_are_received_in_pieces(serve: Serve) -> None:
    rate = Recorded()
    with _get(serve(rate)) as answer:
        rate.taken.clear()
        assert answer.read(5000) == BODY[:5000]
        assert sum(rate.taken) == 5000
        assert answer.read(10**6) == BODY[5000:]
    assert sum(rate.taken) == len(BODY)
    assert max(rate.taken) <= PIECE


@pytest.mark.parametrize("form", ["bytes", "blocks"])
def test_body_of_a_request_is_sent_in_pieces(serve: Serve, received: list[bytes], form: str) -> None:
    rate = Recorded()
    client = serve(rate)
    body = BODY if form == "bytes" else iter([BODY[:70_000], BODY[70_000:]])
    headers = {"Content-Length": str(len(BODY))}
    with client.send_raw("POST", _url(client), body=body, headers=headers) as answer:
        sent = sum(rate.taken)
        assert answer.content() == BODY
    assert received == [BODY]
    assert len(BODY) < sent < len(BODY) + 1000, "the body and the headers"
    assert max(rate.taken) <= PIECE


def test_waiting_for_the_rate_is_no_timeout(serve: Serve) -> None:
    rate = Recorded()
    with _get(serve(rate)) as answer:
        rate.seconds = RESPONSE_SECONDS + 0.2
        assert answer.read(2 * PIECE) == BODY[: 2 * PIECE]


def test_waiting_for_the_rate_can_be_cancelled(serve: Serve) -> None:
    rate, cancellation = Recorded(3600), Cancellation()
    threading.Thread(target=lambda: (rate.has_begun.wait(60), cancellation.cancel())).start()
    client = serve(rate)
    with pytest.raises(Cancelled):
        client.send_raw("POST", _url(client), body=BODY, headers={}, cancellation=cancellation)


def _get(client: HttpClient) -> HttpResponse:
    return client.send_raw("GET", _url(client), headers={})
