"""Against sockets that misbehave in ways that no HTTP library would."""

import datetime as dt
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from jupyter_openbis_server.adapters.pybis import HttpLimits
from jupyter_openbis_server.adapters.pybis.http import HttpClient
from jupyter_openbis_server.adapters.pybis.http_answer import HttpAnswer
from jupyter_openbis_server.adapters.pybis.translation import Interruption
from jupyter_openbis_server.domain.errors import InstanceNonsense, InstanceUnreachable
from jupyter_openbis_server.domain.model import Instance

LIMITS = HttpLimits(connect_seconds=1, read_seconds=0.3, answer_seconds=0.5, answer_bytes=1_000_000)
Serve = Callable[[Callable[[socket.socket], None]], HttpClient]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server that treats its first connection as told; returns a client for it."""
    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def start(treat: Callable[[socket.socket], None]) -> HttpClient:
            def run() -> None:
                connection, _ = listening.accept()
                with closing(connection):
                    connection.recv(65536)
                    try:
                        treat(connection)
                    except OSError:
                        return  # the client has left

            threads.append(threading.Thread(target=run))
            threads[-1].start()
            return HttpClient(Instance("lab", f"http://127.0.0.1:{listening.getsockname()[1]}"), LIMITS)

        yield start
        for thread in threads:
            thread.join(5)


def fetch(client: HttpClient, scheme: str = "http") -> bytes:
    url = client._instance.url.replace("http", scheme, 1)
    with client.send("GET", url) as answer:
        return answer.content(LIMITS)


def test_a_body_that_drips_for_ever_is_given_up(serve: Serve) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    with pytest.raises(InstanceNonsense, match=r"takes over 0\.5 seconds"):
        fetch(serve(drip))


def test_a_body_that_stops_is_given_up(serve: Serve) -> None:
    def stop(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
        connection.recv(1)  # until the client leaves

    with pytest.raises(InstanceUnreachable, match=r"no answer within 0\.3 seconds"):
        fetch(serve(stop))


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ],
)
def test_a_body_that_is_cut_off_or_garbled_is_an_interruption(serve: Serve, reply: bytes) -> None:
    with pytest.raises(Interruption):
        fetch(serve(lambda connection: connection.sendall(reply)))


def test_bytes_that_have_arrived_before_the_cut_are_not_lost(serve: Serve) -> None:
    client = serve(lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\narrived"))
    with client.send("GET", client._instance.url) as answer:
        pieces = answer.pieces()
        assert next(pieces) == b"arrived"
        with pytest.raises(Interruption):
            next(pieces)


def headers_of(serve: Serve, *lines: bytes) -> HttpAnswer:
    head = b"\r\n".join([b"HTTP/1.1 200 OK", *lines])
    client = serve(lambda connection: connection.sendall(head + b"\r\n\r\n"))
    with client.send("GET", client._instance.url) as answer:
        return answer


@pytest.mark.parametrize("length", [b"many", b"-1", b"", b"9" * 5000, "²".encode("latin-1")])
def test_a_length_that_is_none_is_not_said(serve: Serve, length: bytes) -> None:
    assert headers_of(serve, b"Content-Length: " + length).length is None


@pytest.mark.parametrize("date", [b"yesterday", b"", b"Tue, 15 Nov 1994 08:12:31 +" + b"9" * 30, b"\xff"])
def test_a_date_that_is_none_is_not_said(serve: Serve, date: bytes) -> None:
    assert headers_of(serve, b"Date: " + date).date is None


def test_a_date_without_a_zone_is_in_utc(serve: Serve) -> None:
    date = headers_of(serve, b"Date: Tue, 15 Nov 1994 08:12:31 -0000").date
    assert date == dt.datetime(1994, 11, 15, 8, 12, 31, tzinfo=dt.timezone.utc)


def test_a_redirect_to_nowhere_is_nonsense(serve: Serve) -> None:
    reply = b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n"
    with pytest.raises(InstanceNonsense, match="redirects to an address that is none"):
        fetch(serve(lambda connection: connection.sendall(reply)))


def test_the_body_of_a_redirect_is_not_waited_for(serve: Serve) -> None:
    def redirect(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 1000000\r\n\r\nx")
        connection.recv(1)  # until the client leaves

    with pytest.raises(InstanceNonsense, match="redirects to itself/login"):
        fetch(serve(redirect))


def test_plain_http_where_tls_is_expected_is_named(serve: Serve) -> None:
    client = serve(lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    with pytest.raises(InstanceUnreachable, match="no TLS connection"):
        fetch(client, "https")


def test_an_unknown_host_is_named() -> None:
    client = HttpClient(Instance("lab", "https://no-such-host.invalid"), LIMITS)
    with pytest.raises(InstanceUnreachable, match="no host of that name"):
        fetch(client)
