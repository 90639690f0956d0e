import asyncio
import gc
import threading
import time
import weakref
from collections.abc import Callable

import pytest

from jupyter_openbis_server.domain.errors import FolderNotResponding, ServerBusy, UnknownConnection
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import KNOWN, Lane, Workers, folder_lane

LIMIT = 60


async def soon(condition: Callable[[], bool]) -> None:
    """Wait for a result, with a timeout."""
    while not condition():
        await asyncio.sleep(0.005)


def test_work_runs_in_another_thread_and_its_result_is_returned():
    async def scenario() -> tuple[int, int]:
        return await Workers().run(Lane("metadata", "lab"), threading.get_ident), threading.get_ident()

    worker, loop = asyncio.run(scenario())
    assert worker != loop


def test_exception_of_the_work_is_raised_in_the_caller():
    def work() -> None:
        raise UnknownConnection("lab")

    with pytest.raises(UnknownConnection):
        asyncio.run(Workers().run(Lane("metadata", "lab"), work))


def test_number_of_threads_per_lane_is_limited():
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


def test_hanging_connection_does_not_delay_others():
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


def test_requests_beyond_the_queue_limit_are_refused_and_others_served():
    release = threading.Event()

    async def scenario() -> int:
        workers = Workers()
        lane = Lane("metadata", "lab", width=1, queue=2)
        tasks = [asyncio.ensure_future(workers.run(lane, lambda: release.wait(LIMIT)))]
        await soon(lambda: workers.running == 1)
        tasks += [asyncio.ensure_future(workers.run(lane, lambda: True)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(ServerBusy, match="lab"):
            await workers.run(lane, lambda: True)
        release.set()
        return len(await asyncio.gather(*tasks))

    assert asyncio.run(scenario()) == 3


def test_slot_is_occupied_until_the_work_ends_after_the_caller_was_cancelled():
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


def test_request_is_refused_after_the_queue_timeout_and_leaves_the_queue():
    release = threading.Event()

    async def scenario() -> int:
        workers = Workers(queue_timeout=0.05)
        lane = Lane("metadata", "lab", width=1)
        first = asyncio.ensure_future(workers.run(lane, lambda: release.wait(LIMIT)))
        await soon(lambda: workers.running == 1)
        with pytest.raises(ServerBusy, match="lab"):
            await workers.run(lane, lambda: True)
        waiting = workers.waiting
        release.set()
        await first
        assert await workers.run(lane, lambda: "again") == "again"
        return waiting

    assert asyncio.run(scenario()) == 0


def test_total_number_of_threads_is_limited():
    release = threading.Event()

    async def scenario() -> object:
        workers = Workers(max_threads=3)
        tasks = [
            asyncio.ensure_future(workers.run(Lane("metadata", f"silent {number}"), lambda: release.wait(LIMIT)))
            for number in range(3)
        ]
        await soon(lambda: workers.running == 3)
        with pytest.raises(ServerBusy, match="lab"):
            await workers.run(Lane("metadata", "lab"), lambda: True)
        local = await workers.run(KNOWN, lambda: "answered all the same")
        release.set()
        await asyncio.gather(*tasks)
        return local

    assert asyncio.run(scenario()) == "answered all the same"


def test_hanging_folder_delays_its_own_requests_only():
    release = threading.Event()

    async def scenario() -> list[object]:
        workers = Workers(queue_timeout=2)
        hanging = [
            asyncio.ensure_future(workers.run(folder_lane("/mnt/dead/a", seconds=0.05), lambda: release.wait(LIMIT)))
            for _ in range(4)
        ]
        others = [
            await workers.run(lane, lambda: "at once") for lane in (folder_lane("/home/a"), KNOWN, Lane("plan", "lab"))
        ]
        for each in hanging:
            with pytest.raises(FolderNotResponding, match=r"^/mnt/dead/a does not respond"):
                await each
        release.set()
        return others

    assert asyncio.run(scenario()) == ["at once"] * 3


def test_requests_for_a_hanging_folder_are_refused_until_it_responds():
    release = threading.Event()

    async def scenario() -> object:
        workers = Workers()
        lane = folder_lane("/mnt/dead", seconds=0.05)
        hanging = [asyncio.ensure_future(workers.run(lane, lambda: release.wait(LIMIT))) for _ in range(2)]
        await asyncio.wait(hanging)
        assert all(isinstance(each.exception(), FolderNotResponding) for each in hanging)
        begun: list[str] = []
        with pytest.raises(FolderNotResponding):
            await workers.run(lane, lambda: begun.append("work"))
        assert (begun, workers.running) == ([], 2)
        release.set()
        await soon(lambda: workers.running == 0)
        return await workers.run(lane, lambda: "responds again")

    assert asyncio.run(scenario()) == "responds again"


def test_hanging_folders_occupy_a_limited_number_of_threads():
    release = threading.Event()

    async def scenario() -> object:
        workers = Workers(max_threads=2, max_folder_threads=3)
        hanging = [
            asyncio.ensure_future(workers.run(folder_lane(f"/mnt/{number}"), lambda: release.wait(LIMIT)))
            for number in range(3)
        ]
        await soon(lambda: workers.running == 3)
        with pytest.raises(ServerBusy, match="/mnt/other"):
            await workers.run(folder_lane("/mnt/other"), lambda: True)
        answer = await workers.run(Lane("metadata", "lab"), lambda: "connections have threads of their own")
        release.set()
        await asyncio.gather(*hanging)
        return answer

    assert asyncio.run(scenario()) == "connections have threads of their own"


class Held:
    """An object that is referenced by a variable of failed work."""


async def test_failed_work_is_released_without_the_garbage_collector() -> None:
    held: list[weakref.ref[Held]] = []

    def work() -> None:
        variable = Held()
        held.append(weakref.ref(variable))
        raise ValueError("x")

    gc.disable()
    try:
        with pytest.raises(ValueError, match="x") as caught:
            await Workers().run(Lane("plan", "lab"), work)
        del caught
        deadline = time.monotonic() + 60
        while held[0]() is not None and time.monotonic() < deadline:  # the thread may be about to end
            await asyncio.sleep(0.01)
        assert held[0]() is None
    finally:
        gc.enable()
