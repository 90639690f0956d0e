"""One SSH connection to the SFTP server, from its password to its end."""

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import cast

import asyncssh

from jupyter_openbis_server.fake_openbis.sftp.files import ReadOnlyFiles
from jupyter_openbis_server.fake_openbis.sftp.logins import SftpLogin, SftpLogins
from jupyter_openbis_server.fake_openbis.sftp.view import SftpView
from jupyter_openbis_server.fake_openbis.wire.failures import InvalidSession


class SftpConnection(asyncssh.SSHServer):
    """Lets a client in by password only; its session is left when the connection ends.

    Args:
        logins: Says who may come in.
        seen: Called with each user name and whether it was accepted.
        open_connections: Where the connection is as long as it is open.
    """

    def __init__(
        self, logins: SftpLogins, seen: Callable[[str, bool], None], open_connections: "set[SftpConnection]"
    ) -> None:
        self._logins = logins
        self._seen = seen
        self._open_connections = open_connections
        self._login: SftpLogin | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Note that the client has reached the server."""
        self._connection = conn
        self._socket: socket.socket = conn.get_extra_info("socket")
        conn.set_extra_info(user=self.user)
        self._open_connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- the library says what it is given
        """Note that the connection has ended."""
        self._open_connections.discard(self)
        if self._login is not None:
            self._logins.leave(self._login)

    def password_auth_supported(self) -> bool:
        """Passwords are the only way in."""
        return True

    def kbdint_auth_supported(self) -> bool:
        """Otherwise the library would ask for the password in this way, too."""
        return False

    def validate_password(self, username: str, password: str) -> bool:
        """Whether user and password, or the token, are right."""
        self._login = self._logins.enter(username, password)
        self._seen(username, self._login is not None)
        return self._login is not None

    def user(self) -> str:
        """Whose connection it is.

        Raises:
            InvalidSession: When the session has ended meanwhile.
        """
        if self._login is None:
            raise InvalidSession("not logged in")
        return self._logins.user(self._login)

    def cut(self) -> None:
        """Cuts the connection at once; may be called from any thread."""
        with suppress(OSError):  # the client was faster
            self._socket.shutdown(socket.SHUT_RDWR)

    async def wait_closed(self) -> None:
        """Wait until the connection has ended and its session was left."""
        await self._connection.wait_closed()


def files_of(channel: "asyncssh.SSHServerChannel[bytes]", view: SftpView) -> ReadOnlyFiles:
    """Return the files for the user whose connection a channel belongs to."""
    return ReadOnlyFiles(channel, view, cast("Callable[[], str]", channel.get_extra_info("user")))
