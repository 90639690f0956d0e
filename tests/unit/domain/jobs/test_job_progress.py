"""Progress and transfer rate of a job."""

import pytest

from jupyter_openbis_server.domain.jobs.job_progress import JobProgress
from jupyter_openbis_server.domain.shared.progress import Amount, ProgressReport


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reports() -> list[ProgressReport]:
    return []


@pytest.fixture
def progress(clock: Clock, reports: list[ProgressReport]) -> JobProgress:
    progress = JobProgress(clock, lambda: reports.append(progress.report()))
    return progress


def test_report_is_empty_before_the_start(progress: JobProgress) -> None:
    assert progress.report() == ProgressReport()
    assert progress.report().seconds_left is None


def test_present_files_count_as_done(progress: JobProgress) -> None:
    progress.begin(Amount(3, 300), Amount(1, 120))
    progress.moved(30)
    progress.completed("a")
    report = progress.report()
    assert (report.done, report.total) == (Amount(2, 150), Amount(3, 300))


def test_bytes_that_are_sent_again_are_subtracted(progress: JobProgress) -> None:
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


def test_rate_falls_while_nothing_arrives(progress: JobProgress, clock: Clock) -> None:
    progress.begin(Amount(1, 1000))
    clock.now += 1
    progress.moved(500)
    clock.now += 9
    assert progress.report().bytes_per_second == pytest.approx(50)


def test_present_files_do_not_increase_the_rate(progress: JobProgress, clock: Clock) -> None:
    progress.begin(Amount(2, 1000), Amount(1, 900))
    clock.now += 1
    progress.moved(10)
    assert progress.report().bytes_per_second == pytest.approx(10)


def test_restart_resets_the_counts(progress: JobProgress) -> None:
    progress.begin(Amount(2, 200))
    progress.moved(100)
    progress.completed("a")
    progress.begin(Amount(2, 200), Amount(1, 100))
    assert progress.report().done == Amount(1, 100)


def test_first_report_is_immediate_and_later_ones_are_throttled(
    progress: JobProgress, clock: Clock, reports: list[ProgressReport]
) -> None:
    progress.begin(Amount(1, 1000))
    for _ in range(900):
        clock.now += 0.001
        progress.moved(1)
    assert len(reports) == 2
    assert reports[0].done.bytes == 0
