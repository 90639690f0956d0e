"""A lock that tells how many have come to it: for tests in which threads must be known to wait."""

import threading
from types import TracebackType


class CountedLock:
    """Stands in for a lock used by `with`."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._comers = 0
        self._changed = threading.Condition()

    def __enter__(self) -> None:
        with self._changed:
            self._comers += 1
            self._changed.notify_all()
        self._lock.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    def wait_for_comers(self, number: int) -> None:
        """Return as soon as so many have come, whether they wait, are inside or have gone."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._comers >= number, timeout=20):
                raise TimeoutError(f"{self._comers} of {number} have come")
