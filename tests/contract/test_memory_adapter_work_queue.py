"""The contract of `WorkQueue`, kept in memory."""

from collections.abc import Callable

import pytest

from jupyter_openbis_server.adapters.memory import MemoryWorkQueue

from .contracts.work_queue import WorkQueueContract


class TestMemoryWorkQueue(WorkQueueContract):
    @pytest.fixture
    def queue(self) -> MemoryWorkQueue:
        return MemoryWorkQueue(most_waiting=20)

    @pytest.fixture
    def settle(self, queue: MemoryWorkQueue) -> Callable[[], None]:
        return queue.run_all
