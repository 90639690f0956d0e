"""How many requests the file server (AFS) gets at a time, where some threads have nothing to do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from jupyter_openbis_server.adapters.openbis.transfer.parallel import run_all
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

Task = Callable[[], None]


class RequestSlots:
    """Slots for requests: each thread takes one for its task, and a second one while there are more than threads.

    Args:
        count: How many requests at a time.
    """

    def __init__(self, count: int) -> None:
        self._free = threading.Semaphore(count)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold a slot for the time of the block."""
        with self._free:
            yield

    def run_both(self, first: Task, second: Task) -> None:
        """Run two tasks at the same time if another slot is free, else one after the other; the caller holds one.

        Raises:
            Exception: that of a task.
            Cancelled: on request.
        """
        if not self._free.acquire(blocking=False):
            first()
            second()
            return
        try:
            run_all([first, second], _run, Cancellation.current(), threads=2)
        finally:
            self._free.release()


def _run(task: Task, _: Cancellation) -> None:
    task()
