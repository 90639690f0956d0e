"""How a long piece of work learns that nobody wants it any more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from jupyter_openbis_server.domain.errors import Cancelled


class Cancellation:
    """A switch that is set once, by anyone, and looked at between two steps of the work.

    Work that waits for somebody else cannot look: it says by `calls` what wakes it up. Work that is asked for something
    small on the way, and is not given a cancellation, finds that of the thread it runs in by `current`.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: dict[object, Callable[[], None]] = {}

    def cancel(self) -> None:
        """Ask the work to end, and wake it up where it waits."""
        with self._lock:
            self._event.set()
            callbacks = list(self._callbacks.values())
        for callback in callbacks:
            callback()

    @property
    def is_cancelled(self) -> bool:
        """Whether the work was asked to end."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise `Cancelled` if the work was asked to end."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Wait for so long, or raise `Cancelled` as soon as the work is asked to end."""
        self._event.wait(seconds)
        self.check()

    @contextmanager
    def calls(self, wake_up: Callable[[], None]) -> Iterator[None]:
        """Have `wake_up` called when the work is asked to end meanwhile; at once if that has happened already.

        It is called by whoever cancels, in their thread, maybe a moment after the block has ended. It must be quick and
        must not raise.
        """
        key = object()
        with self._lock:
            self._callbacks[key] = wake_up
            is_late = self._event.is_set()
        try:
            if is_late:
                wake_up()
            yield
        finally:
            with self._lock:
                del self._callbacks[key]

    @contextmanager
    def child(self) -> Iterator[Cancellation]:
        """Give a cancellation for a part of the work: it can be cancelled alone, and is with this one."""
        part = Cancellation()
        with self.calls(part.cancel):
            yield part

    @contextmanager
    def governs(self) -> Iterator[None]:
        """Let this be the `current` cancellation of the thread for the length of a block."""
        token = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(token)

    @staticmethod
    def current() -> Cancellation:
        """Return the cancellation that governs this thread; one that nobody cancels where there is none."""
        return _CURRENT.get() or Cancellation()


_CURRENT: ContextVar[Cancellation | None] = ContextVar("cancellation", default=None)
