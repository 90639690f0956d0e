"""Timers that share one thread."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(order=True)
class _Call:
    due: float
    number: int
    call: Callable[[], None] | None = field(compare=False)

    def cancel(self) -> None:
        self.call = None


class ThreadedTimers:
    """Port `Timers`: one daemon thread, which ends when no call is left.

    It is a daemon because calls that are due later must not keep the program from exiting.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._calls: list[_Call] = []
        self._numbers = itertools.count()
        self._is_running = False

    def call_later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """See the port."""
        pending = _Call(time.monotonic() + seconds, next(self._numbers), call)
        with self._changed:
            heapq.heappush(self._calls, pending)
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._run, name="openbis-timers", daemon=True).start()
            self._changed.notify()
        return pending.cancel

    def _run(self) -> None:
        while pending := self._next():
            call, pending.call = pending.call, None
            if call:
                call()

    def _next(self) -> _Call | None:
        """Wait until a call is due, and return it, also if it was cancelled; None if no call is left."""
        with self._changed:
            while self._calls:
                first = self._calls[0]
                left = first.due - time.monotonic()
                if left <= 0 or first.call is None:
                    return heapq.heappop(self._calls)
                self._changed.wait(left)
            self._is_running = False
            return None
