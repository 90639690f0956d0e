"""Long work learns that nobody wants it any more."""

import threading

import pytest

from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.model import Cancellation


def test_work_goes_on_until_it_is_cancelled():
    cancellation = Cancellation()
    cancellation.check()
    cancellation.wait(0)
    assert not cancellation.is_cancelled


def test_cancelled_work_ends_at_the_next_look():
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


def test_whoever_waits_is_woken_up():
    cancellation, woken = Cancellation(), []
    with cancellation.calls(lambda: woken.append("up")):
        assert woken == []
        cancellation.cancel()
        assert woken == ["up"]


def test_whoever_begins_to_wait_too_late_is_woken_up_at_once():
    cancellation, woken = Cancellation(), []
    cancellation.cancel()
    with cancellation.calls(lambda: woken.append("up")):
        assert woken == ["up"]


def test_whoever_waits_no_more_is_left_in_peace():
    cancellation, woken = Cancellation(), []
    with cancellation.calls(lambda: woken.append("up")):
        pass
    cancellation.cancel()
    assert woken == []


def test_a_part_is_cancelled_with_the_whole():
    cancellation = Cancellation()
    with cancellation.child() as part, part.child() as part_of_part:
        cancellation.cancel()
        assert part.is_cancelled
        assert part_of_part.is_cancelled


def test_a_part_can_be_cancelled_alone():
    cancellation = Cancellation()
    with cancellation.child() as part:
        part.cancel()
    assert not cancellation.is_cancelled


def test_a_cancellation_governs_its_thread_and_no_other():
    cancellation, seen = Cancellation(), []
    with cancellation.governs():
        assert Cancellation.current() is cancellation
        thread = threading.Thread(target=lambda: seen.append(Cancellation.current()))
        thread.start()
        thread.join()
    assert seen[0] is not cancellation
    assert Cancellation.current() is not cancellation


def test_where_nothing_governs_nobody_cancels():
    first = Cancellation.current()
    first.cancel()
    assert not Cancellation.current().is_cancelled
