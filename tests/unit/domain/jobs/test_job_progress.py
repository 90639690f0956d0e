"""How far a job has come, and how fast."""

import pytest

from jupyter_openbis_server.domain.job_progress import JobProgress
from jupyter_openbis_server.domain.model import Amount, ProgressReport


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told() -> list[ProgressReport]:
    return []


@pytest.fixture
def progress(clock: Clock, told: list[ProgressReport]) -> JobProgress:
    progress = JobProgress(clock, lambda: told.append(progress.report()))
    return progress


def test_nothing_is_known_before_it_begins(progress: JobProgress) -> None:
    assert progress.report() == ProgressReport()
    assert progress.report().seconds_left is None


def test_what_is_there_already_counts_as_done(progress: JobProgress) -> None:
    progress.begin(Amount(3, 300), Amount(1, 120))
    progress.moved(30)
    progress.completed("a")
    report = progress.report()
    assert (report.done, report.total) == (Amount(2, 150), Amount(3, 300))


def test_bytes_that_have_to_move_again_are_taken_back(progress: JobProgress) -> None:
    progress.begin(Amount(1, 300))
    progress.moved(200)
    progress.moved(-200)
    assert progress.report().done == Amount(0, 0)


def test_the_rate_is_that_of_the_last_seconds(progress: JobProgress, clock: Clock) -> None:
    progress.begin(Amount(1, 100_000))
    for _ in range(20):
        clock.now += 1
        progress.moved(1000)
    for _ in range(20):
        clock.now += 1
        progress.moved(100)
    assert progress.report().bytes_per_second == pytest.approx(100, rel=0.01)
    assert progress.report().seconds_left == pytest.approx((100_000 - 22_000) / 100, rel=0.01)


def test_the_rate_falls_while_nothing_comes(progress: JobProgress, clock: Clock) -> None:
    progress.begin(Amount(1, 1000))
    clock.now += 1
    progress.moved(500)
    clock.now += 9
    assert progress.report().bytes_per_second == pytest.approx(50)


def test_what_was_there_already_does_not_look_like_speed(progress: JobProgress, clock: Clock) -> None:
    progress.begin(Amount(2, 1000), Amount(1, 900))
    clock.now += 1
    progress.moved(10)
    assert progress.report().bytes_per_second == pytest.approx(10)


def test_a_beginning_anew_forgets_what_was_counted(progress: JobProgress) -> None:
    progress.begin(Amount(2, 200))
    progress.moved(100)
    progress.completed("a")
    progress.begin(Amount(2, 200), Amount(1, 100))
    assert progress.report().done == Amount(1, 100)


def test_it_is_told_at_once_and_then_twice_a_second_at_most(
    progress: JobProgress, clock: Clock, told: list[ProgressReport]
) -> None:
    progress.begin(Amount(1, 1000))
    for _ in range(900):
        clock.now += 0.001
        progress.moved(1)
    assert len(told) == 2
    assert told[0].done.bytes == 0
