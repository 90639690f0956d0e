"""Ports for servers that cannot choose one themselves."""

import socket


def free_port() -> int:
    """Return a port of this computer that nothing uses now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
