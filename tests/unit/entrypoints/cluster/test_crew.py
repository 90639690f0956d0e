"""How downloads are given to an executor, and what is made of what it says."""

import pickle
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import pytest

from jupyter_openbis_server.adapters.memory import MemoryNetwork, MemoryOpenbis, MemorySessions
from jupyter_openbis_server.domain.errors import Cancelled, NotLoggedIn, NoWorkers, WorkerLost
from jupyter_openbis_server.domain.model import (
    Cancellation,
    Connection,
    Credentials,
    DownloadOutcome,
    DownloadRequest,
    OutcomeState,
    Secret,
)
from jupyter_openbis_server.entrypoints.cluster import ExecutorCrew
from jupyter_openbis_server.entrypoints.cluster.worker import download_on_worker
from jupyter_openbis_server.entrypoints.container import Container
from jupyter_openbis_server.entrypoints.settings import Settings

PASSWORD = "correct horse"
TOKEN = "anna-240101120000000x0123456789ABCDEF0123456789ABCDEF"
REQUEST = DownloadRequest(("1-1",), "/shared")


class Notebook(Executor):
    """An executor that writes down what it is to do."""

    def __init__(self) -> None:
        self.submitted: list[tuple[object, ...]] = []

    def submit(self, fn, /, *args, **kwargs):
        self.submitted.append((fn, *args))
        assert not kwargs
        return Future()


@pytest.fixture
def openbis() -> MemoryOpenbis:
    return MemoryOpenbis(users={"anna": PASSWORD})


@pytest.fixture
def container(openbis, tmp_path) -> Container:
    """A program with the connection `lab`, which may log in as anna and has not yet."""
    container = Container(settings=Settings(tmp_path, connect_timeout=3, read_timeout=7))
    container.sessions.override(MemorySessions(MemoryNetwork(openbis)))
    container.connections().add(Connection(openbis.instance("lab"), "anna", Credentials("anna", Secret(PASSWORD))))
    return container


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def crew(container, notebook) -> ExecutorCrew:
    return ExecutorCrew(container, notebook)


def test_a_worker_gets_the_function_and_one_value(crew, notebook, container, openbis):
    crew.start("lab", REQUEST, Cancellation())
    ((function, task),) = notebook.submitted
    assert function is download_on_worker
    assert task.request == REQUEST
    assert task.access.instance == openbis.instance("lab")
    assert (task.access.connect_timeout, task.access.read_timeout) == (3, 7)
    assert task.access.token.unpacked() == container.get_session()("lab").token


def test_the_password_stays_here(crew, notebook):
    crew.start("lab", REQUEST, Cancellation())
    assert PASSWORD.encode() not in pickle.dumps(notebook.submitted)


def test_a_session_that_has_died_is_renewed_before_a_run(container, notebook, openbis):
    old = container.get_session()("lab")
    openbis.log_out(old.token)
    ExecutorCrew(container, notebook).start("lab", REQUEST, Cancellation())
    token = notebook.submitted[0][1].access.token.unpacked()
    assert token != old.token
    assert openbis.user_of(token) == "anna"


def test_without_a_login_nothing_is_submitted(crew, notebook, container):
    container.logout()("lab")
    with pytest.raises(NotLoggedIn):
        crew.start("lab", REQUEST, Cancellation())
    assert notebook.submitted == []


def test_an_executor_that_is_shut_down_has_no_workers(container):
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(NoWorkers, match="cannot schedule new futures after shutdown"):
        ExecutorCrew(container, executor).start("lab", REQUEST, Cancellation())


def test_an_outcome_is_passed_on(crew):
    outcome, future = DownloadOutcome("1-1", OutcomeState.DONE), Future()
    future.set_result(outcome)
    assert crew.outcome("1-1", future) is outcome


def test_what_an_executor_says_of_a_lost_worker_is_told_without_tokens(crew):
    future = Future()
    future.set_exception(RuntimeError(f"died with {TOKEN} in its hands"))
    outcome = crew.outcome("1-1", future)
    assert outcome.state is OutcomeState.FAILED
    assert isinstance(outcome.error, WorkerLost)
    assert "1-1 is lost (RuntimeError: died with ****** in its hands)" in str(outcome.error)
    assert outcome.error.__context__ is None


def test_what_the_executor_has_cancelled_is_lost(crew):
    """We have cancelled nothing, or nobody would ask: the cluster has lost it."""
    future = Future()
    future.cancel()
    assert isinstance(crew.outcome("1-1", future).error, WorkerLost)


def test_a_login_on_the_way_to_the_executor_can_be_cancelled(crew, container, monkeypatch):
    cancellation = Cancellation()
    cancellation.cancel()
    monkeypatch.setattr(container.sessions(), "open", lambda *_: Cancellation.current().check())
    with pytest.raises(Cancelled):
        crew.start("lab", REQUEST, cancellation)
