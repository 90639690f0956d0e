"""Turns of threads on the same entity."""

import threading

import pytest

from jupyter_openbis_server.adapters.openbis.changes.turns import Turns
from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


def test_another_key_is_not_waited_for() -> None:
    turns = Turns()
    with turns.take("a"), turns.take("b"):
        pass


def test_a_turn_begins_after_the_one_before() -> None:
    turns, events = Turns(), list[str]()

    def work() -> None:
        with turns.take("a"):
            events.append("second")

    with turns.take("a"):
        second = threading.Thread(target=work)
        second.start()
        events.append("first")
    second.join(60)
    assert events == ["first", "second"]


def test_waiting_ends_with_a_cancellation() -> None:
    turns, cancellation, ended = Turns(), Cancellation(), list[str]()

    def work() -> None:
        with cancellation.as_current():
            try:
                with turns.take("a"):
                    ended.append("worked")
            except Cancelled:
                ended.append("cancelled")

    with turns.take("a"):
        waiting = threading.Thread(target=work)
        waiting.start()
        cancellation.cancel()
        waiting.join(60)
        assert ended == ["cancelled"]
    with turns.take("a"):
        pass


def test_a_turn_ends_with_an_error() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="failed"), turns.take("a"):
        raise ValueError("failed")
    with turns.take("a"):
        pass
