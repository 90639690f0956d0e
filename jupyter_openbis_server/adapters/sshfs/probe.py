"""Reachability check of an SFTP server."""

from __future__ import annotations

import socket

from jupyter_openbis_server.adapters.sshfs.diagnosis import unreachable
from jupyter_openbis_server.adapters.sshfs.source import Source
from jupyter_openbis_server.domain.errors import MountFailed

_SECONDS = 5.0
_GREETING = b"SSH-"


def ensure_reachable(source: Source) -> None:
    """Raise MountFailed unless the server sends an SSH greeting (RFC 4253, 4.2)."""
    try:
        with socket.create_connection((source.host, source.port), _SECONDS) as connection:
            connection.settimeout(_SECONDS)
            greeting = connection.recv(len(_GREETING), socket.MSG_WAITALL)
    except socket.gaierror as error:
        raise MountFailed(f"there is no host {source.host}") from error
    except OSError as error:
        raise unreachable(source, str(error.strerror or error).lower()) from error
    if greeting != _GREETING:
        raise MountFailed(f"{source.address}:{source.port} is no SFTP server; openBIS's administrator knows the port")
