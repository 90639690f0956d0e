"""Run tasks in several threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.interruptible import join

T = TypeVar("T")

_ENDING_SECONDS = 2.0


def run_all(
    tasks: Iterable[T], action: Callable[[T, Cancellation], None], cancellation: Cancellation, *, threads: int
) -> None:
    """Run all tasks, several at a time; return when all threads have ended.

    Args:
        tasks: Taken in order.
        action: Runs one task. It gets a cancellation, also current in its thread, and ends soon after that is set.
        cancellation: Ends all of it.
        threads: Number of tasks at a time.

    Raises:
        Cancelled: on request.
        Exception: of the first task that fails; the others are cancelled.
    """
    with cancellation.child() as group:
        shared = _Workers(iter(tasks), action, group)
        workers = [threading.Thread(target=shared.work, name=f"transfer-{n}", daemon=True) for n in range(threads)]
        try:
            for worker in workers:
                worker.start()
            for worker in workers:
                join(worker)
        except BaseException:  # e.g. Ctrl-C: no thread may be writing when the caller closes its files
            group.cancel()
            for worker in workers:
                if worker.is_alive():
                    worker.join(_ENDING_SECONDS)
            raise
    cancellation.check()
    failure, shared.failure = shared.failure, None
    if failure:
        try:
            raise failure
        finally:
            del failure  # this frame is part of its traceback


class _Workers(Generic[T]):
    """The state that the threads share."""

    def __init__(self, tasks: Iterator[T], action: Callable[[T, Cancellation], None], group: Cancellation) -> None:
        self.failure: BaseException | None = None
        self._tasks = tasks
        self._action = action
        self._group = group
        self._lock = threading.Lock()

    def work(self) -> None:
        """Run tasks until none is left or one has failed."""
        with self._group.as_current():
            try:
                for task in self._rest():
                    self._action(task, self._group)
            except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
                with self._lock:
                    self.failure = self.failure or error
                self._group.cancel()

    def _rest(self) -> Iterator[T]:
        while not self._group.is_cancelled:
            with self._lock:
                try:
                    task = next(self._tasks)
                except StopIteration:
                    return
            yield task
