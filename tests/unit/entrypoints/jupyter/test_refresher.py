import asyncio
import threading

from jupyter_openbis_server.domain.errors import UnknownConnection
from jupyter_openbis_server.entrypoints.jupyter.loop.refresher import Refresher
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import Workers


class Checks:
    """A replacement of `CheckSession` that records the checked connections."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, name: str) -> None:
        self.asked.append(name)
        if name == "removed":
            raise UnknownConnection(name)


def refreshed(*rounds: tuple[float, list[str]], max_concurrent: int = 16) -> list[str]:
    """Return the checked connections for refreshes at the given seconds."""
    checks = Checks()
    now = [0.0]

    async def scenario() -> None:
        refresher = Refresher(checks, Workers(), every_seconds=20, max_concurrent=max_concurrent, clock=lambda: now[0])
        for seconds, names in rounds:
            now[0] = seconds
            refresher.refresh(names)
            await refresher.settle()

    asyncio.run(scenario())
    return checks.asked


def test_each_connection_is_checked_once_per_period():
    assert sorted(refreshed((0, ["a", "b"]), (5, ["a", "b"]))) == ["a", "b"]


def test_connection_is_checked_again_after_the_period():
    assert refreshed((0, ["a"]), (20, ["a"])) == ["a", "a"]


def test_removed_connection_is_ignored():
    assert refreshed((0, ["removed"]), (1, ["a"])) == ["removed", "a"]


def test_checks_per_refresh_are_limited_and_all_connections_are_checked():
    asked = refreshed(*((seconds, ["a", "b", "c"]) for seconds in range(4)), max_concurrent=1)
    assert asked == ["a", "b", "c"]


def test_a_check_that_hangs_does_not_outlive_the_event_loop():
    begun, is_released = threading.Event(), threading.Event()

    def hang(_: str) -> None:
        begun.set()
        assert is_released.wait(60)

    async def scenario() -> set[asyncio.Task[None]]:
        refresher = Refresher(hang, Workers())
        refresher.refresh(["a"])
        await asyncio.to_thread(begun.wait, 60)
        await refresher.close()
        refresher.refresh(["b"])
        return asyncio.all_tasks() - {asyncio.current_task()}

    try:
        assert asyncio.run(scenario()) == set()
    finally:
        is_released.set()
