"""Data stores as folders: `sshfs` mounts them, the kernel tells what is mounted."""

from __future__ import annotations

import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from jupyter_openbis_server.adapters.sshfs.command import Sshfs
from jupyter_openbis_server.adapters.sshfs.diagnosis import failure_of, must_be_able_to_mount
from jupyter_openbis_server.adapters.sshfs.known_hosts import KnownHosts
from jupyter_openbis_server.adapters.sshfs.mount_table import Mounted, mount_table
from jupyter_openbis_server.adapters.sshfs.mountpoints import Mountpoints
from jupyter_openbis_server.adapters.sshfs.new_keys import NewKeys
from jupyter_openbis_server.adapters.sshfs.places import place_in
from jupyter_openbis_server.adapters.sshfs.processes import holders_of, is_served
from jupyter_openbis_server.adapters.sshfs.program import find_program, run
from jupyter_openbis_server.adapters.sshfs.reaching import must_answer
from jupyter_openbis_server.adapters.sshfs.source import (
    OUR_SCHEME,
    TOKEN_USER,
    Source,
    connection_named_in,
    mountpoint_of,
)
from jupyter_openbis_server.domain.errors import MountError, MountFailed, NotMounted, UnmountFailed
from jupyter_openbis_server.domain.model import Cancellation, Connection, Credentials, DataSet, Mount, Secret

_UNMOUNTING_SECONDS = 10.0
_TURN_SECONDS = 0.5
_LONGEST_SECRET = 4000
"""sshfs keeps a password in one page of memory."""


class SshfsMounts:
    """Port `Mounts`. Safe for use from several threads; different mountpoints do not wait for each other.

    Args:
        folder: Where to keep the SSH keys that were seen, and which mountpoints were made.
        is_strict: Whether SSH keys must be known before the first mount.
        seconds: After so long an attempt to mount is given up.
    """

    def __init__(self, folder: Path, *, is_strict: bool = False, seconds: float = 30.0) -> None:
        self._known_hosts = KnownHosts(folder / "known_hosts")
        self._mountpoints = Mountpoints(folder / "mountpoints")
        self._is_strict = is_strict
        self._seconds = seconds
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._underway: set[str] = set()
        self._own: dict[str, Source] = {}
        self._new_keys = NewKeys()

    def of(self, connection: Connection) -> Mount | None:
        """See the port. What is just being mounted does not count yet."""
        mounted = _entry_of(connection)
        if mounted is None or mounted.mountpoint in self._underway:
            return None
        return Mount(mounted.mountpoint, is_own=mounted.mountpoint in self._own)

    def mount(self, connection: Connection, credentials: Credentials) -> Mount:
        """See the port. A mount whose sshfs has died is replaced."""
        program = find_program("sshfs")
        must_be_able_to_mount(program)
        sshfs = Sshfs(program or "", self._known_hosts.path, self._is_strict)
        mountpoint = mountpoint_of(connection)
        with self._turn_at(mountpoint):
            present = _entry_of(connection)
            if present:
                if not _is_dead(present):
                    return Mount(present.mountpoint, is_own=present.mountpoint in self._own)
                self._take_away(present.mountpoint, force=True)
            other = _top_at(mountpoint)
            if other:
                raise MountFailed(f"{other.source} is mounted on {mountpoint}; give another mountpoint")
            return self._mount(sshfs, connection, credentials, mountpoint)

    def unmount(self, connection: Connection, *, force: bool = False) -> None:
        """See the port."""
        mounted = _entry_of(connection)
        if mounted:
            with self._turn_at(mounted.mountpoint):
                self._take_away(mounted.mountpoint, force=force)

    def check(self, connection: Connection) -> None:
        """See the port."""
        must_be_able_to_mount(find_program("sshfs"))
        must_answer(Source.of(connection))

    def place_of(self, connection: Connection, data_set: DataSet) -> str:
        """See the port."""
        mount = self.of(connection)
        if mount is None:
            raise NotMounted(connection.name)
        return place_in(mount.mountpoint, Source.of(connection).path, data_set)

    def unmount_own(self) -> tuple[UnmountFailed, ...]:
        """See the port."""
        problems = []
        for mountpoint, source in list(self._own.items()):
            mounted = _top_at(mountpoint)
            if mounted and source.is_of(mounted):
                try:
                    self._take_away(mountpoint, force=True)
                except UnmountFailed as error:
                    problems.append(error)
        return tuple(problems)

    @contextmanager
    def _turn_at(self, mountpoint: str) -> Iterator[None]:
        """Wait until nobody else mounts or unmounts there."""
        lock = self._locks[mountpoint]
        while not lock.acquire(timeout=_TURN_SECONDS):
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
        self._own[mountpoint] = source
        return Mount(mountpoint, ", ".join(sorted(self._new_keys.take(source))) or None, is_own=True)

    @contextmanager
    def _marked(self, mountpoint: str) -> Iterator[None]:
        """Let nobody believe that something is mounted yet: sshfs mounts first and connects then."""
        self._underway.add(mountpoint)
        try:
            yield
        finally:
            self._underway.discard(mountpoint)

    def _clear(self, mountpoint: str, source: Source) -> None:
        """Remove what a failed attempt may have left."""
        mounted = _top_at(mountpoint)
        if mounted is None:
            self._mountpoints.put_away(mountpoint)
        elif source.is_of(mounted):
            with suppress(MountError), Cancellation().governs():
                self._take_away(mountpoint, force=True)

    def _take_away(self, mountpoint: str, *, force: bool) -> None:
        before = _number_at(mountpoint)
        try:
            outcome = run(_unmounting(mountpoint, force=force), _UNMOUNTING_SECONDS)
        except OSError as error:
            raise UnmountFailed(f"the program that unmounts cannot be started: {error.strerror}") from error
        if _number_at(mountpoint) < before:
            self._own.pop(mountpoint, None)
            if before == 1:
                self._mountpoints.put_away(mountpoint)
            return
        if outcome.status is None:
            raise UnmountFailed(f"{mountpoint} cannot be unmounted in time; do it by force")
        if "busy" in outcome.text:
            who = ", ".join(holders_of(mountpoint)) or "other programs"
            raise UnmountFailed(f"{mountpoint} is in use by {who}; end them, or unmount it by force")
        raise UnmountFailed(outcome.text or f"{mountpoint} is still there")


