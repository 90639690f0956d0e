"""Locks that serialise the logins to one connection."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.errors import (
    InstanceUnreachable,
    OpenbisError,
)
from jupyter_openbis_server.domain.shared.deadline import Deadline


@dataclass
class LoginLock:
    """Serialises logins to one connection.

    Attributes:
        finished: Number of logins that have ended.
        failure: Why the last one failed, if this concerns all callers; else None.
    """

    lock: threading.RLock = field(default_factory=threading.RLock)
    finished: int = 0
    failure: OpenbisError | None = None

    @contextmanager
    def held(self, name: str, deadline: Deadline) -> Iterator[None]:
        """Hold the lock during the block. Raises InstanceUnreachable if another login holds it until the deadline."""
        if not self.lock.acquire(timeout=deadline.remaining):
            raise InstanceUnreachable(name, f"another login has no answer after {deadline.seconds:g} seconds")
        try:
            yield
        finally:
            self.lock.release()


class LoginLocks:
    """The locks of all connections, by name. Safe for use from several threads."""

    def __init__(self) -> None:
        self._locks: dict[str, LoginLock] = {}
        self._lock = threading.Lock()

    def get(self, name: str) -> LoginLock:
        """Return the lock of a connection."""
        with self._lock:
            return self._locks.setdefault(name, LoginLock())

    def remove(self, name: str) -> None:
        """Remove the lock of a connection that is no longer registered."""
        with self._lock:
            self._locks.pop(name, None)
