"""Checks of connection definitions against the restrictions of this host."""

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.errors import HostNotAllowed, InvalidConnection, InvalidPath, MountFailed
from jupyter_openbis_server.domain.instances.allowed_hosts import AllowedHosts
from jupyter_openbis_server.domain.mounts.ports import Mounts


def check_mountpoint_of(definition: ConnectionDefinition, mounts: Mounts) -> None:
    """Raise InvalidConnection if the mountpoint of a definition is not allowed."""
    try:
        mounts.check_mountpoint(Connection.defined(definition))
    except (InvalidPath, MountFailed) as error:
        raise InvalidConnection("mount.mountpoint", str(error)) from error


def check_hosts_of(definition: ConnectionDefinition, allowed: AllowedHosts) -> None:
    """Raise InvalidConnection if a host of a definition is not allowed."""
    try:
        allowed.check_url(definition.name, definition.instance.url)
    except HostNotAllowed as error:
        raise InvalidConnection("url", str(error)) from error
    try:
        if definition.mounting.host:
            allowed.check(definition.name, definition.mounting.host, definition.mounting.port)
    except HostNotAllowed as error:
        raise InvalidConnection("mount.host", str(error)) from error
