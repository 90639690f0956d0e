import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from jupyter_openbis_server.adapters.shared.ttl_cache import TtlCache


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Counter:
    """A function that returns the number of its calls."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(clock: Clock) -> TtlCache[str, int]:
    return TtlCache(10, clock)


def test_value_is_cached_until_its_ttl(cache: TtlCache[str, int], clock: Clock) -> None:
    ask = Counter()
    assert [cache.get("a", ask), cache.get("a", ask)] == [1, 1]
    clock.now = 10
    assert cache.get("a", ask) == 1
    clock.now = 10.1
    assert cache.get("a", ask) == 2


def test_values_are_cached_per_key(cache: TtlCache[str, int]) -> None:
    assert [cache.get("a", lambda: 1), cache.get("b", lambda: 2)] == [1, 2]


def test_fresh_value_replaces_the_cached_one(cache: TtlCache[str, int], clock: Clock) -> None:
    ask = Counter()
    cache.get("a", ask)
    clock.now = 1
    assert [cache.get("a", ask, fresh=True), cache.get("a", ask)] == [2, 2]


def test_peek_returns_cached_values_only(cache: TtlCache[str, int], clock: Clock) -> None:
    assert cache.peek("a") is None
    cache.get("a", lambda: 1)
    cache.get("b", lambda: 2, keep=lambda _: False)
    assert (cache.peek("a"), cache.peek("b")) == (1, None)
    clock.now = 10.1
    assert cache.peek("a") is None


def test_failure_is_not_cached(cache: TtlCache[str, int]) -> None:
    with pytest.raises(ZeroDivisionError):
        cache.get("a", lambda: 1 // 0)
    assert cache.get("a", lambda: 1) == 1


def test_concurrent_callers_get_the_same_value() -> None:
    cache: TtlCache[str, int] = TtlCache(10)
    ask, together = Counter(), threading.Barrier(8)

    def work(_: int) -> int:
        together.wait()
        return cache.get("a", ask)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(work, range(8))) == [1] * 8


def test_number_of_values_is_limited(cache: TtlCache[str, int]) -> None:
    ask = Counter()
    for number in range(65):
        cache.get(str(number), ask)
    cache.get("0", ask)
    assert ask.times == 66


def test_expired_values_are_released(cache: TtlCache[str, int], clock: Clock) -> None:
    ask = Counter()
    cache.get("old", ask)
    clock.now = 5
    cache.get("young", ask)
    clock.now = 11
    cache.forget_old()
    assert list(cache._slots) == ["young"]


def test_value_that_is_being_refreshed_is_not_evicted(cache: TtlCache[str, int], clock: Clock) -> None:
    cache.get("a", Counter())
    clock.now = 11

    def ask() -> int:
        cache.forget_old()
        return 2

    assert cache.get("a", ask) == 2
    assert list(cache._slots) == ["a"]
