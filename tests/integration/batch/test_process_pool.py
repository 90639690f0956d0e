"""Downloads by the processes of a plain `ProcessPoolExecutor`."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from jupyter_openbis_server.domain.errors import NoWorkers, WorkerLost
from jupyter_openbis_server.domain.model import OutcomeState
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis import sample_data as lab

from .mirroring import Mirror, wait_until


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with FakeOpenbis(users=lab.USERS) as openbis:
        yield Mirror(openbis, tmp_path / "shared")


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))  # the fake openBIS has threads


def test_a_pool_of_processes_downloads(mirror: Mirror) -> None:
    mirror.add(10)
    with _pool() as pool, mirror.connect() as one:
        report = one.download([*mirror.perm_ids, "20990101000000000-1"], mirror.folder, executor=pool)
    assert [each.perm_id for each in report.failed] == ["20990101000000000-1"]
    assert mirror.arrived == mirror.files
    assert mirror.openbis.requests.counts()["login"] == 1


def test_a_pool_that_breaks_ends_the_run_and_another_one_continues(mirror: Mirror) -> None:
    mirror.add(10)
    hang = mirror.openbis.faults.inject(Fault(FaultKind.HANG, method="searchFiles", occurrence=4, times=None))
    with _pool() as pool, mirror.connect() as one:

        def kill() -> None:
            wait_until(lambda: mirror.openbis.faults.hits(hang))
            for process in list(pool._processes.values()):
                process.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        report = one.download(mirror.perm_ids, mirror.folder, executor=pool, at_a_time=4)
        killer.join()
    states = [each.state for each in report.outcomes]
    assert states.count(OutcomeState.DONE) >= 2
    assert any(isinstance(each.error, WorkerLost) for each in report.failed)
    assert isinstance(report.stopped_by, NoWorkers)
    assert len(report.outcomes) < 10
    mirror.openbis.faults.clear()
    with _pool() as pool, mirror.connect() as one:
        assert one.download(mirror.perm_ids, mirror.folder, executor=pool).is_complete
    assert mirror.arrived == mirror.files


def test_any_executor_will_do(mirror: Mirror) -> None:
    mirror.add(4)
    with ThreadPoolExecutor(2) as threads, mirror.connect() as one:
        assert one.download(mirror.perm_ids, mirror.folder, executor=threads, at_a_time=3).is_complete
    assert mirror.arrived == mirror.files
