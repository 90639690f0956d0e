"""Servers that could not be reached a moment ago.

A shared helper: it imports no adapter.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.shared.kept_errors import detached

K = TypeVar("K", bound=Hashable)


class Outages(Generic[K]):
    """Errors of servers that did not accept a connection, for a short time.

    A server that is silent costs the whole connection timeout at each attempt, and an action of a user may have several
    operations.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._errors: dict[K, tuple[float, OpenbisError]] = {}
        self._lock = threading.Lock()

    def note(self, key: K, error: OpenbisError) -> None:
        """Keep the error of a server."""
        with self._lock:
            now = self._clock()
            self._errors = {each: kept for each, kept in self._errors.items() if kept[0] > now}
            self._errors[key] = (now + self._seconds, detached(error))

    def check(self, key: K) -> None:
        """Raise the error of a server, if it is recent."""
        with self._lock:
            end, error = self._errors.get(key, (0.0, None))
            is_over = self._clock() >= end
        if error and not is_over:
            raise detached(error)
