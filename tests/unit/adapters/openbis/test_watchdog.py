"""The watchdog ends requests once after their deadline."""

import threading
import time

from jupyter_openbis_server.adapters.openbis.http.watchdog import Watchdog

LIMIT = 60


class Watched:
    def __init__(self, seconds: float) -> None:
        self.deadline = time.monotonic() + seconds
        self.ends = 0
        self.has_ended = threading.Event()

    def expire(self) -> None:
        self.ends += 1
        self.has_ended.set()


def test_expired_request_is_ended_once_and_others_are_not():
    watchdog = Watchdog()
    late, left, distant, later = Watched(0), Watched(1), Watched(1000), Watched(1.2)
    for each in (late, left, distant, later):
        watchdog.watch(each)
    watchdog.remove(left)
    watchdog.remove(left)
    assert late.has_ended.wait(LIMIT)
    assert later.has_ended.wait(LIMIT)
    assert [each.ends for each in (late, left, distant, later)] == [1, 0, 0, 1]


def test_deadline_can_be_extended():
    watchdog = Watchdog()
    watched, other = Watched(1), Watched(1.2)
    watchdog.watch(watched)
    watched.deadline += 1000
    watchdog.watch(other)
    assert other.has_ended.wait(LIMIT)
    assert watched.ends == 0


def test_watchdog_works_in_a_forked_process():
    watchdog = Watchdog()
    watchdog.watch(Watched(1000))
    watchdog._lock.acquire()  # as another thread may, when a process forks
    watchdog.restart()
    late = Watched(0)
    watchdog.watch(late)
    assert late.has_ended.wait(LIMIT)
