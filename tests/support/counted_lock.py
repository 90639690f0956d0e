"""A lock that counts calls of `acquire`, for tests that have to know that threads wait."""

import threading
from types import TracebackType


class CountedLock:
    """A reentrant lock with a count of callers."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._acquirers = 0
        self._changed = threading.Condition()

    def acquire(self, timeout: float = -1) -> bool:
        with self._changed:
            self._acquirers += 1
            self._changed.notify_all()
        return self._lock.acquire(timeout=timeout)

    def release(self) -> None:
        self._lock.release()

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def wait_for_acquirers(self, number: int) -> None:
        """Return after this number of calls of `acquire`, including those that wait or have released the lock."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._acquirers >= number, timeout=20):
                raise TimeoutError(f"{self._acquirers} of {number} calls of acquire")
