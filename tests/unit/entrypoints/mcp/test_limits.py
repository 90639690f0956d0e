"""The rate of calls."""

from itertools import pairwise

import pytest

from jupyter_openbis_server.entrypoints.mcp.limits import MAX_WAITING_SECONDS, CallRate


def test_calls_wait_for_their_share_of_a_minute() -> None:
    rate = CallRate(60)
    waits = [rate.take() for _ in range(5)]
    assert waits[0] == pytest.approx(0.0, abs=0.1)
    assert [round(after - before) for before, after in pairwise(waits)] == [1, 1, 1, 1]


def test_a_flood_is_refused_and_costs_nothing() -> None:
    rate = CallRate(60)
    while rate.take() < MAX_WAITING_SECONDS - 1.5:
        pass
    rate.take()
    for _ in range(100):
        with pytest.raises(OverflowError):
            rate.take()


def test_usual_calls_do_not_wait() -> None:
    rate = CallRate(300)
    assert all(rate.take() < 0.05 for _ in range(5))
