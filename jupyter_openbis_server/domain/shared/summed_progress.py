"""Total progress of several concurrent downloads."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from jupyter_openbis_server.domain.shared.progress import ZERO, Amount, Progress, ProgressDefaults


class SummedProgress:
    """Adds up the progress of parts, and reports the sum to one `Progress`.

    Args:
        inner: Who is notified of the sum.
        expected: Expected amount of each part, by its name; corrected when the part begins.
    """

    def __init__(self, inner: Progress, expected: Mapping[str, Amount]) -> None:
        self._inner = inner
        self._totals = dict(expected)
        self._done = dict.fromkeys(expected, ZERO)
        self._lock = threading.Lock()
        self._begin()

    def part(self, name: str) -> PartialProgress:
        """Return the port `Progress` for a part."""
        return PartialProgress(self, name)

    def begin(self, name: str, total: Amount, done: Amount) -> None:
        """Set the amounts of a part."""
        with self._lock:
            self._totals[name], self._done[name] = total, done
            self._begin()

    def moved(self, name: str, amount: Amount, path: str | None) -> None:
        """Count what a part has transferred; `path` is a completed file, if any."""
        with self._lock:
            self._done[name] = self._done.get(name, ZERO) + amount
            if amount.bytes:
                self._inner.moved(amount.bytes)
            if path is not None:
                self._inner.completed(path)

    def _begin(self) -> None:
        self._inner.begin(sum(self._totals.values(), ZERO), sum(self._done.values(), ZERO))


class PartialProgress(ProgressDefaults):
    """Port `Progress` of one part."""

    def __init__(self, whole: SummedProgress, name: str) -> None:
        self._whole = whole
        self._name = name

    def begin(self, total: Amount, done: Amount = ZERO) -> None:
        """See the port."""
        self._whole.begin(self._name, total, done)

    def moved(self, count: int) -> None:
        """See the port."""
        self._whole.moved(self._name, Amount(0, count), None)

    def completed(self, path: str) -> None:
        """See the port."""
        self._whole.moved(self._name, Amount(1, 0), path)
