"""The rate of calls."""

import pytest

from jupyter_openbis_server.entrypoints.mcp.limits import MAX_WAITING_SECONDS, CallRate


class Clock:
    """Seconds that pass in the test only."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_calls_wait_for_their_share_of_a_minute(clock: Clock) -> None:
    rate = CallRate(60, clock)
    assert [rate.take() for _ in range(5)] == pytest.approx([0, 1, 2, 3, 4])
    clock.now += 60
    assert rate.take() == 0


def test_a_flood_is_refused_and_costs_nothing(clock: Clock) -> None:
    rate = CallRate(60, clock)
    while rate.take() < MAX_WAITING_SECONDS:
        pass
    for _ in range(100):
        with pytest.raises(OverflowError):
            rate.take()
    clock.now += MAX_WAITING_SECONDS
    assert rate.take() == pytest.approx(1)


def test_usual_calls_do_not_wait(clock: Clock) -> None:
    rate = CallRate(300, clock)
    assert [rate.take() for _ in range(5)] == pytest.approx([0] * 5, abs=0.01)
