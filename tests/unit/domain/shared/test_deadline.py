import threading

from jupyter_openbis_server.domain.shared.deadline import Deadline


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_expired_deadline_raises() -> None:
    clock = Clock()
    with Deadline.within(30, clock) as deadline:
        clock.now += 12
        assert deadline.remaining == 18
        clock.now += 20
        assert deadline.remaining == 0


def test_earlier_of_two_deadlines_applies() -> None:
    clock = Clock()
    with Deadline.within(30, clock) as outer:
        with Deadline.within(60, clock) as inner:
            assert inner is outer is Deadline.current()
        with Deadline.within(10, clock) as inner:
            assert inner.remaining == 10
        assert Deadline.current() is outer
    assert Deadline.current() is None


def test_deadline_applies_to_its_thread_only() -> None:
    found: list[Deadline | None] = []
    with Deadline.within(30):
        thread = threading.Thread(target=lambda: found.append(Deadline.current()))
        thread.start()
        thread.join()
    assert found == [None]
