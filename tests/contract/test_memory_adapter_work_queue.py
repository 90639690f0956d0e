"""The contract of `WorkQueue` for the fake."""

from collections.abc import Callable

import pytest

from jupyter_openbis_server.testing.fakes.jobs import MemoryWorkQueue
from tests.contract.contracts.work_queue import WorkQueueContract


class TestMemoryWorkQueue(WorkQueueContract):
    @pytest.fixture
    def queue(self) -> MemoryWorkQueue:
        return MemoryWorkQueue(most_waiting=20)

    @pytest.fixture
    def settle(self, queue: MemoryWorkQueue) -> Callable[[], None]:
        return queue.run_all
