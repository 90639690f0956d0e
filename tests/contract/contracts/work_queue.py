"""The contract of the port `WorkQueue`."""

import threading
from collections.abc import Callable

import pytest

from jupyter_openbis_server.domain.errors import ServerBusy
from jupyter_openbis_server.domain.jobs.ports import WorkQueue

Settle = Callable[[], None]


class WorkQueueContract:
    """Fixtures.

    - `queue`: accepts at most 20 waiting tasks; may run nothing before `settle` is called;
    - `settle()`: returns after all submitted tasks have run.
    """

    def test_all_work_runs_once(self, queue: WorkQueue, settle: Settle) -> None:
        done: list[int] = []
        for number in range(10):
            queue.submit(done.append, number, lane="lab")
        settle()
        assert sorted(done) == list(range(10))

    def test_work_with_the_same_exclusive_key_runs_in_order_and_never_concurrently(
        self, queue: WorkQueue, settle: Settle
    ) -> None:
        done: list[int] = []
        taken = threading.Lock()

        def work(number: int) -> None:
            assert taken.acquire(blocking=False)
            done.append(number)
            taken.release()

        for number in range(10):
            queue.submit(work, number, lane="lab", exclusive=frozenset({"folder"}))
        settle()
        assert done == list(range(10))

    def test_work_may_submit_more_work(self, queue: WorkQueue, settle: Settle) -> None:
        done = threading.Event()
        queue.submit(lambda: queue.submit(done.set, lane="lab"), lane="lab")
        settle()
        assert done.is_set()

    def test_too_much_waiting_work_is_refused(self, queue: WorkQueue, settle: Settle) -> None:
        goes_on = threading.Event()
        with pytest.raises(ServerBusy):
            _submit_often(queue, lambda: _wait(goes_on), 100)
        goes_on.set()
        settle()


def _submit_often(queue: WorkQueue, work: Callable[[], None], times: int) -> None:
    for _ in range(times):
        queue.submit(work, lane="lab")


def _wait(event: threading.Event) -> None:
    assert event.wait(60)
