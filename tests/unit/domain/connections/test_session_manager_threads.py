"""Many threads share the sessions without logging in more often than needed."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from jupyter_openbis_server.domain.errors import InstanceUnreachable, NotLoggedIn, SessionExpired, WrongCredentials
from jupyter_openbis_server.domain.model import Connection, Session
from tests.unit.counted_lock import CountedLock

THREADS = 10

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def gate(keeper) -> CountedLock:
    """The lock that logins to `lab` pass one by one."""
    lock = CountedLock()
    keeper._gate("lab").lock = lock
    return lock


@pytest.fixture
def threads():
    with ThreadPoolExecutor(THREADS + 2) as pool:
        yield pool


def token_of(session: Session) -> str:
    return session.token.reveal()


def test_ten_threads_cause_one_login(keeper, openbis, gate, threads):
    openbis.before_login = lambda: gate.wait_for_comers(THREADS)
    uses = [threads.submit(keeper.use, "lab", token_of) for _ in range(THREADS)]
    assert len({use.result() for use in uses}) == 1
    assert openbis.login_attempts == 1
    assert openbis.open_sessions == ("anna",)


def test_ten_threads_that_meet_an_expired_session_cause_one_login(keeper, openbis, sessions, threads):
    keeper.use("lab", token_of)
    openbis.expire_all_sessions()
    all_have_met_it = threading.Barrier(THREADS)

    def ask(session: Session) -> str:
        if sessions.is_alive(session):
            return session.token.reveal()
        all_have_met_it.wait(20)
        raise SessionExpired("lab")

    uses = [threads.submit(keeper.use, "lab", ask) for _ in range(THREADS)]
    assert len({use.result() for use in uses}) == 1
    assert openbis.login_attempts == 2
    assert openbis.open_sessions == ("anna",)


def test_a_dead_host_is_asked_once_for_all_who_wait(keeper, openbis, gate, threads):
    openbis.go_down()
    openbis.before_login = lambda: gate.wait_for_comers(THREADS)
    uses = [threads.submit(keeper.use, "lab", token_of) for _ in range(THREADS)]
    assert {type(use.exception()) for use in uses} == {InstanceUnreachable}
    assert openbis.login_attempts == 1


def test_a_wrong_remembered_password_is_tried_once_for_all_who_wait(keeper, connections, openbis, wrong, gate, threads):
    connections.add(Connection(openbis.instance("lab"), "anna", wrong))
    openbis.before_login = lambda: gate.wait_for_comers(THREADS)
    uses = [threads.submit(keeper.use, "lab", token_of) for _ in range(THREADS)]
    assert {type(use.exception()) for use in uses} == {WrongCredentials}
    assert openbis.login_attempts == 1


def test_who_waits_behind_a_mistyped_password_logs_in_with_the_remembered_one(keeper, openbis, wrong, gate, threads):
    is_typing = threading.Event()

    def keep_the_typist_waiting() -> None:
        openbis.before_login = lambda: None
        is_typing.set()
        gate.wait_for_comers(2)

    openbis.before_login = keep_the_typist_waiting
    typist = threads.submit(keeper.log_in, "lab", wrong)
    assert is_typing.wait(20)
    use = threads.submit(keeper.use, "lab", token_of)
    assert isinstance(typist.exception(), WrongCredentials)
    assert use.result()
    assert openbis.open_sessions == ("anna",)


def test_a_logout_during_a_login_has_the_last_word(keeper, connections, openbis, anna, gate, threads):
    is_logging_in = threading.Event()

    def wait_for_the_logout() -> None:
        is_logging_in.set()
        gate.wait_for_comers(2)

    openbis.before_login = wait_for_the_logout
    login = threads.submit(keeper.log_in, "lab", anna)
    assert is_logging_in.wait(20)
    threads.submit(keeper.log_out, "lab").result()
    login.result()
    assert openbis.open_sessions == ()
    with pytest.raises(NotLoggedIn):
        keeper.use("lab", token_of)


def test_two_connections_never_wait_for_each_other(keeper, connections, openbis, anna, threads):
    connections.add(Connection(openbis.instance("other"), "anna", anna))
    both_are_logging_in = threading.Barrier(2)
    openbis.before_login = lambda: both_are_logging_in.wait(20)
    uses = [threads.submit(keeper.use, name, token_of) for name in ("lab", "other")]
    assert len({use.result() for use in uses}) == 2
