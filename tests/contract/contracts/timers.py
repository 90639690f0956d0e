"""The contract of the port `Timers`."""

from collections.abc import Callable

from jupyter_openbis_server.domain.jobs.ports import Timers

Wait = Callable[[Callable[[], bool]], None]


class TimersContract:
    """Fixtures.

    - `timers`: no call is pending;
    - `wait(condition)`: let time pass until the condition holds, or fail.
    """

    def test_calls_are_made_once_and_in_the_order_of_their_times(self, timers: Timers, wait: Wait) -> None:
        made: list[str] = []
        timers.call_later(0.06, lambda: made.append("second"))
        timers.call_later(0.03, lambda: made.append("first"))
        timers.call_later(0.09, lambda: made.append("third"))
        wait(lambda: len(made) == 3)
        assert made == ["first", "second", "third"]

    def test_a_cancelled_call_is_not_made(self, timers: Timers, wait: Wait) -> None:
        made: list[str] = []
        cancel = timers.call_later(0.02, lambda: made.append("cancelled"))
        timers.call_later(0.05, lambda: made.append("kept"))
        cancel()
        cancel()
        wait(lambda: bool(made))
        assert made == ["kept"]

    def test_a_call_may_start_another_one(self, timers: Timers, wait: Wait) -> None:
        made: list[str] = []
        timers.call_later(0.01, lambda: timers.call_later(0.01, lambda: made.append("inner")) and None)
        wait(lambda: bool(made))

    def test_timers_are_used_again_after_all_calls_were_made(self, timers: Timers, wait: Wait) -> None:
        made: list[int] = []
        for number in range(3):
            timers.call_later(0, lambda number=number: made.append(number))
            wait(lambda number=number: made == list(range(number + 1)))
