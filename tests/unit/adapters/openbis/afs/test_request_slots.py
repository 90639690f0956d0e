import threading

import pytest

from jupyter_openbis_server.adapters.openbis.transfer.afs.request_slots import RequestSlots

SECONDS = 10


def test_two_tasks_run_at_the_same_time_if_another_slot_is_free() -> None:
    slots, both = RequestSlots(2), threading.Barrier(2)
    with slots.taken():
        slots.run_both(lambda: _meet(both), lambda: _meet(both))


def test_two_tasks_run_one_after_the_other_without_another_slot() -> None:
    slots, done = RequestSlots(1), list[str]()
    with slots.taken():
        slots.run_both(lambda: done.append("first"), lambda: done.append("second"))
    assert done == ["first", "second"]


def test_slot_is_free_again_after_an_error() -> None:
    slots, both = RequestSlots(2), threading.Barrier(2)
    with slots.taken():
        with pytest.raises(ZeroDivisionError):
            slots.run_both(lambda: None, _fail)
        slots.run_both(lambda: _meet(both), lambda: _meet(both))


def _meet(barrier: threading.Barrier) -> None:
    barrier.wait(SECONDS)


def _fail() -> None:
    raise ZeroDivisionError
