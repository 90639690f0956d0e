"""Downloads by the processes of a plain `ProcessPoolExecutor`."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from jupyter_openbis_server import connect
from jupyter_openbis_server.domain.downloads.bulk.download_report import OutcomeState
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import NoWorkersAvailable, WorkerLost
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.entrypoints.cluster.task import Access, DownloadTask
from jupyter_openbis_server.entrypoints.cluster.worker import download_on_worker
from jupyter_openbis_server.entrypoints.library.shared_program import forget_programs
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.batch.mirroring import WHILE_IT_HANGS, Mirror
from tests.support.certificates import fingerprint_in, self_signed
from tests.support.forked_workers import forked_workers
from tests.support.waiting import until


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with FakeOpenbis(users=lab.USERS) as openbis:
        yield Mirror(openbis, tmp_path / "shared")


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, mp_context=forked_workers())


def test_a_pool_of_spawned_processes_downloads(mirror: Mirror) -> None:
    mirror.add(10)
    spawning = multiprocessing.get_context("spawn")  # the fake openBIS has threads
    with ProcessPoolExecutor(2, mp_context=spawning) as pool, mirror.connect() as one:
        report = one.download([*mirror.perm_ids, "20990101000000000-1"], mirror.folder, executor=pool)
    assert [each.perm_id for each in report.failed] == ["20990101000000000-1"]
    assert mirror.downloaded == mirror.files
    assert mirror.openbis.requests.counts()["login"] == 1


def test_a_broken_pool_ends_the_run_and_another_pool_resumes(mirror: Mirror) -> None:
    mirror.add(10)
    hang = mirror.openbis.faults.inject(Fault(FaultKind.HANG, method="searchFiles", occurrence=4, times=None))
    with _pool() as pool, mirror.connect(read_timeout=WHILE_IT_HANGS) as one:

        def kill() -> None:
            until(lambda: mirror.openbis.faults.hits(hang))
            for process in list(pool._processes.values()):
                process.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        report = one.download(mirror.perm_ids, mirror.folder, executor=pool, max_concurrent=4)
        killer.join()
    states = [each.state for each in report.outcomes]
    assert states.count(OutcomeState.DONE) >= 2
    assert any(isinstance(each.error, WorkerLost) for each in report.failed)
    assert isinstance(report.stopped_by, NoWorkersAvailable)
    assert len(report.outcomes) < 10
    mirror.openbis.faults.clear()
    with _pool() as pool, mirror.connect() as one:
        assert one.download(mirror.perm_ids, mirror.folder, executor=pool).is_complete
    assert mirror.downloaded == mirror.files


def test_any_executor_works(mirror: Mirror) -> None:
    mirror.add(4)
    with ThreadPoolExecutor(2) as threads, mirror.connect() as one:
        assert one.download(mirror.perm_ids, mirror.folder, executor=threads, max_concurrent=3).is_complete
    assert mirror.downloaded == mirror.files


def test_workers_compare_fingerprints_of_certificates(tmp_path: Path) -> None:
    files = self_signed(tmp_path, "old.example.org", days=-1)
    with FakeOpenbis(users=lab.USERS, tls=files) as openbis, _pool() as pool:
        mirror = Mirror(openbis, tmp_path / "shared")
        mirror.add(3)
        login = {"url": openbis.url, "username": "alice", "password": lab.USERS["alice"]}
        with connect("lab", **login, certificate_fingerprints=fingerprint_in(files)) as pinned:
            assert pinned.download(mirror.perm_ids, mirror.folder, executor=pool).is_complete
        assert mirror.downloaded == mirror.files
        instance = Instance("lab", openbis.url, certificate_fingerprints=(":".join(["AB"] * 32),))
        session = Session(instance, Secret(openbis.sessions.open("alice")), "alice")
        request = DownloadRequest((mirror.perm_ids[0],), str(tmp_path / "other"))
        count = sum(openbis.requests.counts().values())
        outcome = pool.submit(download_on_worker, DownloadTask(Access.through(session, 5, 5), request)).result()
        assert outcome.error is not None
        assert "has changed, nothing was sent" in str(outcome.error)
        assert sum(openbis.requests.counts().values()) == count
    forget_programs()
