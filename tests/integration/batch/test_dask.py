"""Downloads by the worker processes of a real dask cluster."""

from __future__ import annotations

import operator
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import dask
import pytest
from distributed import Client, LocalCluster, get_task_stream

from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome, OutcomeState
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import Cancelled, DataSetNotFound, NotLoggedIn, NoWorkersAvailable, WorkerLost
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.entrypoints.cluster.task import Access, DownloadTask
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.batch.mirroring import WHILE_IT_HANGS, Mirror
from tests.support.forked_workers import forked_dask_workers
from tests.support.waiting import until

UNKNOWN = "20990101000000000-1"
DONE, PRESENT, FAILED = OutcomeState.DONE, OutcomeState.PRESENT, OutcomeState.FAILED


@pytest.fixture(scope="module")
def folder_of_dask(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dask")


def _cluster(folder: Path, *, processes: int = 2, threads: int = 1) -> LocalCluster:
    return LocalCluster(
        n_workers=processes,
        processes=True,
        threads_per_worker=threads,
        dashboard_address=":0",
        local_directory=str(folder),
    )


@pytest.fixture(scope="module", autouse=True)
def _forked() -> Iterator[None]:
    with forked_dask_workers():
        yield


@pytest.fixture(scope="module")
def shared_client(folder_of_dask: Path) -> Iterator[Client]:
    with _cluster(folder_of_dask) as cluster, Client(cluster) as client:
        yield client


@pytest.fixture
def client(shared_client: Client) -> Client:
    """A client with two workers, even if an earlier test has killed one."""
    shared_client.wait_for_workers(2, timeout=60)
    return shared_client


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with FakeOpenbis(users=lab.USERS) as openbis:
        yield Mirror(openbis, tmp_path / "shared")


def test_data_sets_are_spread_over_all_workers(client: Client, mirror: Mirror) -> None:
    mirror.add(20)
    outcomes: list[DownloadOutcome] = []
    with mirror.connect() as one, get_task_stream(client) as tasks:
        report = one.download(
            mirror.perm_ids, mirror.folder, on_outcome=outcomes.append, executor=client.get_executor()
        )
    assert report.is_complete
    assert {each.perm_id for each in report.outcomes if each.state is DONE} == set(mirror.perm_ids)
    assert mirror.downloaded == mirror.files
    assert outcomes == list(report.outcomes)
    assert {each["worker"] for each in tasks.data} == set(client.scheduler_info()["workers"])
    assert len(tasks.data) == 20


def test_tasks_of_a_worker_share_session_and_connections(client: Client, mirror: Mirror) -> None:
    mirror.add(20)
    with mirror.connect() as one:
        assert one.download(mirror.perm_ids, mirror.folder, executor=client.get_executor()).is_complete
        counts = mirror.openbis.requests.counts()
        assert counts["login"] == 1, "the caller's"
        assert counts["isSessionActive"] == 2, "each worker checks its token once"
        assert "logout" not in counts, "workers must not end the session of the caller"
    by_workers = {each.connection for each in mirror.openbis.requests if each.method == "getDataSets"}
    assert len(by_workers) == 2


def test_the_second_run_fetches_nothing(client: Client, mirror: Mirror) -> None:
    mirror.add(5)
    with mirror.connect() as one:
        for expected in (DONE, PRESENT):
            report = one.download(mirror.perm_ids, mirror.folder, executor=client.get_executor())
            assert [each.state for each in report.outcomes] == [expected] * 5
        assert all(each.ok for each in one.verify(mirror.folder))


def test_a_failed_data_set_does_not_stop_the_others(client: Client, mirror: Mirror) -> None:
    mirror.add(5)
    with mirror.connect() as one:
        wanted = [UNKNOWN, *mirror.perm_ids]
        report = one.download(wanted, mirror.folder, executor=client.get_executor(), max_concurrent=2)
    (failed,) = report.failed
    assert failed.perm_id == UNKNOWN
    assert isinstance(failed.error, DataSetNotFound)
    assert str(failed.error) == f"No such dataSet found: {UNKNOWN}"
    assert report.stopped_by is None
    assert mirror.downloaded == mirror.files


def test_a_session_that_expires_during_the_run_ends_it_and_the_next_run_logs_in(client: Client, mirror: Mirror) -> None:
    mirror.add(20)
    mirror.openbis.faults.inject(Fault(FaultKind.EXPIRE_SESSION, method="getDataSets", occurrence=6))
    with mirror.connect() as one:
        report = one.download(mirror.perm_ids, mirror.folder, executor=client.get_executor(), max_concurrent=4)
        assert isinstance(report.stopped_by, NotLoggedIn)
        assert str(report.stopped_by).startswith("Not logged in to lab")
        assert len(report.outcomes) < 20, "the other data sets were not tried"
        assert one.download(mirror.perm_ids, mirror.folder, executor=client.get_executor()).is_complete
    assert mirror.downloaded == mirror.files
    assert mirror.openbis.requests.counts()["login"] == 2


def test_no_task_is_submitted_with_an_expired_token(client: Client, mirror: Mirror) -> None:
    mirror.add(3)
    token = mirror.openbis.sessions.open("alice")
    with mirror.connect(token) as one, get_task_stream(client) as tasks:
        mirror.openbis.sessions.expire(token)
        report = one.download(mirror.perm_ids, mirror.folder, executor=client.get_executor())
    assert "OPENBIS_TOKEN gave has expired" in str(report.stopped_by)
    assert list(tasks.data) == []


def test_neither_keys_nor_tasks_nor_logs_show_the_token(
    mirror: Mirror, folder_of_dask: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    mirror.add(3)
    token = mirror.openbis.sessions.open("alice")
    with (
        dask.config.set({"distributed.worker.multiprocessing-method": "spawn"}),  # to write into the test's output
        _cluster(folder_of_dask, processes=1) as cluster,
        Client(cluster) as client,
        mirror.connect(token) as one,
    ):
        with get_task_stream(client) as tasks:
            one.download([UNKNOWN, *mirror.perm_ids], mirror.folder, executor=client.get_executor())
        access = Access.through(one._use_cases.connections.sessions.session("lab"), 10, 60)
        task = DownloadTask(access, DownloadRequest((UNKNOWN,), str(mirror.folder)))
        failing = client.submit(operator.getitem, {}, task)
        error, said = failing.exception(), []
        until(lambda: said.append(capfd.readouterr().err) or "Compute Failed" in "".join(said))
        logs = f"{said} {caplog.text} {client.get_worker_logs()} {client.get_scheduler_logs()}"
        log_text = cluster.scheduler.story(failing.key)
    assert "PortableToken('******')" in "".join(said), "dask logs the arguments of a task that raises an error"
    assert token not in f"{list(tasks.data)} {failing!r} {error!r} {error} {logs} {log_text}"


class Killer:
    """Kills the worker that hangs in a download, when all others have ended."""

    def __init__(self, client: Client, others: int) -> None:
        self._client = client
        self._others = others
        self._pids = client.run(os.getpid)

    def __call__(self, _: DownloadOutcome) -> None:
        self._others -= 1
        if self._others == 0:
            (busy,) = [worker for worker, tasks in self._client.processing().items() if tasks]
            os.kill(self._pids[busy], signal.SIGKILL)


def test_data_sets_of_a_killed_worker_are_downloaded_by_another(client: Client, mirror: Mirror) -> None:
    mirror.add(6)
    mirror.openbis.faults.inject(Fault(FaultKind.HANG, method="searchFiles"))
    with mirror.connect(read_timeout=WHILE_IT_HANGS) as one:
        report = one.download(
            mirror.perm_ids,
            mirror.folder,
            executor=client.get_executor(),
            max_concurrent=2,
            on_outcome=Killer(client, others=5),
        )
    assert report.is_complete
    assert mirror.downloaded == mirror.files


def test_a_data_set_whose_worker_was_killed_is_reported_as_failed(
    client: Client, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror.add(6)
    mirror.openbis.faults.inject(Fault(FaultKind.HANG, method="searchFiles"))
    # The setting `distributed.scheduler.allowed-failures`, which a scheduler reads when it starts.
    monkeypatch.setattr(client.cluster.scheduler, "allowed_failures", 0)
    with mirror.connect(read_timeout=WHILE_IT_HANGS) as one:
        executor, killer = client.get_executor(), Killer(client, others=5)
        report = one.download(mirror.perm_ids, mirror.folder, executor=executor, max_concurrent=2, on_outcome=killer)
        (failed,) = report.failed
        assert isinstance(failed.error, WorkerLost)
        assert "the same download continues" in str(failed.error)
        assert "KilledWorker" in str(failed.error)
        again = one.download(mirror.perm_ids, mirror.folder, executor=executor)
    assert again.is_complete
    assert [each.perm_id for each in again.outcomes if each.state is DONE] == [failed.perm_id]
    assert mirror.downloaded == mirror.files


def test_cancelling_ends_the_wait_at_once_and_pending_data_sets_are_not_started(client: Client, mirror: Mirror) -> None:
    mirror.add(10)
    hang = mirror.openbis.faults.inject(Fault(FaultKind.HANG, method="searchFiles", times=None))
    cancellation = Cancellation()

    def cancel_when_both_are_busy() -> None:
        until(lambda: mirror.openbis.faults.hits(hang) == 2)
        cancellation.cancel()

    canceller = threading.Thread(target=cancel_when_both_are_busy)
    canceller.start()
    with mirror.connect(read_timeout=WHILE_IT_HANGS) as one, pytest.raises(Cancelled):
        one.download(mirror.perm_ids, mirror.folder, executor=client.get_executor(), cancellation=cancellation)
    canceller.join()
    assert mirror.downloaded == {}, "the run did not wait for the workers"
    mirror.openbis.faults.clear()
    for worker in client.scheduler_info()["workers"]:  # runs after the tasks that the worker already has
        client.submit(os.getpid, workers=[worker], pure=False).result(timeout=60)
    assert mirror.openbis.requests.counts()["getDataSets"] == 2


def test_closing_the_cluster_ends_the_run(mirror: Mirror, folder_of_dask: Path) -> None:
    mirror.add(10)
    hang = mirror.openbis.faults.inject(Fault(FaultKind.HANG, method="searchFiles", times=None))
    with (
        _cluster(folder_of_dask, processes=1, threads=2) as cluster,
        Client(cluster) as client,
        mirror.connect(read_timeout=WHILE_IT_HANGS) as one,
    ):

        def close() -> None:
            until(lambda: mirror.openbis.faults.hits(hang) == 2)
            cluster.close()

        closer = threading.Thread(target=close)
        closer.start()
        report = one.download(mirror.perm_ids, mirror.folder, executor=client.get_executor(), max_concurrent=4)
        closer.join()
    assert isinstance(report.stopped_by, NoWorkersAvailable)
    assert sum(isinstance(each.error, WorkerLost) for each in report.failed) == 4
    assert len(report.outcomes) < 10
