"""Waits without a limit that Ctrl-C ends.

Python handles a signal between two steps of the main thread. One that comes just before a wait begins is handled when
the wait ends, which may be never. So these wait in steps.
"""

from __future__ import annotations

from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")

_STEP_SECONDS = 1.0


def next_item(queue: SimpleQueue[T]) -> T:
    """Remove and return the first item of a queue as soon as there is one."""
    while True:
        try:
            return queue.get(timeout=_STEP_SECONDS)
        except Empty:
            continue


def wait_until_set(event: Event) -> None:
    """Wait until an event is set."""
    while not event.wait(_STEP_SECONDS):
        pass


def join(thread: Thread) -> None:
    """Wait until a thread has ended."""
    while thread.is_alive():
        thread.join(_STEP_SECONDS)
