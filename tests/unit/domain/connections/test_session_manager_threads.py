"""Many threads share the sessions without logging in more often than needed."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.errors import InstanceUnreachable, NotLoggedIn, SessionExpired, WrongCredentials
from jupyter_openbis_server.domain.instances.session import Session
from tests.support.counted_lock import CountedLock

THREADS = 10

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def gate(session_manager) -> CountedLock:
    """The lock that serialises logins to `lab`."""
    lock = CountedLock()
    session_manager._attempts.lock("lab").lock = lock
    return lock


@pytest.fixture
def threads():
    with ThreadPoolExecutor(THREADS + 2) as pool:
        yield pool


def token_of(session: Session) -> str:
    return session.token.reveal()


def test_ten_threads_cause_one_login(session_manager, openbis, gate, threads):
    openbis.before_login = lambda: gate.wait_for_acquirers(THREADS)
    uses = [threads.submit(session_manager.use, "lab", token_of) for _ in range(THREADS)]
    assert len({use.result() for use in uses}) == 1
    assert openbis.login_attempts == 1
    assert openbis.open_sessions == ("anna",)


def test_ten_threads_that_meet_an_expired_session_cause_one_login(session_manager, openbis, sessions, threads):
    session_manager.use("lab", token_of)
    openbis.expire_all_sessions()
    all_have_met_it = threading.Barrier(THREADS)

    def ask(session: Session) -> str:
        if sessions.is_alive(session):
            return session.token.reveal()
        all_have_met_it.wait(20)
        raise SessionExpired("lab")

    uses = [threads.submit(session_manager.use, "lab", ask) for _ in range(THREADS)]
    assert len({use.result() for use in uses}) == 1
    assert openbis.login_attempts == 2
    assert openbis.open_sessions == ("anna",)


def test_waiting_threads_share_one_request_to_a_dead_host(session_manager, openbis, gate, threads):
    openbis.go_down()
    openbis.before_login = lambda: gate.wait_for_acquirers(THREADS)
    uses = [threads.submit(session_manager.use, "lab", token_of) for _ in range(THREADS)]
    assert {type(use.exception()) for use in uses} == {InstanceUnreachable}
    assert openbis.login_attempts == 1


def test_waiting_threads_share_one_attempt_with_a_wrong_password(
    session_manager, connections, openbis, wrong, gate, threads
):
    connections.add(Connection(openbis.instance("lab"), "anna", wrong))
    openbis.before_login = lambda: gate.wait_for_acquirers(THREADS)
    uses = [threads.submit(session_manager.use, "lab", token_of) for _ in range(THREADS)]
    assert {type(use.exception()) for use in uses} == {WrongCredentials}
    assert openbis.login_attempts == 1


def test_thread_that_waits_for_a_failed_typed_login_uses_the_remembered_password(
    session_manager, openbis, wrong, gate, threads
):
    is_typing = threading.Event()

    def delay_the_typed_login() -> None:
        openbis.before_login = lambda: None
        is_typing.set()
        gate.wait_for_acquirers(2)

    openbis.before_login = delay_the_typed_login
    typist = threads.submit(session_manager.log_in, "lab", wrong)
    assert is_typing.wait(20)
    use = threads.submit(session_manager.use, "lab", token_of)
    assert isinstance(typist.exception(), WrongCredentials)
    assert use.result()
    assert openbis.open_sessions == ("anna",)


def test_logout_during_a_login_takes_precedence(session_manager, connections, openbis, anna, gate, threads):
    is_logging_in = threading.Event()

    def wait_for_the_logout() -> None:
        is_logging_in.set()
        gate.wait_for_acquirers(2)

    openbis.before_login = wait_for_the_logout
    login = threads.submit(session_manager.log_in, "lab", anna)
    assert is_logging_in.wait(20)
    threads.submit(session_manager.log_out, "lab").result()
    login.result()
    assert openbis.open_sessions == ()
    with pytest.raises(NotLoggedIn):
        session_manager.use("lab", token_of)


def test_two_connections_never_wait_for_each_other(session_manager, connections, openbis, anna, threads):
    connections.add(Connection(openbis.instance("other"), "anna", anna))
    both_are_logging_in = threading.Barrier(2)
    openbis.before_login = lambda: both_are_logging_in.wait(20)
    uses = [threads.submit(session_manager.use, name, token_of) for name in ("lab", "other")]
    assert len({use.result() for use in uses}) == 2
