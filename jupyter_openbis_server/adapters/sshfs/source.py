"""What a connection's mount is made of, and how it is called in the kernel's table."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import quote, unquote

from jupyter_openbis_server.adapters.sshfs.mount_table import Mounted
from jupyter_openbis_server.domain.errors import MountFailed
from jupyter_openbis_server.domain.model import Connection
from jupyter_openbis_server.domain.model.instance_url import host_of

OUR_SCHEME = "sftp://"
"""How the names of mounts that we make begin."""

TOKEN_USER = "?"  # noqa: S105 - no secret
"""Who logs in to openBIS's SFTP server with a session token or personal access token (its `FtpUserManager`)."""


@dataclass(frozen=True)
class Source:
    """A folder of an SFTP server."""

    host: str
    port: int
    path: str

    @classmethod
    def of(cls, connection: Connection) -> Source:
        """Return what a connection mounts."""
        settings = connection.mounting
        path = settings.path.rstrip("/") or "/"
        return cls((settings.host or host_of(connection.instance.url)).lower(), settings.port, path)

    @property
    def address(self) -> str:
        """The host as it stands before a colon."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def known_as(self) -> str:
        """The host and port as a file of known hosts writes them."""
        return self.host if self.port == 22 else f"[{self.host}]:{self.port}"  # noqa: PLR2004 - the port of ssh

    def argument(self, user: str) -> str:
        """Return what sshfs takes. Raises MountFailed for a user name that it would misread."""
        if not user or user.startswith("-") or not user.isprintable() or set(user) & set("@:/ "):
            raise MountFailed(f"sshfs cannot log in as {user!r}; use a personal access token instead")
        return f"{user}@{self.address}:{self.path}"

    def name(self, username: str, connection: str) -> str:
        """Return how we call a connection's mount of it in the kernel's table; `df` shows it, too."""
        return f"{OUR_SCHEME}{username}@{self.address}:{self.port}{self.path}#{quote(connection, safe='')}"

    def is_of(self, mounted: Mounted) -> bool:
        """Whether an entry of the table leads to this folder, whoever mounted it."""
        if not mounted.is_sshfs:
            return False
        if mounted.source.startswith(OUR_SCHEME):
            return mounted.source.rpartition("#")[0].endswith(f"@{self.address}:{self.port}{self.path}")
        _, _, rest = mounted.source.removeprefix("sshfs#").rpartition("@")  # pyBIS and people leave out the port
        return (rest.rstrip("/") or "/") in (f"{self.address}:{self.path}".rstrip("/"), f"{self.address}:")


def connection_named_in(mounted: Mounted) -> str | None:
    """Return the name of the connection whose mount it is; None if others have mounted it."""
    if not mounted.source.startswith(OUR_SCHEME):
        return None
    return unquote(mounted.source.rpartition("#")[2])


def mountpoint_of(connection: Connection) -> str:
    """Return where a connection is to be mounted: an absolute path, all links followed but for the last part.

    The last part is not looked at: there may be a dead mount.
    """
    wanted = connection.mounting.mountpoint or f"~/{host_of(connection.instance.url)}"
    path = os.path.normpath(os.path.expanduser(wanted))  # noqa: PTH111 - a Path would be made of it only for that
    if not os.path.isabs(path):  # noqa: PTH117 - the same
        raise MountFailed(f"{wanted}: there is no home folder")
    above, name = os.path.split(path)
    return os.path.join(os.path.realpath(above), name)  # noqa: PTH118 - the same
