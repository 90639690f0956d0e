"""The mounted folder of a connection, and its name in the kernel's mount table."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from jupyter_openbis_server.adapters.sshfs.mount_table import Mounted
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import MountFailed
from jupyter_openbis_server.domain.instances.instance_url import host_of

OUR_SCHEME = "sftp://"
"""Prefix of the names of mounts that this package makes."""

TOKEN_USER = "?"  # noqa: S105 - no secret
"""User name for a login to openBIS's SFTP server by session token or personal access token (`FtpUserManager`)."""


@dataclass(frozen=True)
class Source:
    """A folder of an SFTP server."""

    host: str
    port: int
    path: str

    @classmethod
    def of(cls, connection: Connection) -> Source:
        """Return the folder that a connection mounts."""
        settings = connection.mounting
        path = settings.path.rstrip("/") or "/"
        return cls((settings.host or host_of(connection.instance.url)).lower(), settings.port, path)

    @property
    def address(self) -> str:
        """The host, with brackets for IPv6, as used before a port."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def known_as(self) -> str:
        """The host and port in the format of `known_hosts`."""
        return self.host if self.port == 22 else f"[{self.host}]:{self.port}"  # noqa: PLR2004 - the port of ssh

    def argument(self, user: str) -> str:
        """Return the source argument of sshfs. Raises MountFailed for a user name that it would misinterpret."""
        if not user or user.startswith("-") or not user.isprintable() or set(user) & set("@:/ "):
            raise MountFailed(f"sshfs cannot log in as {user!r}; use a personal access token instead")
        return f"{user}@{self.address}:{self.path}"

    def name(self, username: str, connection: str) -> str:
        """Return the name of a connection's mount in the mount table, which `df` shows, too."""
        return f"{OUR_SCHEME}{username}@{self.address}:{self.port}{self.path}#{quote(connection, safe='')}"

    def is_of(self, mounted: Mounted) -> bool:
        """Return whether an entry of the mount table is this folder, mounted by any program."""
        if not mounted.is_sshfs:
            return False
        if mounted.source.startswith(OUR_SCHEME):
            return mounted.source.rpartition("#")[0].endswith(f"@{self.address}:{self.port}{self.path}")
        _, _, rest = mounted.source.removeprefix("sshfs#").rpartition("@")  # pyBIS and users omit the port
        return (rest.rstrip("/") or "/") in (f"{self.address}:{self.path}".rstrip("/"), f"{self.address}:")


def connection_named_in(mounted: Mounted) -> str | None:
    """Return the name of the connection that a mount belongs to; None for mounts of other programs."""
    if not mounted.source.startswith(OUR_SCHEME):
        return None
    return unquote(mounted.source.rpartition("#")[2])


def wanted_mountpoint(connection: Connection) -> str:
    """Return the mountpoint of a connection as configured, or the default."""
    return connection.mounting.mountpoint or f"~/{host_of(connection.instance.url)}"


def mountpoint_of(connection: Connection, real: Callable[[str], str] = os.path.realpath) -> str:
    """Return the mountpoint of a connection as an absolute path, resolved except for the last component.

    The last component is not accessed: it may be a dead mount.

    Args:
        connection: The connection.
        real: Resolves the path of the parent folder; may wait for its file system.

    Raises:
        MountFailed: there is no home folder.
    """
    wanted = wanted_mountpoint(connection)
    path = os.path.normpath(os.path.expanduser(wanted))  # noqa: PTH111 - a Path would be made of it only for that
    if not os.path.isabs(path):  # noqa: PTH117 - the same
        raise MountFailed(f"{wanted}: there is no home folder")
    above, name = os.path.split(path)
    return os.path.join(real(above), name)  # noqa: PTH118 - the same
