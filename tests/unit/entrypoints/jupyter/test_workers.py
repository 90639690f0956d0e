import asyncio
import threading
from collections.abc import Callable

import pytest

from jupyter_openbis_server.domain.errors import TooBusy, UnknownConnection
from jupyter_openbis_server.entrypoints.jupyter.workers import LOCAL, Lane, Workers

LIMIT = 10


async def soon(condition: Callable[[], bool]) -> None:
    """Wait for it; pytest's time limit ends a wait in vain."""
    while not condition():
        await asyncio.sleep(0.005)


def test_work_runs_in_another_thread_and_its_result_comes_back():
    async def scenario() -> tuple[int, int]:
        return await Workers().run(Lane("metadata", "lab"), threading.get_ident), threading.get_ident()

    worker, loop = asyncio.run(scenario())
    assert worker != loop


def test_what_the_work_raises_is_raised_where_it_is_awaited():
    def work() -> None:
        raise UnknownConnection("lab")

    with pytest.raises(UnknownConnection):
        asyncio.run(Workers().run(Lane("metadata", "lab"), work))


def test_a_lane_has_no_more_threads_than_it_is_wide():
    release = threading.Event()
    running: list[int] = []
    peak: list[int] = []

    def work() -> None:
        running.append(1)
        peak.append(len(running))
        release.wait(LIMIT)
        running.pop()

    async def scenario() -> None:
        workers = Workers()
        tasks = [asyncio.ensure_future(workers.run(Lane("metadata", "lab", width=2), work)) for _ in range(6)]
        await soon(lambda: workers.running == 2)
        release.set()
        await asyncio.gather(*tasks)

    asyncio.run(scenario())
    assert max(peak) <= 2
    assert len(peak) == 6


def test_a_connection_that_hangs_delays_no_other_connection():
    release = threading.Event()

    async def scenario() -> str:
        workers = Workers()
        hanging = [
            asyncio.ensure_future(workers.run(Lane("metadata", "silent", width=2), lambda: release.wait(LIMIT)))
            for _ in range(5)
        ]
        await soon(lambda: workers.running == 2)
        answer = await workers.run(Lane("metadata", "lively"), lambda: "at once")
        release.set()
        await asyncio.gather(*hanging)
        return answer

    assert asyncio.run(scenario()) == "at once"


def test_too_many_waiting_requests_are_refused_and_the_others_still_served():
    release = threading.Event()

    async def scenario() -> int:
        workers = Workers()
        lane = Lane("metadata", "lab", width=1, queue=2)
        tasks = [asyncio.ensure_future(workers.run(lane, lambda: release.wait(LIMIT)))]
        await soon(lambda: workers.running == 1)
        tasks += [asyncio.ensure_future(workers.run(lane, lambda: True)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(TooBusy, match="lab"):
            await workers.run(lane, lambda: True)
        release.set()
        return len(await asyncio.gather(*tasks))

    assert asyncio.run(scenario()) == 3


def test_a_slot_stays_taken_until_the_work_ends_even_if_nobody_waits_for_it():
    release = threading.Event()

    async def scenario() -> None:
        workers = Workers()
        lane = Lane("download", "lab", width=1)
        task = asyncio.ensure_future(workers.run(lane, lambda: release.wait(LIMIT)))
        await soon(lambda: workers.running == 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert workers.running == 1
        release.set()
        await soon(lambda: workers.running == 0)

    asyncio.run(scenario())


def test_who_waits_too_long_is_sent_away_and_takes_no_place_any_more():
    release = threading.Event()

    async def scenario() -> int:
        workers = Workers(patience=0.05)
        lane = Lane("metadata", "lab", width=1)
        first = asyncio.ensure_future(workers.run(lane, lambda: release.wait(LIMIT)))
        await soon(lambda: workers.running == 1)
        with pytest.raises(TooBusy, match="lab"):
            await workers.run(lane, lambda: True)
        waiting = workers.waiting
        release.set()
        await first
        assert await workers.run(lane, lambda: "again") == "again"
        return waiting

    assert asyncio.run(scenario()) == 0


def test_all_connections_together_have_no_more_threads_than_is_good():
    release = threading.Event()

    async def scenario() -> object:
        workers = Workers(most_threads=3)
        tasks = [
            asyncio.ensure_future(workers.run(Lane("metadata", f"silent {number}"), lambda: release.wait(LIMIT)))
            for number in range(3)
        ]
        await soon(lambda: workers.running == 3)
        with pytest.raises(TooBusy, match="lab"):
            await workers.run(Lane("metadata", "lab"), lambda: True)
        local = await workers.run(LOCAL, lambda: "answered all the same")
        release.set()
        await asyncio.gather(*tasks)
        return local

    assert asyncio.run(scenario()) == "answered all the same"
