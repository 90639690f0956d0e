"""The contract of `WorkQueue` for threads, and tests of threads only."""

import threading
from collections.abc import Callable

import pytest

from jupyter_openbis_server.adapters.threads import ThreadedWorkQueue
from jupyter_openbis_server.domain.jobs.ports import WorkQueue
from tests.contract.contracts.work_queue import WorkQueueContract

_SECONDS = 60


class CountedQueue:
    """A `ThreadedWorkQueue` that counts finished work."""

    def __init__(self, inner: ThreadedWorkQueue) -> None:
        self._inner = inner
        self._unended = 0
        self._changed = threading.Condition()

    def submit(
        self, work: Callable[..., None], *arguments: object, lane: str, exclusive: frozenset[str] = frozenset()
    ) -> None:
        def counted() -> None:
            try:
                work(*arguments)
            finally:
                self._count(-1)

        self._count(1)
        try:
            self._inner.submit(counted, lane=lane, exclusive=exclusive)
        except BaseException:
            self._count(-1)
            raise

    def settle(self) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self._unended == 0, _SECONDS)

    def _count(self, step: int) -> None:
        with self._changed:
            self._unended += step
            self._changed.notify_all()


class TestThreadedWorkQueue(WorkQueueContract):
    @pytest.fixture
    def queue(self) -> CountedQueue:
        return CountedQueue(ThreadedWorkQueue(width=3, most_waiting=20))

    @pytest.fixture
    def settle(self, queue: CountedQueue) -> Callable[[], None]:
        return queue.settle


class Gate:
    """Work that blocks its thread until `open` is called."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._opened = threading.Event()

    def __call__(self) -> None:
        self.reached.set()
        assert self._opened.wait(_SECONDS)

    def open(self) -> None:
        self._opened.set()


def _submit_gates(queue: WorkQueue, number: int, **where: object) -> list[Gate]:
    gates = [Gate() for _ in range(number)]
    for gate in gates:
        queue.submit(gate, **{"lane": "lab", **where})
    return gates


def test_concurrency_is_limited_to_the_width() -> None:
    first, second, third = _submit_gates(ThreadedWorkQueue(width=2), 3)
    assert first.reached.wait(_SECONDS)
    assert second.reached.wait(_SECONDS)
    assert not third.reached.wait(0.05)
    first.open()
    assert third.reached.wait(_SECONDS)
    second.open()
    third.open()


def test_busy_connection_does_not_delay_another_one() -> None:
    queue = ThreadedWorkQueue(width=1)
    busy = _submit_gates(queue, 5, lane="busy")
    (other,) = _submit_gates(queue, 1, lane="other")
    for gate in busy[:2]:
        assert gate.reached.wait(_SECONDS)
        gate.open()
    assert other.reached.wait(_SECONDS)
    assert not busy[2].reached.is_set()
    other.open()
    for gate in busy[2:]:
        gate.open()


def test_work_for_another_folder_is_not_blocked() -> None:
    queue = ThreadedWorkQueue(width=2)
    first, second = _submit_gates(queue, 2, exclusive=frozenset({"here"}))
    (other,) = _submit_gates(queue, 1, exclusive=frozenset({"there"}))
    assert first.reached.wait(_SECONDS)
    assert other.reached.wait(_SECONDS)
    assert not second.reached.is_set()
    first.open()
    assert second.reached.wait(_SECONDS)
    second.open()
    other.open()


def test_idle_threads_end() -> None:
    before = threading.active_count()
    queue = ThreadedWorkQueue(width=3)
    gates = _submit_gates(queue, 3)
    threads = [thread for thread in threading.enumerate() if thread.name == "openbis-transfer"]
    assert threads
    assert all(thread.daemon for thread in threads)
    for gate in gates:
        gate.open()
    for thread in threads:
        thread.join(_SECONDS)
    assert threading.active_count() <= before


def test_a_lane_that_hangs_does_not_starve_another_one() -> None:
    queue = ThreadedWorkQueue(width=2)
    hanging = _submit_gates(queue, 3)
    assert all(gate.reached.wait(_SECONDS) for gate in hanging[:2])
    (other,) = _submit_gates(queue, 1, lane="other")
    assert other.reached.wait(_SECONDS)
    for gate in [other, *hanging]:
        gate.open()
    assert hanging[2].reached.wait(_SECONDS)


def test_number_of_additional_threads_is_limited() -> None:
    queue = ThreadedWorkQueue(width=1, more=1)
    (hanging,) = _submit_gates(queue, 1)
    second, third = _submit_gates(queue, 2, lane="second")
    (fourth,) = _submit_gates(queue, 1, lane="fourth")
    assert hanging.reached.wait(_SECONDS)
    assert second.reached.wait(_SECONDS)
    assert not third.reached.is_set()
    assert not fourth.reached.is_set()
    second.open()
    assert third.reached.wait(_SECONDS)
    assert not fourth.reached.is_set()
    third.open()
    assert fourth.reached.wait(_SECONDS)
    for gate in (fourth, hanging):
        gate.open()
