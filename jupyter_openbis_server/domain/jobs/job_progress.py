"""Progress and transfer rate of one job."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from itertools import islice

from jupyter_openbis_server.domain.jobs.subject import MAX_SUBJECTS
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
        self._files_begun: dict[str, None] = {}
        self._names: Mapping[str, str | None] = {}

    def begin(self, total: Amount, done: Amount = ZERO) -> None:
        """See the port."""
        with self._lock:
            self._total = total
            self._files, self._bytes = done.files, done.bytes
            self._samples.clear()
            self._samples.append((self._ticks(), self._moved))
            self._files_begun.clear()
        self._notify_throttled()

    def identified(self, names: Mapping[str, str | None]) -> None:
        """See the port."""
        self._names = dict(islice(names.items(), MAX_SUBJECTS))

    def began(self, path: str) -> None:
        """See the port."""
        with self._lock:
            self._files_begun[path] = None

    def moved(self, count: int) -> None:
        """See the port."""
        with self._lock:
            self._bytes += count
            self._moved += max(0, count)
            self._sample()
        self._notify_throttled()

    def completed(self, path: str) -> None:
        """See the port."""
        with self._lock:
            self._files += 1
            self._files_begun.pop(path, None)
        self._notify_throttled()

    def interrupted(self) -> None:
        """Forget the rate and the current files; the amounts stay."""
        with self._lock:
            self._samples.clear()
            self._files_begun.clear()

    @property
    def names(self) -> Mapping[str, str | None]:
        """Names of the data sets, by permId, as far as openBIS has stated them."""
        return self._names

    def report(self) -> ProgressReport:
        """Return the current progress; its file is the one that was begun last."""
        with self._lock:
            file = next(reversed(self._files_begun), None)
            done = Amount(self._files, self._bytes)
            return ProgressReport(done, self._total, self._rate(), self._moved, file)

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
