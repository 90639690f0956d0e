"""How far one job has come, and how fast."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from jupyter_openbis_server.domain.model import Amount, ProgressReport
from jupyter_openbis_server.domain.model.progress import NOTHING

_WINDOW_SECONDS = 5.0
_SAMPLE_SECONDS = 0.2
_TELL_SECONDS = 0.5


class JobProgress:
    """Port `Progress`: counts, measures the rate over the last seconds, and tells of it twice a second at most."""

    def __init__(self, ticks: Callable[[], float], tell: Callable[[], None]) -> None:
        self._ticks = ticks
        self._tell = tell
        self._lock = threading.Lock()
        self._total: Amount | None = None
        self._files = 0
        self._bytes = 0
        self._moved = 0
        self._samples: deque[tuple[float, int]] = deque()
        self._told = float("-inf")

    def begin(self, total: Amount, done: Amount = NOTHING) -> None:
        """See the port."""
        with self._lock:
            self._total = total
            self._files, self._bytes = done.files, done.bytes
            self._samples.clear()
            self._samples.append((self._ticks(), self._moved))
        self._tell_sometimes()

    def moved(self, count: int) -> None:
        """See the port."""
        with self._lock:
            self._bytes += count
            self._moved += max(0, count)
            self._sample()
        self._tell_sometimes()

    def completed(self, path: str) -> None:  # noqa: ARG002 - the port's signature
        """See the port."""
        with self._lock:
            self._files += 1
        self._tell_sometimes()

    def report(self) -> ProgressReport:
        """Return how far it has come."""
        with self._lock:
            return ProgressReport(Amount(self._files, self._bytes), self._total, self._rate(), self._moved)

    def _sample(self) -> None:
        now = self._ticks()
        if not self._samples or now - self._samples[-1][0] >= _SAMPLE_SECONDS:
            self._samples.append((now, self._moved))
        while len(self._samples) > 1 and now - self._samples[0][0] > _WINDOW_SECONDS:
            self._samples.popleft()

    def _rate(self) -> float | None:
        if not self._samples:
            return None
        since, moved = self._samples[0]
        seconds = self._ticks() - since
        return (self._moved - moved) / seconds if seconds >= _SAMPLE_SECONDS else None

    def _tell_sometimes(self) -> None:
        with self._lock:
            now = self._ticks()
            if now - self._told < _TELL_SECONDS:
                return
            self._told = now
        self._tell()
