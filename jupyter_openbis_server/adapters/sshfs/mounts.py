"""Mounting of data stores by `sshfs`; the kernel's mount table is the only state."""

from __future__ import annotations

import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from jupyter_openbis_server.adapters.sshfs.command import Sshfs
from jupyter_openbis_server.adapters.sshfs.data_set_folder import data_set_folder
from jupyter_openbis_server.adapters.sshfs.diagnosis import ensure_can_mount, failure_of
from jupyter_openbis_server.adapters.sshfs.known_hosts import KnownHosts, NewKeys
from jupyter_openbis_server.adapters.sshfs.mount_table import Mounted, mount_table
from jupyter_openbis_server.adapters.sshfs.mountpoints import Mountpoints
from jupyter_openbis_server.adapters.sshfs.probe import ensure_reachable
from jupyter_openbis_server.adapters.sshfs.processes import is_served, processes_using
from jupyter_openbis_server.adapters.sshfs.program import find_program, run
from jupyter_openbis_server.adapters.sshfs.real_folders import RealFolders
from jupyter_openbis_server.adapters.sshfs.source import (
    OUR_SCHEME,
    TOKEN_USER,
    Source,
    connection_named_in,
    mountpoint_of,
    wanted_mountpoint,
)
from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import HostNotAllowed, MountError, MountFailed, NotMounted, UnmountFailed
from jupyter_openbis_server.domain.instances.allowed_hosts import ALL_HOSTS, AllowedHosts
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.mounts.mount import Mount
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret

_UNMOUNTING_SECONDS = 10.0
_POLL_SECONDS = 0.5
_MAX_SECRET_BYTES = 4000
"""sshfs stores a password in one page of memory."""


MountpointGuard = Callable[..., None]
"""Called with the resolved path, the path for messages, and `is_default`. Raises InvalidPath."""


def _allow_all(real: Path, shown: str, *, is_default: bool) -> None:
    """Allow every mountpoint, for programs that act for their own user only."""


