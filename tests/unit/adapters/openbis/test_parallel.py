"""Concurrent execution of tasks; a failure stops the remaining ones."""

import threading

import pytest

from jupyter_openbis_server.adapters.openbis.transfer.parallel import run_all
from jupyter_openbis_server.domain.errors import Cancelled, UploadFailed
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


def test_each_task_is_done_once() -> None:
    done: list[int] = []
    run_all(range(1000), lambda task, _: done.append(task), Cancellation(), threads=8)
    assert sorted(done) == list(range(1000))


def test_given_number_of_tasks_runs_concurrently() -> None:
    together = threading.Barrier(4)
    run_all(range(8), lambda *_: together.wait(20), Cancellation(), threads=4)
    assert not together.broken


def test_empty_list_of_tasks_starts_nothing() -> None:
    run_all([], lambda *_: pytest.fail("there is nothing"), Cancellation(), threads=0)


def test_first_failure_is_raised_and_interrupts_waiting_tasks() -> None:
    waiting = threading.Barrier(3)
    begun: list[int] = []

    def action(task: int, cancellation: Cancellation) -> None:
        begun.append(task)
        waiting.wait(20)
        if task == 1:
            raise UploadFailed("the first")
        cancellation.wait(60)

    with pytest.raises(UploadFailed, match="the first"):
        run_all(range(100), action, Cancellation(), threads=3)
    assert sorted(begun) == [0, 1, 2]


def test_cancellation_takes_precedence_over_failures_that_it_causes() -> None:
    cancellation = Cancellation()

    def action(*_: object) -> None:
        cancellation.cancel()
        raise UploadFailed("the connection was shut")

    with pytest.raises(Cancelled):
        run_all(range(10), action, cancellation, threads=2)


def test_failure_does_not_cancel_the_caller() -> None:
    cancellation = Cancellation()

    def action(*_: object) -> None:
        raise UploadFailed("no")

    with pytest.raises(UploadFailed):
        run_all([1], action, cancellation, threads=1)
    assert not cancellation.is_cancelled


def test_cancellation_of_the_group_is_current_in_its_threads() -> None:
    is_current: list[bool] = []

    def action(_: int, cancellation: Cancellation) -> None:
        is_current.append(Cancellation.current() is cancellation)

    run_all([1], action, Cancellation(), threads=1)
    assert is_current == [True]


def test_error_of_the_task_iterator_is_raised() -> None:
    def tasks():
        yield 1
        raise UploadFailed("no more")

    with pytest.raises(UploadFailed, match="no more"):
        run_all(tasks(), lambda *_: None, Cancellation(), threads=4)
