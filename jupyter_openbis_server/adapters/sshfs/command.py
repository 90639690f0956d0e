"""What sshfs is told."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from jupyter_openbis_server.adapters.sshfs.source import Source
from jupyter_openbis_server.domain.errors import MountFailed
from jupyter_openbis_server.domain.model import MountSettings

_KEEP_ALIVE = ("reconnect", "ServerAliveInterval=10", "ServerAliveCountMax=2", "ConnectTimeout=10")
"""A server that has gone is noticed after 30 s; what waits for it gets an error then. The next access connects anew."""

_LOGIN = ("password_stdin", "PreferredAuthentications=password", "PubkeyAuthentication=no", "NumberOfPasswordPrompts=1")
_TELLING = ("sshfs_verbose",)
"""Without it nobody hears what ssh says."""

_HARMLESS = ("nosuid", "nodev")
_MACOS = ("defer_permissions", "noappledouble")


@dataclass(frozen=True)
class Sshfs:
    """The program, and what holds for all mounts.

    Attributes:
        program: Its absolute path.
        known_hosts: The file of the keys that are known.
        is_strict: Whether only keys that are known are accepted; else new ones are, too, and remembered.
    """

    program: str
    known_hosts: Path
    is_strict: bool = False

    def arguments(self, source: Source, user: str, name: str, mountpoint: str, settings: MountSettings) -> list[str]:
        """Return an argument list that holds no secret and no option of the user's own ssh configuration.

        Args:
            source: What is mounted.
            user: Who logs in, as the SFTP server calls it.
            name: How the mount is called in the kernel's table.
            mountpoint: Where.
            settings: What the connection wants.

        Raises:
            MountFailed: something cannot be expressed.
        """
        options = [
            *_LOGIN,
            *_KEEP_ALIVE,
            *_TELLING,
            f"StrictHostKeyChecking={'yes' if self.is_strict else 'accept-new'}",
            f"UserKnownHostsFile={_quoted(str(self.known_hosts))}",
            f"GlobalKnownHostsFile={os.devnull}",
            "UpdateHostKeys=no",
            f"fsname={name}",
            *_HARMLESS,
            *(_MACOS if sys.platform == "darwin" else ()),
            *(("ro",) if settings.read_only else ()),
            *settings.options,
        ]
        listed = [text for option in options for text in ("-o", _escaped(option))]
        target = [source.argument(user), mountpoint]
        return [self.program, *target, "-p", str(source.port), "-F", os.devnull, *listed]


def _escaped(option: str) -> str:
    """Return an option so that libfuse does not split it."""
    return option.replace("\\", "\\\\").replace(",", "\\,")


def _quoted(path: str) -> str:
    """Return a path as ssh's configuration writes it."""
    if '"' in path or "${" in path or not path.isprintable():
        raise MountFailed(f"ssh cannot use a file of known hosts in {path!r}; choose another folder for Jupyter's data")
    return f'"{path.replace("%", "%%")}"'
