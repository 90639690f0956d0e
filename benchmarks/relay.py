"""A TCP relay that adds latency between clients and a server: `python -m benchmarks.relay`.

A new connection waits one round trip, as TCP's handshake does. After that, whenever the direction changes (a request
begins, an answer begins), the first bytes wait half a round trip; the following bytes are not delayed. The
bytes go from socket to socket inside the kernel (`splice`), so that the relay needs almost no processor time.
"""

from __future__ import annotations

import argparse
import os
import socket
import threading
import time
from contextlib import suppress

_PIPE_BYTES = 1024 * 1024


class Connection:
    """A client's connection and the relay's connection to the server, with a thread for each direction.

    Args:
        client: The client's.
        server: Where the server listens: host and port.
        latency: Seconds of a round trip.
    """

    def __init__(self, client: socket.socket, server: tuple[str, int], latency: float) -> None:
        self._client = client
        self._address = server
        self._latency = latency
        self._last_sender: socket.socket | None = None

    def run(self) -> None:
        """Relay until both sides have ended."""
        time.sleep(self._latency)
        with self._client as client, suppress(OSError), socket.create_connection(self._address) as server:
            for each in (client, server):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            answers = threading.Thread(target=self._forward, args=(server, client), daemon=True)
            answers.start()
            self._forward(client, server)
            answers.join()

    def _forward(self, sender: socket.socket, receiver: socket.socket) -> None:
        pipe = os.pipe()
        try:
            while length := os.splice(sender.fileno(), pipe[1], _PIPE_BYTES):
                if self._last_sender is not sender:
                    self._last_sender = sender
                    time.sleep(self._latency / 2)
                while length:
                    length -= os.splice(pipe[0], receiver.fileno(), length)
            receiver.shutdown(socket.SHUT_WR)
        except OSError:  # one side has disconnected: disconnect the other, too
            for each in (sender, receiver):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
        finally:
            for end in pipe:
                os.close(end)


def main() -> None:
    """Relay until killed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.relay", description=__doc__)
    parser.add_argument("port", type=int, help="where clients connect to, on 127.0.0.1")
    parser.add_argument("server_port", type=int, help="where the server listens, on 127.0.0.1")
    parser.add_argument("latency", type=float, help="seconds of a round trip")
    options = parser.parse_args()
    server = ("127.0.0.1", options.server_port)
    with socket.create_server(("127.0.0.1", options.port), backlog=1024) as listening:
        while True:
            client, _ = listening.accept()
            relayed = Connection(client, server, options.latency)
            threading.Thread(target=relayed.run, daemon=True).start()


if __name__ == "__main__":
    main()
