"""Timeouts of whole requests: the timeout of a socket restarts with each byte."""

from __future__ import annotations

import os
import threading
import time
from typing import Protocol

_TICK_SECONDS = 0.2
_MAX_IDLE_TICKS = 50
"""Checks without anything to watch until the thread ends."""


class Watched(Protocol):
    """An operation with a deadline."""

    deadline: float
    """By `time.monotonic`. It may be postponed while it is watched."""

    def expire(self) -> None:
        """End the operation. Called at most once, from another thread."""


class Watchdog:
    """Checks all watched operations a few times a second, in one thread, which ends if there are none for a while."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Reset all state: a forked process has neither the thread nor one that would release the lock."""
        self._lock = threading.Lock()
        self._watched: set[Watched] = set()
        self._is_running = False

    def watch(self, watched: Watched) -> None:
        """Watch an operation until its deadline, or until it is removed."""
        with self._lock:
            self._watched.add(watched)
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._run, name="watchdog", daemon=True).start()

    def remove(self, watched: Watched) -> None:
        """Stop watching an operation. Idempotent."""
        with self._lock:
            self._watched.discard(watched)

    def _run(self) -> None:
        idle = 0
        while True:
            time.sleep(_TICK_SECONDS)
            with self._lock:
                idle = 0 if self._watched else idle + 1
                if idle > _MAX_IDLE_TICKS:
                    self._is_running = False
                    return
                now = time.monotonic()
                late = [each for each in self._watched if each.deadline < now]
                self._watched.difference_update(late)
            for each in late:
                each.expire()


WATCHDOG = Watchdog()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=WATCHDOG.restart)
