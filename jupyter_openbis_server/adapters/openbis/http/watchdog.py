"""Ends what takes too long as a whole: a time-out of a socket begins anew with each byte that drips in."""

from __future__ import annotations

import os
import threading
import time
from typing import Protocol

_TICK_SECONDS = 0.2
_LINGERS_TICKS = 50


class Watched(Protocol):
    """Something that has to be over in time."""

    deadline: float
    """By `time.monotonic`. It may be put off meanwhile."""

    def expire(self) -> None:
        """End it. Called at most once, from another thread."""


class Watchdog:
    """Looks at all that is watched a few times a second, from one thread, which goes when there is nothing to watch."""

    def __init__(self) -> None:
        self.start_anew()

    def start_anew(self) -> None:
        """Forget everything: in a forked process there is neither the thread nor anybody who would release the lock."""
        self._lock = threading.Lock()
        self._watched: set[Watched] = set()
        self._is_running = False

    def watch(self, watched: Watched) -> None:
        """Begin to watch."""
        with self._lock:
            self._watched.add(watched)
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._run, name="watchdog", daemon=True).start()

    def leave(self, watched: Watched) -> None:
        """Watch it no more. Repeating it does no harm."""
        with self._lock:
            self._watched.discard(watched)

    def _run(self) -> None:
        idle = 0
        while True:
            time.sleep(_TICK_SECONDS)
            with self._lock:
                idle = 0 if self._watched else idle + 1
                if idle > _LINGERS_TICKS:
                    self._is_running = False
                    return
                now = time.monotonic()
                late = [each for each in self._watched if each.deadline < now]
                self._watched.difference_update(late)
            for each in late:
                each.expire()


WATCHDOG = Watchdog()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=WATCHDOG.start_anew)