def _entry_of(connection: Connection) -> Mounted | None:
    """Return the mount of a connection: at its mountpoint, or one of ours elsewhere if that was changed since.

    What another connection has mounted at the same place is not this one's: it may show another user's data sets.
    """
    top = {each.mountpoint: each for each in mount_table()}
    source = Source.of(connection)
    with suppress(MountFailed):
        here = top.get(mountpoint_of(connection))
        if here and source.is_of(here) and connection_named_in(here) in (None, connection.name):
            return here
    ours = source.name(connection.username, connection.name)
    return next((each for each in top.values() if each.is_sshfs and each.source == ours), None)


def _top_at(mountpoint: str) -> Mounted | None:
    return next((each for each in reversed(mount_table()) if each.mountpoint == mountpoint), None)


def _number_at(mountpoint: str) -> int:
    return sum(each.mountpoint == mountpoint for each in mount_table())


def _is_dead(mounted: Mounted) -> bool:
    """Whether nobody serves a mount of ours any more. Of mounts that others have made that cannot be told."""
    return mounted.source.startswith(OUR_SCHEME) and not is_served(mounted.mountpoint)


def _unmounting(mountpoint: str, *, force: bool) -> list[str]:
    if sys.platform == "darwin":
        return ["/sbin/umount", *(["-f"] if force else []), mountpoint]
    program = find_program("fusermount3") or find_program("fusermount") or "fusermount3"
    return [program, "-u", *(["-z"] if force else []), mountpoint]


def _usable(secret: Secret) -> Secret:
    """Return a secret that sshfs can read from a line. Raises MountFailed."""
    text = secret.reveal()
    if len(text.encode(errors="replace")) > _LONGEST_SECRET or set(text) & set("\n\r\0"):
        raise MountFailed("sshfs cannot use a password with line breaks or one of that length; use an access token")
    return secret
