"""The arguments of sshfs."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from jupyter_openbis_server.adapters.sshfs.source import Source
from jupyter_openbis_server.domain.connections.mount_settings import MountSettings
from jupyter_openbis_server.domain.errors import MountFailed

_KEEP_ALIVE = ("reconnect", "ServerAliveInterval=10", "ServerAliveCountMax=2", "ConnectTimeout=10")
"""A lost connection is detected after 30 s; blocked accesses then fail. The next access reconnects."""

_LOGIN = ("password_stdin", "PreferredAuthentications=password", "PubkeyAuthentication=no", "NumberOfPasswordPrompts=1")
_VERBOSE = ("sshfs_verbose",)
"""Without it, ssh's messages are lost."""

_SAFE = ("nosuid", "nodev")
_MACOS = ("defer_permissions", "noappledouble")


@dataclass(frozen=True)
class Sshfs:
    """The program, and the settings of all mounts.

    Attributes:
        program: Its absolute path.
        known_hosts: The file of the known host keys.
        is_strict: Whether only known host keys are accepted; otherwise new ones are accepted and stored.
    """

    program: str
    known_hosts: Path
    is_strict: bool = False

    def arguments(self, source: Source, user: str, name: str, mountpoint: str, settings: MountSettings) -> list[str]:
        """Return the argument list. It contains no secret and ignores the user's ssh configuration.

        Args:
            source: The folder to mount.
            user: The user name for the SFTP server.
            name: The name of the mount in the kernel's mount table.
            mountpoint: The mountpoint.
            settings: The connection's mount settings.

        Raises:
            MountFailed: a value cannot be expressed as an argument.
        """
        options = [
            *_LOGIN,
            *_KEEP_ALIVE,
            *_VERBOSE,
            f"StrictHostKeyChecking={'yes' if self.is_strict else 'accept-new'}",
            f"UserKnownHostsFile={_quoted(str(self.known_hosts))}",
            f"GlobalKnownHostsFile={os.devnull}",
            "UpdateHostKeys=no",
            f"fsname={name}",
            *_SAFE,
            *(_MACOS if sys.platform == "darwin" else ()),
            *(("ro",) if settings.read_only else ()),
            *settings.options,
        ]
        listed = [text for option in options for text in ("-o", _escaped(option))]
        target = [source.argument(user), mountpoint]
        return [self.program, *target, "-p", str(source.port), "-F", os.devnull, *listed]


def _escaped(option: str) -> str:
    """Escape an option, so that libfuse does not split it."""
    return option.replace("\\", "\\\\").replace(",", "\\,")


def _quoted(path: str) -> str:
    """Quote a path for ssh's configuration."""
    if '"' in path or "${" in path or not path.isprintable():
        raise MountFailed(f"ssh cannot use a file of known hosts in {path!r}; choose another folder for Jupyter's data")
    return f'"{path.replace("%", "%%")}"'
