import asyncio

from jupyter_openbis_server.domain.errors import UnknownConnection
from jupyter_openbis_server.entrypoints.jupyter.refresher import Refresher
from jupyter_openbis_server.entrypoints.jupyter.workers import Workers


class Checks:
    """Stands where CheckSession would: notes who was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, name: str) -> None:
        self.asked.append(name)
        if name == "gone":
            raise UnknownConnection(name)


def refreshed(*rounds: tuple[float, list[str]], at_a_time: int = 16) -> list[str]:
    """Return who is asked when refreshes come at the given seconds."""
    checks = Checks()
    now = [0.0]

    async def scenario() -> None:
        refresher = Refresher(checks, Workers(), every_seconds=20, at_a_time=at_a_time, clock=lambda: now[0])
        for seconds, names in rounds:
            now[0] = seconds
            refresher.refresh(names)
            await refresher.settle()

    asyncio.run(scenario())
    return checks.asked


def test_each_connection_is_asked_once_per_period():
    assert sorted(refreshed((0, ["a", "b"]), (5, ["a", "b"]))) == ["a", "b"]


def test_it_is_asked_again_when_the_period_is_over():
    assert refreshed((0, ["a"]), (20, ["a"])) == ["a", "a"]


def test_a_connection_that_is_gone_does_no_harm():
    assert refreshed((0, ["gone"]), (1, ["a"])) == ["gone", "a"]


def test_of_many_connections_some_are_asked_each_time_and_in_the_end_all():
    asked = refreshed(*((seconds, ["a", "b", "c"]) for seconds in range(4)), at_a_time=1)
    assert asked == ["a", "b", "c"]
