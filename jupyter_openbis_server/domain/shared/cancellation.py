"""Cooperative cancellation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from jupyter_openbis_server.domain.errors import Cancelled


class Cancellation:
    """A flag that any thread can set, once, and that the work checks between two steps.

    Work that blocks cannot check: it registers a callback that wakes it up by `on_cancel`. Functions without a
    parameter for a cancellation get the one of the thread that they run in by `current`.

    >>> cancellation = Cancellation()
    >>> cancellation.cancel()
    >>> cancellation.is_cancelled
    True
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: dict[object, Callable[[], None]] = {}

    def cancel(self) -> None:
        """Request cancellation, and run the registered callbacks."""
        with self._lock:
            self._event.set()
            callbacks = list(self._callbacks.values())
        for callback in callbacks:
            callback()

    @property
    def is_cancelled(self) -> bool:
        """Whether cancellation was requested."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise `Cancelled` if cancellation was requested."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Wait for the given time; raise `Cancelled` as soon as cancellation is requested."""
        self._event.wait(seconds)
        self.check()

    @contextmanager
    def on_cancel(self, callback: Callable[[], None]) -> Iterator[None]:
        """Call `callback` when cancellation is requested during the block; at once if it was requested before.

        The callback runs in the thread that calls `cancel`, possibly shortly after the end of the block. It must be
        quick and must not raise.
        """
        key = object()
        with self._lock:
            self._callbacks[key] = callback
            is_late = self._event.is_set()
        try:
            if is_late:
                callback()
            yield
        finally:
            with self._lock:
                del self._callbacks[key]

    @contextmanager
    def child(self) -> Iterator[Cancellation]:
        """Yield a cancellation for a part of the work: it can be cancelled alone, and is cancelled with this one."""
        part = Cancellation()
        with self.on_cancel(part.cancel):
            yield part

    @contextmanager
    def as_current(self) -> Iterator[None]:
        """Make this the `current` cancellation of the thread during the block."""
        token = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(token)

    @staticmethod
    def current() -> Cancellation:
        """Return the current cancellation of this thread; if there is none, a new one that is never cancelled."""
        return _CURRENT.get() or Cancellation()


_CURRENT: ContextVar[Cancellation | None] = ContextVar("cancellation", default=None)
