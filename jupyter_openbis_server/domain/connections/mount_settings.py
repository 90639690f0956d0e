"""Settings of the mount of a connection's data store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.instances.instance_url import is_host

DEFAULT_PORT = 2222
_HIGHEST_PORT = 65535

ALLOWED_OPTIONS = frozenset(
    {
        # Encryption: algorithms that an old server may require
        "Ciphers", "HostKeyAlgorithms", "KexAlgorithms", "MACs",
        # Network
        "AddressFamily", "BindAddress", "Compression", "IPQoS",
        # Permissions and file attributes
        "allow_other", "allow_root", "default_permissions", "fmask", "dmask", "gid", "uid", "umask", "idmap",
        "follow_symlinks",
        # Caches and their TTL
        "attr_timeout", "auto_cache", "cache", "dcache_clean_interval", "dcache_dir_timeout", "dcache_link_timeout",
        "dcache_max_size", "dcache_min_clean_interval", "dcache_stat_timeout", "dcache_timeout", "dir_cache",
        "entry_timeout", "kernel_cache", "negative_timeout", "noauto_cache",
        # Transfer sizes and parallelism
        "max_conns", "max_read", "no_readahead", "sshfs_sync",
    }
)  # fmt: skip
"""Options of sshfs and ssh that a connection may set. Others could run commands or make mounts unsafe."""


@dataclass(frozen=True)
class MountSettings:
    """Mount settings of a connection; all are optional.

    Attributes:
        host: SFTP host; empty means the host of the instance.
        port: SFTP port.
        path: Absolute path on the data store that is mounted.
        mountpoint: Folder of this host, absolute or beginning with `~/`; empty means `~/<host of the instance>`.
        read_only: Whether the mount is read-only. openBIS refuses writes in any case.
        options: Additional options of sshfs and ssh, each `name` or `name=value`, from `ALLOWED_OPTIONS`.
    """

    host: str = ""
    port: int = DEFAULT_PORT
    path: str = "/"
    mountpoint: str = ""
    read_only: bool = True
    options: tuple[str, ...] = ()

    @classmethod
    def from_mapping(cls, entry: object) -> MountSettings:
        """Parse the keys `host`, `port`, `path`, `mountpoint`, `read_only` and `options`; None means no settings.

        Raises:
            InvalidConnection: a value is invalid; the error names the key, e.g. `mount.port`.
        """
        if entry is None:
            return cls()
        if not isinstance(entry, Mapping):
            raise InvalidConnection("mount", "must have keys, e.g. 'port'")
        unknown = [str(key) for key in entry if key not in cls.__dataclass_fields__]
        if unknown:
            raise InvalidConnection(
                "mount", f"has no key {unknown[0]!r}; known are {', '.join(cls.__dataclass_fields__)}"
            )
        return cls(
            host=_host(entry),
            port=_port(entry),
            path=_path(entry, "path", "/", ("/",)),
            mountpoint=_path(entry, "mountpoint", "", ("/", "~/")),
            read_only=_flag(entry),
            options=_options(entry),
        )

    def as_mapping(self) -> dict[str, object]:
        """Return the keys whose values differ from the defaults, as `from_mapping` reads them."""
        keys = {key: getattr(self, key) for key in self.__dataclass_fields__}
        changed = {key: value for key, value in keys.items() if value != getattr(DEFAULT_MOUNT_SETTINGS, key)}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in changed.items()}


DEFAULT_MOUNT_SETTINGS = MountSettings()


def _host(entry: Mapping[str, Any]) -> str:
    host = entry.get("host") or ""
    if not isinstance(host, str) or (host and not is_host(host)):
        raise InvalidConnection("mount.host", f"{host!r} is not a host name")
    return host


def _port(entry: Mapping[str, Any]) -> int:
    port = entry.get("port")
    if port is None:
        return DEFAULT_PORT
    # Connection files are parsed without converting numbers, so that numeric passwords stay unchanged.
    if isinstance(port, str) and port.isdecimal():
        port = int(port)
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port <= _HIGHEST_PORT:
        raise InvalidConnection("mount.port", f"must be a number from 1 to {_HIGHEST_PORT}")
    return port


def _path(entry: Mapping[str, Any], key: str, default: str, beginnings: tuple[str, ...]) -> str:
    path = entry.get(key) or default
    if not isinstance(path, str) or (path and not path.startswith(beginnings)):
        raise InvalidConnection(f"mount.{key}", f"must be a path that begins with {' or '.join(beginnings)}")
    if not path.isprintable():
        raise InvalidConnection(f"mount.{key}", "has characters that cannot be shown")
    if ".." in path.split("/"):
        raise InvalidConnection(f"mount.{key}", "must not contain '..'")
    return path


def _flag(entry: Mapping[str, Any]) -> bool:
    value = entry.get("read_only")
    if value is not None and not isinstance(value, bool):
        raise InvalidConnection("mount.read_only", "must be true or false")
    return value is not False


def _options(entry: Mapping[str, Any]) -> tuple[str, ...]:
    options = entry.get("options") or ()
    if not isinstance(options, Sequence) or isinstance(options, str):
        raise InvalidConnection("mount.options", "must be a list, each 'name' or 'name=value'")
    for option in options:
        name = option.partition("=")[0] if isinstance(option, str) else ""
        if name not in ALLOWED_OPTIONS:
            allowed = ", ".join(sorted(ALLOWED_OPTIONS, key=str.casefold))
            raise InvalidConnection("mount.options", f"{option!r} is not among the options that may be set: {allowed}")
        if not option.isprintable():
            raise InvalidConnection("mount.options", f"{name} has characters that cannot be shown")
    return tuple(options)
