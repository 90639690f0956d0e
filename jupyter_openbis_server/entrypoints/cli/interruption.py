"""Ctrl-C and other signals that cancel the work of a command."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from types import FrameType
from typing import Any


@contextmanager
def calling_on_signals(action: Callable[[], None], signals: Iterable[int]) -> Iterator[None]:
    """Call a function, once, when one of some signals arrives in the block; after that, they do what they did before.

    A handler interrupts the main thread at any point, also while that holds a lock. The function would then wait for
    the lock without end, so another thread calls it; `SimpleQueue.put`, which wakes that thread, takes no lock.

    Args:
        action: Called in another thread; must be quick and must not raise.
        signals: Those that the caller of the program ignores, e.g. SIGHUP by nohup, stay ignored.
    """
    arrived: SimpleQueue[bool] = SimpleQueue()
    before = {each: signal.getsignal(each) for each in signals if not _is_ignored(each)}

    def note(number: int, frame: FrameType | None) -> Any:  # noqa: ANN401 - as `signal` has it
        del frame
        signal.signal(number, before[number])
        arrived.put(True)

    def wait() -> None:
        if arrived.get():
            action()

    thread = threading.Thread(target=wait, name="openbis-signals", daemon=True)
    thread.start()
    for each in before:
        signal.signal(each, note)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        arrived.put(False)
        thread.join()


def _is_ignored(number: int) -> bool:
    """Return whether a signal is not handled; SIGINT always is, which shells ignore for all jobs in the background."""
    return number != signal.SIGINT and signal.getsignal(number) in (signal.SIG_IGN, None)
