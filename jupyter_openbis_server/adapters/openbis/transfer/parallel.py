"""Several threads that work off one list together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from jupyter_openbis_server.domain.model import Cancellation

T = TypeVar("T")

_ENDING_SECONDS = 2.0


def work_off(
    tasks: Iterable[T], action: Callable[[T, Cancellation], None], cancellation: Cancellation, *, threads: int
) -> None:
    """Do all tasks, several at a time, and come back when no thread is at work any more.

    Args:
        tasks: What to do, taken in order.
        action: Does one task. It gets a cancellation, which governs its thread too, and ends soon after that is set.
        cancellation: Ends all of it.
        threads: How many tasks are done at a time.

    Raises:
        Cancelled: on request.
        Exception: what the first task to fail has raised; the others are cancelled.
    """
    with cancellation.child() as group:
        crew = _Crew(iter(tasks), action, group)
        members = [threading.Thread(target=crew.work, name=f"transfer-{n}", daemon=True) for n in range(threads)]
        try:
            for member in members:
                member.start()
            for member in members:
                member.join()
        except BaseException:  # Ctrl-C, for one: nobody may be writing any more when the caller puts away what has come
            group.cancel()
            for member in members:
                if member.is_alive():
                    member.join(_ENDING_SECONDS)
            raise
    cancellation.check()
    if crew.failure:
        raise crew.failure


class _Crew(Generic[T]):
    """What the threads share."""

    def __init__(self, tasks: Iterator[T], action: Callable[[T, Cancellation], None], group: Cancellation) -> None:
        self.failure: BaseException | None = None
        self._tasks = tasks
        self._action = action
        self._group = group
        self._lock = threading.Lock()

    def work(self) -> None:
        """Do tasks until none is left or one has failed."""
        with self._group.governs():
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
