"""Cache of data set types."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from jupyter_openbis_server.adapters.caches.entity_types import CachedEntityTypes
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InstanceUnreachable, OpenbisError, RequestRefused, SessionExpired
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.shared.secret import Secret
from tests.support.counted_lock import CountedLock

THREADS = 10

pytestmark = pytest.mark.timeout(60)


def session_of(username: str = "anna", url: str = "https://openbis.example.org") -> Session:
    return Session(Instance("lab", url), Secret(f"{username}-1"), username)


@dataclass
class CountingTypes:
    """`EntityTypes` with numbered responses: each has one type named after the user and the number."""

    asked: int = 0
    fail_with: OpenbisError | None = None
    before_answer: Callable[[], None] = lambda: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def all(
        self, session: Session, kind: EntityKind = EntityKind.DATA_SET, *, fresh: bool = False
    ) -> tuple[EntityType, ...]:
        with self.lock:
            self.asked += 1
            number = self.asked
        self.before_answer()
        if self.fail_with:
            raise self.fail_with
        return (EntityType(f"{session.username}-{number}"),)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def inner() -> CountingTypes:
    return CountingTypes()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def types(inner, clock) -> CachedEntityTypes:
    return CachedEntityTypes(inner, 300, clock)


def codes(types: CachedEntityTypes, session: Session, *, fresh: bool = False) -> list[str]:
    return [each.code for each in types.all(session, fresh=fresh)]


def test_second_response_is_cached(types, inner):
    assert codes(types, session_of()) == codes(types, session_of()) == ["anna-1"]
    assert inner.asked == 1


def test_response_is_cached_until_its_ttl(types, clock):
    codes(types, session_of())
    clock.now += 299.9
    assert codes(types, session_of()) == ["anna-1"]
    clock.now += 0.1
    assert codes(types, session_of()) == ["anna-2"]


def test_age_is_measured_from_the_request(types, inner, clock):
    def take_long() -> None:
        clock.now += 200

    inner.before_answer = take_long
    codes(types, session_of())
    clock.now += 100
    assert codes(types, session_of()) == ["anna-2"]


def test_fresh_request_bypasses_and_updates_the_cache(types, inner):
    codes(types, session_of())
    assert codes(types, session_of(), fresh=True) == ["anna-2"]
    assert codes(types, session_of()) == ["anna-2"]


def test_cache_is_per_user_and_instance(types):
    assert codes(types, session_of("anna")) == ["anna-1"]
    assert codes(types, session_of("bert")) == ["bert-2"]
    assert codes(types, session_of("anna", "https://test.example.org")) == ["anna-3"]
    assert codes(types, session_of("anna")) == ["anna-1"]


def test_cache_is_per_kind(types, inner):
    kinds = (EntityKind.DATA_SET, EntityKind.SAMPLE, EntityKind.DATA_SET, EntityKind.SAMPLE)
    assert [types.all(session_of(), kind)[0].code for kind in kinds] == ["anna-1", "anna-2"] * 2
    assert inner.asked == 2


def test_new_session_of_the_same_user_uses_the_cache(types):
    codes(types, session_of())
    renewed = Session(Instance("other name", "https://openbis.example.org"), Secret("anna-2"), "anna")
    assert codes(types, renewed) == ["anna-1"]


@pytest.mark.parametrize(
    "error", [InstanceUnreachable("lab", "no route to host"), SessionExpired("lab"), RequestRefused("no")]
)
def test_errors_are_not_cached(types, inner, error):
    inner.fail_with = error
    with pytest.raises(type(error)):
        codes(types, session_of())
    inner.fail_with = None
    assert codes(types, session_of()) == ["anna-2"]


def test_error_keeps_the_cached_response(types, inner):
    codes(types, session_of())
    inner.fail_with = InstanceUnreachable("lab", "no route to host")
    with pytest.raises(InstanceUnreachable):
        codes(types, session_of(), fresh=True)
    assert codes(types, session_of()) == ["anna-1"]


@pytest.fixture
def queue(types) -> CountedLock:
    """The lock of requests for anna's types."""
    lock = CountedLock()
    types._entry(session_of(), EntityKind.DATA_SET).asking = lock
    return lock


def all_at_once(types: CachedEntityTypes, *, fresh: bool = False) -> list[list[str] | type[BaseException]]:
    def ask(_: int) -> list[str] | type[BaseException]:
        try:
            return codes(types, session_of(), fresh=fresh)
        except OpenbisError as error:
            return type(error)

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(ask, range(THREADS)))


@pytest.mark.parametrize("fresh", [True, False])
def test_concurrent_calls_share_one_request(types, inner, queue, fresh):
    inner.before_answer = lambda: queue.wait_for_acquirers(THREADS)
    assert all_at_once(types, fresh=fresh) == [["anna-1"]] * THREADS


def test_waiting_threads_share_one_request_to_a_dead_host(types, inner, queue):
    inner.fail_with = InstanceUnreachable("lab", "no route to host")
    inner.before_answer = lambda: queue.wait_for_acquirers(THREADS)
    assert all_at_once(types) == [InstanceUnreachable] * THREADS
    assert inner.asked == 1


def test_earlier_failure_is_not_raised_in_later_callers(types, inner, queue):
    inner.fail_with = InstanceUnreachable("lab", "no route to host")
    with pytest.raises(InstanceUnreachable):
        codes(types, session_of())
    inner.fail_with = None
    inner.before_answer = lambda: queue.wait_for_acquirers(1 + THREADS)
    assert all_at_once(types) == [["anna-2"]] * THREADS


def test_thread_that_waits_for_an_expired_session_uses_its_own_session(types, inner, queue):
    first_is_asking = threading.Event()

    def expire_the_first() -> None:
        first_is_asking.set()
        queue.wait_for_acquirers(2)
        inner.fail_with = SessionExpired("lab") if inner.asked == 1 else None

    inner.before_answer = expire_the_first
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(codes, types, session_of())
        assert first_is_asking.wait(20)
        second = threads.submit(codes, types, session_of())
        assert isinstance(first.exception(), SessionExpired)
        assert second.result() == ["anna-2"]


def test_cached_response_is_returned_during_a_fresh_request(types, inner):
    codes(types, session_of())
    is_asking, may_answer = threading.Event(), threading.Event()

    def wait() -> None:
        is_asking.set()
        may_answer.wait(20)

    inner.before_answer = wait
    with ThreadPoolExecutor(1) as threads:
        fresh = threads.submit(codes, types, session_of(), fresh=True)
        assert is_asking.wait(20)
        assert codes(types, session_of()) == ["anna-1"]
        may_answer.set()
        assert fresh.result() == ["anna-2"]


def test_users_do_not_wait_for_each_other(types, inner):
    both_are_asking = threading.Barrier(2)
    inner.before_answer = lambda: both_are_asking.wait(20)
    with ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(codes, types, session_of(user)) for user in ("anna", "bert")]
        assert all(answer.result() for answer in answers)
