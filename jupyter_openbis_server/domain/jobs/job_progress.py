"""Progress and transfer rate of one job."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from jupyter_openbis_server.domain.shared.progress import ZERO, Amount, ProgressReport

_WINDOW_SECONDS = 5.0
_SAMPLE_SECONDS = 0.2
_NOTIFY_SECONDS = 0.5


class JobProgress:
    """Port `Progress`: counts, measures the rate over the last seconds, and notifies at most twice a second."""

    def __init__(self, ticks: Callable[[], float], notify: Callable[[], None]) -> None:
        self._ticks = ticks
        self._notify = notify
        self._lock = threading.Lock()
        self._total: Amount | None = None
        self._files = 0
        self._bytes = 0
        self._moved = 0
        self._samples: deque[tuple[float, int]] = deque()
        self._last_notified = float("-inf")

    def begin(self, total: Amount, done: Amount = ZERO) -> None:
        """See the port."""
        with self._lock:
            self._total = total
            self._files, self._bytes = done.files, done.bytes
            self._samples.clear()
            self._samples.append((self._ticks(), self._moved))
        self._notify_throttled()

    def moved(self, count: int) -> None:
        """See the port."""
        with self._lock:
            self._bytes += count
            self._moved += max(0, count)
            self._sample()
        self._notify_throttled()

    def completed(self, path: str) -> None:  # noqa: ARG002 - the port's signature
        """See the port."""
        with self._lock:
            self._files += 1
        self._notify_throttled()

    def report(self) -> ProgressReport:
        """Return the current progress."""
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

    def _notify_throttled(self) -> None:
        with self._lock:
            now = self._ticks()
            if now - self._last_notified < _NOTIFY_SECONDS:
                return
            self._last_notified = now
        self._notify()
