"""The contract of `Timers` for the fake and for threads."""

import threading
from collections.abc import Callable

import pytest

from jupyter_openbis_server.adapters.threads import ThreadedTimers
from jupyter_openbis_server.testing.fakes.jobs import MemoryTimers
from tests.contract.contracts.timers import TimersContract, Wait
from tests.support.waiting import until


class TestMemoryTimers(TimersContract):
    @pytest.fixture
    def timers(self) -> MemoryTimers:
        return MemoryTimers()

    @pytest.fixture
    def wait(self, timers: MemoryTimers) -> Wait:
        def advance(condition: Callable[[], bool]) -> None:
            timers.advance(1)
            assert condition()

        return advance


class TestThreadedTimers(TimersContract):
    @pytest.fixture
    def timers(self) -> ThreadedTimers:
        return ThreadedTimers()

    @pytest.fixture
    def wait(self) -> Wait:
        return until

    def test_many_calls_share_one_daemon_thread_which_ends(self, timers: ThreadedTimers, wait: Wait) -> None:
        def own_threads() -> list[threading.Thread]:
            return [each for each in threading.enumerate() if each.name == "openbis-timers" and each not in before]

        before = set(threading.enumerate())
        cancels = [timers.call_later(600, lambda: None) for _ in range(100)]
        assert [each.daemon for each in own_threads()] == [True]
        for cancel in cancels:
            cancel()
        timers.call_later(0, lambda: None)
        wait(lambda: not own_threads())
