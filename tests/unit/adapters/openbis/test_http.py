"""The HTTP client, with raw sockets that violate the protocol."""

import datetime as dt
import gzip
import io
import random
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Protocol

import pytest
from urllib3 import HTTPResponse

from jupyter_openbis_server.adapters.openbis.http.cancellable_sockets import InFlightRequest
from jupyter_openbis_server.adapters.openbis.http.client import HttpClient
from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.http.peers import Peer
from jupyter_openbis_server.adapters.openbis.http.response import HttpResponse
from jupyter_openbis_server.domain.errors import InstanceUnreachable, UnexpectedResponse
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

LIMITS = HttpLimits(response_bytes=1_000_000)
"""Limits with the timeouts of the program: on a busy machine, only those expire that a test shortens."""
STALLS = replace(LIMITS, read_seconds=0.3)
BODY_DRIPS = replace(LIMITS, response_seconds=0.5)
SLOW = replace(LIMITS, read_seconds=4, response_seconds=4)
"""Limits for transfers that take longer than these seconds, while each of their pieces arrives in time."""
HEAD_DRIPS = replace(LIMITS, connect_seconds=30, read_seconds=1, response_seconds=1)
"""Before the headers, the longer of the last two applies; the first is the timeout of the whole handshake."""


class Serve(Protocol):
    def __call__(self, treat: Callable[[socket.socket], None], limits: HttpLimits = LIMITS) -> HttpClient: ...


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Return a function that starts a server with a treatment for its first connection and returns a client."""
    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def start(treat: Callable[[socket.socket], None], limits: HttpLimits = LIMITS) -> HttpClient:
            def run() -> None:
                connection, _ = listening.accept()
                with closing(connection):
                    connection.recv(65536)
                    try:
                        treat(connection)
                    except OSError:
                        return  # closed by the client

            threads.append(threading.Thread(target=run))
            threads[-1].start()
            return HttpClient(Instance("lab", f"http://127.0.0.1:{listening.getsockname()[1]}"), limits)

        yield start
        for thread in threads:
            thread.join(60)


def fetch(client: HttpClient, scheme: str = "http") -> bytes:
    url = client._instance.url.replace("http", scheme, 1)
    with client.send("GET", url) as answer:
        return answer.content()


def test_endless_slow_body_times_out(serve: Serve) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    with pytest.raises(InstanceUnreachable, match=r"no whole answer within 0\.5 seconds"):
        fetch(serve(drip, BODY_DRIPS))


def test_stalled_body_times_out(serve: Serve) -> None:
    def stop(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
        connection.recv(1)  # until the client closes the connection

    with pytest.raises(InstanceUnreachable, match=r"no answer within 0\.3 seconds"):
        fetch(serve(stop, STALLS))


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
    with pytest.raises(TransientFailure):
        fetch(serve(lambda connection: connection.sendall(reply)))


def test_bytes_before_an_interruption_are_returned(serve: Serve) -> None:
    client = serve(lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\narrived"))
    with client.send("GET", client._instance.url) as answer:
        pieces = answer.pieces()
        assert next(pieces) == b"arrived"
        with pytest.raises(TransientFailure):
            next(pieces)


def headers_of(serve: Serve, *lines: bytes) -> HttpResponse:
    head = b"\r\n".join([b"HTTP/1.1 200 OK", *lines])
    client = serve(lambda connection: connection.sendall(head + b"\r\n\r\n"))
    with client.send("GET", client._instance.url) as answer:
        return answer


@pytest.mark.parametrize("length", [b"many", b"-1", b"", b"9" * 5000, "²".encode("latin-1")])
def test_invalid_content_length_is_ignored(serve: Serve, length: bytes) -> None:
    assert headers_of(serve, b"Content-Length: " + length).length is None


@pytest.mark.parametrize("date", [b"yesterday", b"", b"Tue, 15 Nov 1994 08:12:31 +" + b"9" * 30, b"\xff"])
def test_invalid_date_is_ignored(serve: Serve, date: bytes) -> None:
    assert headers_of(serve, b"Date: " + date).date is None


def test_a_date_without_a_zone_is_in_utc(serve: Serve) -> None:
    date = headers_of(serve, b"Date: Tue, 15 Nov 1994 08:12:31 -0000").date
    assert date == dt.datetime(1994, 11, 15, 8, 12, 31, tzinfo=dt.timezone.utc)


def test_redirect_without_a_location_is_unexpected(serve: Serve) -> None:
    reply = b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n"
    with pytest.raises(UnexpectedResponse, match="redirects to an address that is none"):
        fetch(serve(lambda connection: connection.sendall(reply)))


def test_body_of_a_redirect_is_not_read(serve: Serve) -> None:
    def redirect(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 1000000\r\n\r\nx")
        connection.recv(1)  # until the client closes the connection

    with pytest.raises(UnexpectedResponse, match="redirects to itself/login"):
        fetch(serve(redirect))


def test_plain_http_where_tls_is_expected_is_named(serve: Serve) -> None:
    client = serve(lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    with pytest.raises(InstanceUnreachable, match="no TLS connection"):
        fetch(client, "https")


def test_an_unknown_host_is_named() -> None:
    client = HttpClient(Instance("lab", "https://no-such-host.invalid"), LIMITS)
    with pytest.raises(InstanceUnreachable, match="no host of that name"):
        fetch(client)


def test_endless_slow_headers_time_out(serve: Serve) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Filler: ")
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    with pytest.raises(InstanceUnreachable, match=r"no whole answer within 1 seconds"):
        fetch(serve(drip, HEAD_DRIPS))


def test_endless_slow_handshake_times_out(serve: Serve) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"\x16\x03\x03\x40\x00")  # a TLS record of 16 KiB is announced
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    with pytest.raises(InstanceUnreachable, match=r"no whole answer within 1 seconds"):
        fetch(serve(drip, HEAD_DRIPS), "https")


def test_endless_slow_file_times_out(serve: Serve) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    client = serve(drip, BODY_DRIPS)
    with (
        client.send_raw("GET", client._instance.url + "/", headers={}) as answer,
        pytest.raises(InstanceUnreachable, match=r"no whole answer within 0\.5 seconds"),
    ):
        answer.read(100_000)


def test_slow_file_with_progress_has_no_total_timeout(serve: Serve) -> None:
    def send_slowly(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 120\r\n\r\n")
        for _ in range(12):
            time.sleep(0.35)
            connection.sendall(b"x" * 10)

    client = serve(send_slowly, SLOW)
    begun = time.monotonic()
    with client.send_raw("GET", client._instance.url + "/", headers={}) as answer:
        assert [len(answer.read(10)) for _ in range(12)] == [10] * 12
    assert time.monotonic() - begun > SLOW.response_seconds


def test_slow_upload_with_progress_has_no_total_timeout() -> None:
    def body() -> Iterator[bytes]:
        for _ in range(12):
            time.sleep(0.35)
            yield b"x" * 100_000

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_take_and_answer, args=(listening, 1_200_000))
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        client = HttpClient(Instance("lab", url), SLOW)
        headers = {"Content-Length": "1200000"}
        begun = time.monotonic()
        with client.send_raw("POST", url + "/", body=body(), headers=headers) as answer:
            assert answer.content() == b"ok"
        assert time.monotonic() - begun > SLOW.response_seconds
        thread.join(60)


def _take_and_answer(listening: socket.socket, size: int) -> None:
    connection, _ = listening.accept()
    with closing(connection):
        received = b""
        while len(received.partition(b"\r\n\r\n")[2]) < size:
            received += connection.recv(1_000_000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


def test_decompression_bomb_is_refused_within_the_memory_limit(serve: Serve) -> None:
    bomb = gzip.compress(bytes(300_000_000))
    assert len(bomb) < LIMITS.response_bytes, "what is sent is within the limit"
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    tracemalloc.start()
    try:
        with pytest.raises(UnexpectedResponse, match="more than 1000000 bytes"):
            fetch(serve(lambda connection: connection.sendall(head + bomb)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 10_000_000


class Counted(io.BytesIO):
    """A stream that counts the bytes read."""

    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        content = super().read(size)
        self.count += len(content)
        return content

    read1 = read


EMPTY_BLOCKS = b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + b"\0\0\0\xff\xff" * 100_000
"""Compressed data that decompresses to nothing."""


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("", bytes(500_000)), ("gzip", gzip.compress(random.Random(1).randbytes(500_000))), ("gzip", EMPTY_BLOCKS)],
    ids=["plain", "compressed", "compressed nothing"],
)
def test_only_the_requested_bytes_are_read(encoding: str, body: bytes) -> None:
    source = Counted(body)
    response = HTTPResponse(source, {"Content-Encoding": encoding}, 200, preload_content=False)
    in_flight = InFlightRequest(Cancellation(), 10)
    instance = Instance("lab", "http://localhost")
    answer = HttpResponse(instance, lambda: Peer(instance.url), response, 1, in_flight, LIMITS)
    with answer, pytest.raises(UnexpectedResponse, match="more than 10000 bytes"):
        answer.content(10_000)
    assert source.count <= 2 * 10_001


def test_compressed_response_is_decompressed(serve: Serve) -> None:
    content = bytes(range(256)) * 2000
    body = gzip.compress(content)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    assert fetch(serve(lambda connection: connection.sendall(head + body))) == content


@pytest.mark.parametrize("encoding", [b"br", b"zstd", b"gzip, gzip", b"deflate", b"x\x0by"])
def test_unrequested_encoding_is_unexpected(serve: Serve, encoding: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: 3\r\n\r\nabc" % encoding
    with pytest.raises(UnexpectedResponse, match="not asked for"):
        fetch(serve(lambda connection: connection.sendall(head)))


def test_only_gzip_is_requested() -> None:
    received: list[bytes] = []

    with socket.create_server(("127.0.0.1", 0)) as listening:

        def run() -> None:
            connection, _ = listening.accept()
            with closing(connection):
                received.append(connection.recv(65536))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=run)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        fetch(HttpClient(Instance("lab", url), LIMITS))
        thread.join(60)
    assert b"Accept-Encoding: gzip\r\n" in received[0]
