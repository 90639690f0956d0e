"""The limit of the transfer rate."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from jupyter_openbis_server.domain.shared.rate_limit import MIN_RATE, RateLimit


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_bytes_wait_for_their_time() -> None:
    clock = Clock()
    limit = RateLimit(10_000, clock)
    assert limit.take(5_000) == 0.5
    assert limit.take(10_000) == 1.5
    clock.now += 1.0
    assert limit.take(5_000) == 1.0


def test_bytes_of_one_second_are_kept() -> None:
    clock = Clock()
    limit = RateLimit(10_000, clock)
    clock.now += 60
    assert limit.take(10_000) == 0.0
    assert limit.take(10_000) == 1.0


def test_all_threads_share_the_limit() -> None:
    clock = Clock()
    limit = RateLimit(10_000, clock)
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: limit.take(1_000), range(40)))
    assert max(waits) == pytest.approx(4.0)
    assert sorted(waits) == [pytest.approx(number / 10) for number in range(1, 41)]


def test_pieces_are_small_at_low_rates() -> None:
    assert RateLimit(2**30).piece_bytes == 256 * 1024
    assert RateLimit(80 * 1024).piece_bytes == 10 * 1024
    assert RateLimit(1).piece_bytes == 1024
    assert RateLimit(1).bytes_per_second == MIN_RATE
