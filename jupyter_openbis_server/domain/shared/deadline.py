"""A time limit for work of several steps, each with a longer time limit of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Deadline:
    """The time by which the work of a thread must be finished.

    Adapters get it by `current` each time they wait for the network, as they do with the cancellation.

    Attributes:
        seconds: Total time for the work.
        end: Time of `clock` at which the deadline expires, in seconds.
    """

    seconds: float
    end: float
    clock: Callable[[], float] = time.monotonic

    @property
    def remaining(self) -> float:
        """Seconds until the deadline; 0 if it has expired."""
        return max(0.0, self.end - self.clock())

    @staticmethod
    def current() -> Deadline | None:
        """Return the deadline of the work in this thread; None if it has none."""
        return _CURRENT.get()

    @staticmethod
    @contextmanager
    def within(seconds: float, clock: Callable[[], float] = time.monotonic) -> Iterator[Deadline]:
        """Limit the time of a block; an earlier deadline that is already set remains in force."""
        outer = _CURRENT.get()
        inner = Deadline(seconds, clock() + seconds, clock)
        deadline = outer if outer and outer.end <= inner.end else inner
        token = _CURRENT.set(deadline)
        try:
            yield deadline
        finally:
            _CURRENT.reset(token)


_CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)