class SshfsMounts:
    """Port `Mounts`. Thread-safe; different mountpoints do not wait for each other.

    Args:
        folder: Stores the known SSH keys and the created mountpoints.
        is_strict: Whether SSH keys must be known before the first mount.
        seconds: Timeout of an attempt to mount.
        guard: Raises InvalidPath for folders that must not be mountpoints.
        allowed_hosts: SFTP servers that may be connected to.
    """

    def __init__(
        self,
        folder: Path,
        *,
        is_strict: bool = False,
        seconds: float = 30.0,
        guard: MountpointGuard = _allow_all,
        allowed_hosts: AllowedHosts = ALL_HOSTS,
    ) -> None:
        self._known_hosts = KnownHosts(folder / "known_hosts")
        self._mountpoints = Mountpoints(folder / "mountpoints")
        self._is_strict = is_strict
        self._seconds = seconds
        self._guard = guard
        self._allowed_hosts = allowed_hosts
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._in_progress: set[str] = set()
        self._mounted_by_us: dict[str, Source] = {}
        self._new_keys = NewKeys()
        self._real_folders = RealFolders()

    def of(self, connection: Connection) -> Mount | None:
        """See the port. A mount in progress is not returned."""
        mounted = self._entry_of(connection)
        if mounted is None or mounted.mountpoint in self._in_progress:
            return None
        return Mount(mounted.mountpoint, is_own=mounted.mountpoint in self._mounted_by_us)

    def check_mountpoint(self, connection: Connection) -> None:
        """See the port."""
        shown = wanted_mountpoint(connection)
        self._guard(
            Path(mountpoint_of(connection, self._real_folders.follow)),
            shown,
            is_default=not connection.mounting.mountpoint,
        )

    def mount(self, connection: Connection, credentials: Credentials) -> Mount:
        """See the port. A mount whose sshfs has ended is replaced."""
        self.check_mountpoint(connection)
        self._check_host(connection)
        program = find_program("sshfs")
        ensure_can_mount(program)
        sshfs = Sshfs(program or "", self._known_hosts.path, self._is_strict)
        mountpoint = mountpoint_of(connection, self._real_folders.follow)
        with self._locked(mountpoint):
            present = self._entry_of(connection)
            if present:
                if not _is_dead(present):
                    return Mount(present.mountpoint, is_own=present.mountpoint in self._mounted_by_us)
                self._unmount(present.mountpoint, force=True)
            other = _top_at(mountpoint)
            if other:
                raise MountFailed(f"{other.source} is mounted on {mountpoint}; give another mountpoint")
            return self._mount(sshfs, connection, credentials, mountpoint)

    def _check_host(self, connection: Connection) -> None:
        source = Source.of(connection)
        try:
            self._allowed_hosts.check(connection.name, source.host, source.port)
        except HostNotAllowed as error:
            raise MountFailed(str(error)) from error

    def unmount(self, connection: Connection, *, force: bool = False) -> None:
        """See the port."""
        mounted = self._entry_of(connection)
        if mounted:
            with self._locked(mounted.mountpoint):
                self._unmount(mounted.mountpoint, force=force)

    def check(self, connection: Connection) -> None:
        """See the port."""
        ensure_can_mount(find_program("sshfs"))
        self._check_host(connection)
        ensure_reachable(Source.of(connection))

    def _entry_of(self, connection: Connection) -> Mounted | None:
        """Return the mount of a connection: at its mountpoint, or at an earlier mountpoint of the connection.

        A mount of another connection at the same mountpoint is not returned: it may show another user's data sets.
        """
        top = {each.mountpoint: each for each in mount_table()}
        source = Source.of(connection)
        with suppress(MountFailed):
            here = top.get(mountpoint_of(connection, self._real_folders.of))
            if here and source.is_of(here) and connection_named_in(here) in (None, connection.name):
                return here
        name = source.name(connection.username, connection.name)
        return next((each for each in top.values() if each.is_sshfs and each.source == name), None)

    def place_of(self, connection: Connection, data_set: DataSet) -> str:
        """See the port."""
        mount = self.of(connection)
        if mount is None:
            raise NotMounted(connection.name)
        return data_set_folder(mount.mountpoint, Source.of(connection).path, data_set)

    def unmount_all(self) -> tuple[UnmountFailed, ...]:
        """See the port."""
        problems = []
        for mountpoint, source in list(self._mounted_by_us.items()):
            mounted = _top_at(mountpoint)
            if mounted and source.is_of(mounted):
                try:
                    self._unmount(mountpoint, force=True)
                except UnmountFailed as error:
                    problems.append(error)
        return tuple(problems)

    @contextmanager
    def _locked(self, mountpoint: str) -> Iterator[None]:
        """Hold the lock of a mountpoint: no other thread mounts or unmounts it."""
        lock = self._locks[mountpoint]
        while not lock.acquire(timeout=_POLL_SECONDS):
            Cancellation.current().check()
        try:
            yield
        finally:
            lock.release()

    def _mount(self, sshfs: Sshfs, connection: Connection, credentials: Credentials, mountpoint: str) -> Mount:
        source, secret = Source.of(connection), _usable(credentials.secret)
        user = TOKEN_USER if credentials.is_token else credentials.username
        name = source.name(credentials.username, connection.name)
        arguments = sshfs.arguments(source, user, name, mountpoint, connection.mounting)
        self._known_hosts.prepare()
        known = self._known_hosts.fingerprints(source)
        self._mountpoints.prepare(mountpoint)
        with self._marked(mountpoint), ExitStack() as on_failure:
            on_failure.callback(self._clear, mountpoint, source)
            try:
                outcome = run(arguments, self._seconds, secret)
            except OSError as error:
                raise MountFailed(f"sshfs cannot be started: {error.strerror}") from error
            finally:
                self._new_keys.add(source, self._known_hosts.fingerprints(source) - known)
            mounted = _top_at(mountpoint)
            if outcome.status != 0 or mounted is None or not source.is_of(mounted):
                raise failure_of(outcome, source, self._known_hosts, self._seconds)
            on_failure.pop_all()
        self._mounted_by_us[mountpoint] = source
        return Mount(mountpoint, ", ".join(sorted(self._new_keys.take(source))) or None, is_own=True)

    @contextmanager
    def _marked(self, mountpoint: str) -> Iterator[None]:
        """Mark a mount as in progress: sshfs mounts before it connects."""
        self._in_progress.add(mountpoint)
        try:
            yield
        finally:
            self._in_progress.discard(mountpoint)

    def _clear(self, mountpoint: str, source: Source) -> None:
        """Clean up after a failed attempt."""
        mounted = _top_at(mountpoint)
        if mounted is None:
            self._mountpoints.put_away(mountpoint)
        elif source.is_of(mounted):
            with suppress(MountError), Cancellation().as_current():
                self._unmount(mountpoint, force=True)

    def _unmount(self, mountpoint: str, *, force: bool) -> None:
        before = _number_at(mountpoint)
        try:
            outcome = run(_unmounting(mountpoint, force=force), _UNMOUNTING_SECONDS)
        except OSError as error:
            raise UnmountFailed(f"the program that unmounts cannot be started: {error.strerror}") from error
        if _number_at(mountpoint) < before:
            self._mounted_by_us.pop(mountpoint, None)
            if before == 1:
                self._mountpoints.put_away(mountpoint)
            return
        if outcome.status is None:
            raise UnmountFailed(f"{mountpoint} cannot be unmounted in time; do it by force")
        if "busy" in outcome.text:
            who = ", ".join(processes_using(mountpoint)) or "other programs"
            raise UnmountFailed(f"{mountpoint} is in use by {who}; end them, or unmount it by force")
        raise UnmountFailed(outcome.text or f"{mountpoint} is still there")


def _top_at(mountpoint: str) -> Mounted | None:
    return next((each for each in reversed(mount_table()) if each.mountpoint == mountpoint), None)


def _number_at(mountpoint: str) -> int:
    return sum(each.mountpoint == mountpoint for each in mount_table())


def _is_dead(mounted: Mounted) -> bool:
    """Return whether a mount of this package has no sshfs process any more. False for mounts of other programs."""
    return mounted.source.startswith(OUR_SCHEME) and not is_served(mounted.mountpoint)


def _unmounting(mountpoint: str, *, force: bool) -> list[str]:
    if sys.platform == "darwin":
        return ["/sbin/umount", *(["-f"] if force else []), mountpoint]
    program = find_program("fusermount3") or find_program("fusermount") or "fusermount3"
    return [program, "-u", *(["-z"] if force else []), mountpoint]


def _usable(secret: Secret) -> Secret:
    """Return the secret if sshfs can read it from a line. Raises MountFailed."""
    text = secret.reveal()
    if len(text.encode(errors="replace")) > _MAX_SECRET_BYTES or set(text) & set("\n\r\0"):
        raise MountFailed("sshfs cannot use a password with line breaks or one of that length; use an access token")
    return secret
