"""Several threads work off one list: all of it, or nothing more once one task has failed."""

import threading

import pytest

from jupyter_openbis_server.adapters.pybis.crew import work_off
from jupyter_openbis_server.domain.errors import Cancelled, UploadFailed
from jupyter_openbis_server.domain.model import Cancellation


def test_each_task_is_done_once() -> None:
    done: list[int] = []
    work_off(range(1000), lambda task, _: done.append(task), Cancellation(), threads=8)
    assert sorted(done) == list(range(1000))


def test_so_many_tasks_are_done_at_a_time() -> None:
    together = threading.Barrier(4)
    work_off(range(8), lambda *_: together.wait(20), Cancellation(), threads=4)
    assert not together.broken


def test_nothing_to_do_is_done() -> None:
    work_off([], lambda *_: pytest.fail("there is nothing"), Cancellation(), threads=0)


def test_the_first_failure_is_raised_and_wakes_those_who_wait() -> None:
    waiting = threading.Barrier(3)
    begun: list[int] = []

    def action(task: int, cancellation: Cancellation) -> None:
        begun.append(task)
        waiting.wait(20)
        if task == 1:
            raise UploadFailed("the first")
        cancellation.wait(60)

    with pytest.raises(UploadFailed, match="the first"):
        work_off(range(100), action, Cancellation(), threads=3)
    assert sorted(begun) == [0, 1, 2]


def test_who_cancels_gets_cancelled_even_if_something_fails_because_of_it() -> None:
    cancellation = Cancellation()

    def action(*_: object) -> None:
        cancellation.cancel()
        raise UploadFailed("the connection was shut")

    with pytest.raises(Cancelled):
        work_off(range(10), action, cancellation, threads=2)


def test_a_failure_ends_the_group_and_not_the_caller() -> None:
    cancellation = Cancellation()

    def action(*_: object) -> None:
        raise UploadFailed("no")

    with pytest.raises(UploadFailed):
        work_off([1], action, cancellation, threads=1)
    assert not cancellation.is_cancelled


def test_the_cancellation_of_the_group_governs_its_threads() -> None:
    governing: list[bool] = []

    def action(_: int, cancellation: Cancellation) -> None:
        governing.append(Cancellation.current() is cancellation)

    work_off([1], action, Cancellation(), threads=1)
    assert governing == [True]


def test_a_list_that_breaks_off_is_a_failure() -> None:
    def tasks():
        yield 1
        raise UploadFailed("no more")

    with pytest.raises(UploadFailed, match="no more"):
        work_off(tasks(), lambda *_: None, Cancellation(), threads=4)
