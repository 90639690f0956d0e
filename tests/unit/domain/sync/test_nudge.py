"""The end of a pause on request."""

import threading

import pytest

from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.watching.nudge import Nudge


def wait(cancellation: Cancellation) -> None:
    cancellation.wait(60)
    raise AssertionError


def test_it_ends_the_pause_of_another_thread() -> None:
    nudge, begun = Nudge(), threading.Event()

    def begin(cancellation: Cancellation) -> None:
        begun.set()
        wait(cancellation)

    thread = threading.Thread(target=nudge.pause, args=(begin, Cancellation()))
    thread.start()
    assert begun.wait(30)
    nudge.give()
    thread.join(30)
    assert not thread.is_alive()
    assert nudge.take()


def test_it_is_taken_once_and_ends_the_next_pause_if_there_is_none_now() -> None:
    nudge = Nudge()
    assert not nudge.take()
    nudge.give()
    nudge.pause(wait, Cancellation())
    nudge.pause(wait, Cancellation())
    assert (nudge.take(), nudge.take()) == (True, False)


def test_a_pause_that_is_cancelled_says_so() -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        Nudge().pause(wait, cancellation)
