"""Work in several threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_STEP_SECONDS = 1.0  # Python handles Ctrl-C between two steps of the main thread


class ThreadedWorkers:
    """Port `Workers`."""

    def each(
        self, action: Callable[[T], R], items: Sequence[T], max_concurrent: int, on_error: Callable[[], None]
    ) -> Iterator[R]:
        """See the port."""
        if not items:
            return
        with ThreadPoolExecutor(min(max_concurrent, len(items)), "openbis-work") as threads:
            waiting: set[Future[R]] = {threads.submit(action, each) for each in items}
            try:
                while waiting:
                    done, waiting = wait(waiting, _STEP_SECONDS, FIRST_COMPLETED)
                    for each in done:
                        yield each.result()
            except BaseException:  # also Ctrl-C, or the end of the caller's loop
                on_error()
                for each in waiting:
                    each.cancel()
                raise
