import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from jupyter_openbis_server.adapters.remembered import Remembered


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Asked:
    """A question that counts how often it is asked, and answers with the count."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def remembered(clock: Clock) -> Remembered[str, int]:
    return Remembered(10, clock)


def test_an_answer_is_remembered_until_it_is_too_old(remembered: Remembered[str, int], clock: Clock) -> None:
    ask = Asked()
    assert [remembered.get("a", ask), remembered.get("a", ask)] == [1, 1]
    clock.now = 10
    assert remembered.get("a", ask) == 1
    clock.now = 10.1
    assert remembered.get("a", ask) == 2


def test_keys_have_answers_of_their_own(remembered: Remembered[str, int]) -> None:
    assert [remembered.get("a", lambda: 1), remembered.get("b", lambda: 2)] == [1, 2]


def test_a_fresh_answer_replaces_the_remembered_one(remembered: Remembered[str, int], clock: Clock) -> None:
    ask = Asked()
    remembered.get("a", ask)
    clock.now = 1
    assert [remembered.get("a", ask, fresh=True), remembered.get("a", ask)] == [2, 2]


def test_a_failure_is_not_remembered(remembered: Remembered[str, int]) -> None:
    with pytest.raises(ZeroDivisionError):
        remembered.get("a", lambda: 1 // 0)
    assert remembered.get("a", lambda: 1) == 1


def test_those_who_come_while_it_is_asked_get_the_same_answer() -> None:
    remembered: Remembered[str, int] = Remembered(10)
    ask, together = Asked(), threading.Barrier(8)

    def work(_: int) -> int:
        together.wait()
        return remembered.get("a", ask)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(work, range(8))) == [1] * 8


def test_only_so_many_answers_are_kept(remembered: Remembered[str, int]) -> None:
    ask = Asked()
    for number in range(65):
        remembered.get(str(number), ask)
    remembered.get("0", ask)
    assert ask.times == 66
