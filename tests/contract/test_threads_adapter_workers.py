"""The port `Workers` with threads."""

import threading

import pytest

from jupyter_openbis_server.adapters.threads import ThreadedWorkers


def test_all_items_are_worked_on_and_several_at_a_time() -> None:
    both = threading.Barrier(2, timeout=30)

    def action(number: int) -> int:
        if number < 2:
            both.wait()
        return number * number

    assert sorted(ThreadedWorkers().each(action, range(5), 2, lambda: None)) == [0, 1, 4, 9, 16]
    assert list(ThreadedWorkers().each(action, (), 2, lambda: None)) == []


def test_an_error_is_raised_and_no_further_action_begins() -> None:
    seen: list[int] = []
    errors: list[str] = []
    stopped = threading.Event()

    def action(number: int) -> int:
        seen.append(number)
        if number == 1:
            raise ValueError("one")
        if number > 1:
            stopped.wait(30)
        return number

    def on_error() -> None:
        errors.append("stopped")
        stopped.set()

    with pytest.raises(ValueError, match="one"):
        list(ThreadedWorkers().each(action, range(100), 1, on_error))
    assert errors == ["stopped"]
    assert len(seen) < 100
