"""Signals cancel work at any point of the main thread."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.entrypoints.cli.interruption import calling_on_signals
from tests.support.waiting import at_once, until


@pytest.fixture
def former() -> Iterator[list[int]]:
    """The signals that arrived at the handler that was there before."""
    arrived: list[int] = []
    kept = signal.signal(signal.SIGINT, lambda number, _: arrived.append(number))
    yield arrived
    signal.signal(signal.SIGINT, kept)


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.timeout(60)
def test_a_signal_cancels_while_the_main_thread_holds_what_the_cancellation_needs(former: list[int]) -> None:
    lock, cancellation = threading.Lock(), Cancellation()

    def needs_the_lock() -> None:
        with lock:
            pass

    with calling_on_signals(cancellation.cancel, [signal.SIGINT]), cancellation.on_cancel(needs_the_lock), lock:
        press()
        until(lambda: cancellation.is_cancelled)
    assert former == []


def test_a_signal_ends_a_wait(former: list[int]) -> None:
    cancellation = Cancellation()
    with calling_on_signals(cancellation.cancel, [signal.SIGINT]):
        threading.Timer(0.05, press).start()
        with at_once(), pytest.raises(Cancelled):
            cancellation.wait(600)


def test_the_second_signal_does_what_it_did_before(former: list[int]) -> None:
    calls: list[int] = []
    with calling_on_signals(lambda: calls.append(1), [signal.SIGINT]):
        press()
        press()
        until(lambda: former)
    press()
    until(lambda: len(former) == 2)
    assert calls == [1]


def test_ignored_signals_stay_ignored_but_for_the_one_that_shells_ignore_in_the_background() -> None:
    kept = {each: signal.signal(each, signal.SIG_IGN) for each in (signal.SIGINT, signal.SIGHUP)}
    calls: list[int] = []
    try:
        with calling_on_signals(lambda: calls.append(1), kept):
            os.kill(os.getpid(), signal.SIGHUP)
            assert calls == []
            press()
            until(lambda: calls == [1])
        assert {signal.getsignal(each) for each in kept} == {signal.SIG_IGN}
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)
