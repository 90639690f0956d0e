"""HTTP connections on this computer, to servers of the same user only.

Nothing is sent before the listener is verified: after a server has exited, another user's program may use its port.
Redirects are not followed, and proxies of the environment are not used (`http.client` supports neither).
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import os
import socket
import ssl
import struct
from collections.abc import Iterator
from pathlib import Path

from jupyter_openbis_server.adapters.jupyter_server.running_server import RunningServer

_IPV4 = 4
_LISTENING = "0A"
_TABLES = ((Path("/proc/self/net/tcp"), 4), (Path("/proc/self/net/tcp6"), 16))


class NotLocal(OSError):
    """The server does not listen on this computer, or another user does."""


class LocalConnection(http.client.HTTPConnection):
    """A connection to a Jupyter server of this user on this computer.

    Args:
        server: The server.
        timeout: Timeout in seconds for connecting and for each read.
    """

    def __init__(self, server: RunningServer, timeout: float) -> None:
        super().__init__("127.0.0.1", server.port or None, timeout=timeout)  # of `Host`; Jupyter always takes it
        self._server = server

    def connect(self) -> None:
        """Connect, and verify the listener. Raises OSError, NotLocal."""
        server = self._server
        self.sock = _connected_unix(server.sock, self.timeout) if server.sock else _connected(server, self.timeout)
        if server.is_tls and not server.sock:
            self.sock = _encrypted(self.sock)


def _connected_unix(path: str, timeout: float | None) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with contextlib.ExitStack() as unless_good:
        unless_good.callback(connection.close)
        connection.settimeout(timeout)
        connection.connect(path)
        if _unix_peer(connection) not in (os.geteuid(), None):
            raise NotLocal("another user listens there")
        unless_good.pop_all()
    return connection


def _unix_peer(connection: socket.socket) -> int | None:
    """Return the user id of the process at the other end; None if the system does not report it."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return None
    _, user, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, option, struct.calcsize("3i")))
    return int(user)


def _connected(server: RunningServer, timeout: float | None) -> socket.socket:
    failures: list[OSError] = []
    for address in _local_addresses(server.host):
        try:
            connection = socket.create_connection((address, server.port), timeout)
        except OSError as error:
            failures.append(error)
            continue
        if _is_own_listener(address, server.port):
            return connection
        connection.close()
        failures.append(NotLocal("another user listens there"))
    raise next(iter(failures), NotLocal(f"{server.host} is no address of this computer"))


def _local_addresses(host: str) -> Iterator[str]:
    """Yield the local addresses of a server that was configured with a host name or address."""
    if host in ("", "localhost", "*", "0.0.0.0", "::"):  # noqa: S104 - nothing is bound
        yield from ("127.0.0.1", "::1")
        return
    with contextlib.suppress(OSError, UnicodeError):
        for family, kind, _, _, address in socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM):
            with contextlib.suppress(OSError), socket.socket(family, kind) as tried:
                tried.bind((address[0], 0))  # fails for addresses of other computers
                yield str(address[0])


def _is_own_listener(address: str, port: int) -> bool:
    """Return whether a process of this user listens there. True if the system does not report it (no /proc)."""
    wanted, is_reported = ipaddress.ip_address(address), False
    for table, size in _TABLES if wanted.version == _IPV4 else _TABLES[1:]:
        with contextlib.suppress(OSError):
            lines = table.read_text("ascii").splitlines()[1:]
            is_reported = True
            for local, state, user in ((row[1], row[3], row[7]) for row in map(str.split, lines)):
                listening, number = local.split(":")
                if state != _LISTENING or int(number, 16) != port or not _covers(listening, size, wanted):
                    continue
                return int(user) == os.geteuid()
    return not is_reported


def _covers(listening: str, size: int, wanted: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Return whether a listener at an address (hex words in host byte order) receives connections to another one."""
    words = [int(listening[index : index + 8], 16) for index in range(0, size * 2, 8)]
    address = ipaddress.ip_address(struct.pack(f"={len(words)}I", *words))
    mapped = getattr(address, "ipv4_mapped", None)
    return wanted in (address, mapped) or address == ipaddress.ip_address(bytes(size))


def _encrypted(connection: socket.socket) -> socket.socket:
    """Wrap a connection in TLS. The listener is verified instead of the certificate (decisions/0013)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(connection)
