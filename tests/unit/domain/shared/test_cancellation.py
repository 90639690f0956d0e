"""Cooperative cancellation."""

import threading

import pytest

from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


def test_work_continues_until_it_is_cancelled():
    cancellation = Cancellation()
    cancellation.check()
    cancellation.wait(0)
    assert not cancellation.is_cancelled


def test_cancelled_work_ends_at_the_next_check():
    cancellation = Cancellation()
    cancellation.cancel()
    cancellation.cancel()
    assert cancellation.is_cancelled
    with pytest.raises(Cancelled):
        cancellation.check()
    with pytest.raises(Cancelled):
        cancellation.wait(0)


@pytest.mark.timeout(20)
def test_a_wait_ends_as_soon_as_the_work_is_cancelled():
    cancellation = Cancellation()
    threading.Timer(0.01, cancellation.cancel).start()
    with pytest.raises(Cancelled):
        cancellation.wait(60)


def test_cancel_invokes_the_callback():
    cancellation, invoked = Cancellation(), []
    with cancellation.on_cancel(lambda: invoked.append("up")):
        assert invoked == []
        cancellation.cancel()
        assert invoked == ["up"]


def test_callback_registered_after_cancellation_is_invoked_at_once():
    cancellation, invoked = Cancellation(), []
    cancellation.cancel()
    with cancellation.on_cancel(lambda: invoked.append("up")):
        assert invoked == ["up"]


def test_unregistered_callback_is_not_invoked():
    cancellation, invoked = Cancellation(), []
    with cancellation.on_cancel(lambda: invoked.append("up")):
        pass
    cancellation.cancel()
    assert invoked == []


def test_child_is_cancelled_with_its_parent():
    cancellation = Cancellation()
    with cancellation.child() as child, child.child() as grandchild:
        cancellation.cancel()
        assert child.is_cancelled
        assert grandchild.is_cancelled


def test_child_can_be_cancelled_alone():
    cancellation = Cancellation()
    with cancellation.child() as child:
        child.cancel()
    assert not cancellation.is_cancelled


def test_current_cancellation_is_per_thread():
    cancellation, seen = Cancellation(), []
    with cancellation.as_current():
        assert Cancellation.current() is cancellation
        thread = threading.Thread(target=lambda: seen.append(Cancellation.current()))
        thread.start()
        thread.join()
    assert seen[0] is not cancellation
    assert Cancellation.current() is not cancellation


def test_default_current_cancellation_is_a_new_one_each_time():
    first = Cancellation.current()
    first.cancel()
    assert not Cancellation.current().is_cancelled
