"""Against sockets that misbehave in ways that no HTTP library would."""

import datetime as dt
import gzip
import socket
import threading
import time
import tracemalloc
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

    # Either who reads sees that it is late, or who watches the reader.
    with pytest.raises(
        (InstanceNonsense, InstanceUnreachable), match=r"(takes over|no whole answer within) 0\.5 seconds"
    ):
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
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"abc" * 1000, mtime=0)[:-9],
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


def test_headers_that_drip_for_ever_are_given_up(serve: Serve) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Filler: ")
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    with pytest.raises(InstanceUnreachable, match=r"no whole answer within 0\.5 seconds"):
        fetch(serve(drip))


def test_a_handshake_that_drips_for_ever_is_given_up(serve: Serve) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"\x16\x03\x03\x40\x00")  # a TLS record of 16 KiB is announced
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    with pytest.raises(InstanceUnreachable, match=r"no whole answer within 0\.5 seconds"):
        fetch(serve(drip), "https")


def test_a_file_that_drips_for_ever_is_given_up(serve: Serve) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    client = serve(drip)
    with (
        client.send_lean("GET", client._instance.url + "/", headers={}) as answer,
        pytest.raises(InstanceUnreachable, match=r"no whole answer within 0\.5 seconds"),
    ):
        answer.read(100_000)


def test_a_file_that_comes_slowly_but_gets_on_takes_as_long_as_it_takes(serve: Serve) -> None:
    def send_slowly(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 120\r\n\r\n")
        for _ in range(12):
            time.sleep(0.1)
            connection.sendall(b"x" * 10)

    client = serve(send_slowly)
    begun = time.monotonic()
    with client.send_lean("GET", client._instance.url + "/", headers={}) as answer:
        assert [len(answer.read(10)) for _ in range(12)] == [10] * 12
    assert time.monotonic() - begun > LIMITS.answer_seconds * 2


def test_a_body_that_is_sent_slowly_but_gets_on_takes_as_long_as_it_takes() -> None:
    def body() -> Iterator[bytes]:
        for _ in range(12):
            time.sleep(0.1)
            yield b"x" * 100_000

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_take_and_answer, args=(listening, 1_200_000))
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        client = HttpClient(Instance("lab", url), LIMITS)
        headers = {"Content-Length": "1200000"}
        with client.send_lean("POST", url + "/", body=body(), headers=headers) as answer:
            assert answer.content(LIMITS) == b"ok"
        thread.join(5)


def _take_and_answer(listening: socket.socket, size: int) -> None:
    connection, _ = listening.accept()
    with closing(connection):
        received = b""
        while len(received.partition(b"\r\n\r\n")[2]) < size:
            received += connection.recv(1_000_000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


def test_a_decompression_bomb_is_given_up_before_it_fills_the_memory(serve: Serve) -> None:
    bomb = gzip.compress(bytes(300_000_000))
    assert len(bomb) < LIMITS.answer_bytes, "what is sent is within the limit"
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    tracemalloc.start()
    try:
        with pytest.raises(InstanceNonsense, match="more than 1000000 bytes"):
            fetch(serve(lambda connection: connection.sendall(head + bomb)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 10_000_000


def test_what_is_compressed_arrives_as_it_was(serve: Serve) -> None:
    content = bytes(range(256)) * 2000
    body = gzip.compress(content)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    assert fetch(serve(lambda connection: connection.sendall(head + body))) == content


@pytest.mark.parametrize("encoding", [b"br", b"zstd", b"gzip, gzip", b"deflate", b"x\x0by"])
def test_an_encoding_that_was_not_asked_for_is_nonsense(serve: Serve, encoding: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: 3\r\n\r\nabc" % encoding
    with pytest.raises(InstanceNonsense, match="not asked for"):
        fetch(serve(lambda connection: connection.sendall(head)))


def test_only_gzip_is_asked_for() -> None:
    heard: list[bytes] = []

    with socket.create_server(("127.0.0.1", 0)) as listening:

        def run() -> None:
            connection, _ = listening.accept()
            with closing(connection):
                heard.append(connection.recv(65536))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=run)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        fetch(HttpClient(Instance("lab", url), LIMITS))
        thread.join(5)
    assert b"Accept-Encoding: gzip\r\n" in heard[0]
