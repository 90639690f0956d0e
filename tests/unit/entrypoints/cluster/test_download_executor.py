"""Download executor over `concurrent.futures`: submitted tasks and outcomes."""

import pickle
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome, OutcomeState
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import Cancelled, NotLoggedIn, NoWorkersAvailable, WorkerLost
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.cluster import FuturesDownloadExecutor
from jupyter_openbis_server.entrypoints.cluster.worker import download_on_worker
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.entrypoints.use_cases import UseCases
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.sessions import MemorySessions

PASSWORD = "correct horse"
TOKEN = "anna-240101120000000x0123456789ABCDEF0123456789ABCDEF"
REQUEST = DownloadRequest(("1-1",), "/shared")


class RecordingExecutor(Executor):
    """An executor that records submitted tasks."""

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
def use_cases(openbis, tmp_path) -> UseCases:
    """A program with the connection `lab`, which may log in as anna and has not yet."""
    container = Container(settings=Settings(tmp_path, connect_timeout=3, read_timeout=7))
    container.adapters.sessions.override(MemorySessions(MemoryNetwork(openbis)))
    use_cases: UseCases = container.use_cases()
    use_cases.connections.known.add(Connection(openbis.instance("lab"), "anna", Credentials("anna", Secret(PASSWORD))))
    return use_cases


@pytest.fixture
def recording() -> RecordingExecutor:
    return RecordingExecutor()


@pytest.fixture
def download_executor(use_cases, recording) -> FuturesDownloadExecutor:
    return FuturesDownloadExecutor(use_cases, recording)


def test_a_worker_gets_the_function_and_one_value(download_executor, recording, use_cases, openbis):
    download_executor.start("lab", REQUEST, Cancellation())
    ((function, task),) = recording.submitted
    assert function is download_on_worker
    assert task.request == REQUEST
    assert task.access.instance == openbis.instance("lab")
    assert (task.access.connect_timeout, task.access.read_timeout) == (3, 7)
    assert task.access.token.unpacked() == use_cases.connections.sessions.session("lab").token


def test_password_is_not_submitted(download_executor, recording):
    download_executor.start("lab", REQUEST, Cancellation())
    assert PASSWORD.encode() not in pickle.dumps(recording.submitted)


def test_expired_session_is_renewed_before_a_run(use_cases, recording, openbis):
    old = use_cases.connections.sessions.session("lab")
    openbis.log_out(old.token)
    FuturesDownloadExecutor(use_cases, recording).start("lab", REQUEST, Cancellation())
    token = recording.submitted[0][1].access.token.unpacked()
    assert token != old.token
    assert openbis.user_of(token) == "anna"


def test_without_a_login_nothing_is_submitted(download_executor, recording, use_cases):
    use_cases.connections.logout("lab")
    with pytest.raises(NotLoggedIn):
        download_executor.start("lab", REQUEST, Cancellation())
    assert recording.submitted == []


def test_shut_down_executor_has_no_workers(use_cases):
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(NoWorkersAvailable, match="cannot schedule new futures after shutdown"):
        FuturesDownloadExecutor(use_cases, executor).start("lab", REQUEST, Cancellation())


def test_outcome_is_returned(download_executor):
    outcome, future = DownloadOutcome("1-1", OutcomeState.DONE), Future()
    future.set_result(outcome)
    assert download_executor.outcome("1-1", future) is outcome


def test_error_for_a_lost_worker_contains_no_tokens(download_executor):
    future = Future()
    future.set_exception(RuntimeError(f"died with {TOKEN} in its hands"))
    outcome = download_executor.outcome("1-1", future)
    assert outcome.state is OutcomeState.FAILED
    assert isinstance(outcome.error, WorkerLost)
    assert "1-1 is lost (RuntimeError: died with ****** in its hands)" in str(outcome.error)
    assert outcome.error.__context__ is None


def test_task_cancelled_by_the_executor_is_lost(download_executor):
    """The program has not cancelled it, so the cluster has lost the task."""
    future = Future()
    future.cancel()
    assert isinstance(download_executor.outcome("1-1", future).error, WorkerLost)


def test_no_task_is_waited_for_when_the_executor_has_cancelled_one(download_executor, recording):
    """A closing executor can accept tasks that it neither runs nor cancels, like dask's."""
    first, lost = (download_executor.start("lab", REQUEST, Cancellation()) for _ in range(2))
    first.cancel()
    download_executor.outcome("1-1", first)
    assert lost.cancelled()
    with pytest.raises(NoWorkersAvailable, match="the task was cancelled"):
        download_executor.start("lab", REQUEST, Cancellation())
    assert len(recording.submitted) == 2


def test_running_tasks_are_waited_for_when_the_executor_has_cancelled_one(download_executor):
    first, running = (download_executor.start("lab", REQUEST, Cancellation()) for _ in range(2))
    running.set_running_or_notify_cancel()
    first.cancel()
    download_executor.outcome("1-1", first)
    assert not running.cancelled()


def test_login_before_the_submission_can_be_cancelled(download_executor, use_cases, monkeypatch):
    cancellation = Cancellation()
    cancellation.cancel()
    monkeypatch.setattr(use_cases.connections.sessions._sessions, "open", lambda *_: Cancellation.current().check())
    with pytest.raises(Cancelled):
        download_executor.start("lab", REQUEST, cancellation)
