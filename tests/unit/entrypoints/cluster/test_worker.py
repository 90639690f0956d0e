"""Outcomes returned by a worker."""

import copyreg
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from tblib import pickling_support

from jupyter_openbis_server.domain.downloads.bulk.download_report import OutcomeState
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import ConnectionFailed, DownloadFailed, InternalError
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.entrypoints.cluster.task import Access, DownloadTask
from jupyter_openbis_server.entrypoints.cluster.worker import download_on_worker
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS) as openbis:
        yield openbis


@pytest.fixture
def access(openbis: FakeOpenbis) -> Access:
    instance = Instance("lab", openbis.url)
    return Access.through(Session(instance, Secret(openbis.sessions.open("alice")), "alice"), 2, 1)


def test_outcome_of_a_download_has_no_file_list(access: Access, tmp_path: Path):
    outcome = download_on_worker(DownloadTask(access, DownloadRequest((lab.IMAGES,), str(tmp_path))))
    assert outcome.state is OutcomeState.DONE
    assert outcome.paths == (str(tmp_path / lab.IMAGES),)
    assert len(pickle.dumps(outcome)) < 1000


def test_pickled_error_has_no_cause_or_traceback(
    access: Access, openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """With tblib, causes and the frames of tracebacks would be pickled, too."""
    openbis.faults.inject(Fault(FaultKind.RESET, method="searchFiles", times=None))
    error = download_on_worker(DownloadTask(access, DownloadRequest((lab.IMAGES,), str(tmp_path)))).error
    for kind in (DownloadFailed, type(error.cause)):
        monkeypatch.setitem(copyreg.dispatch_table, kind, pickling_support.pickle_exception)
    travelled = pickle.loads(pickle.dumps(error))
    assert str(travelled) == str(error)
    for each in (error, error.cause, travelled, travelled.cause):
        assert (each.__cause__, each.__context__, each.__traceback__) == (None, None, None)
    assert isinstance(travelled.cause, ConnectionFailed)


def test_internal_error_is_logged_on_the_worker(access: Access, caplog: pytest.LogCaptureFixture):
    outcome = download_on_worker(DownloadTask(access, DownloadRequest((lab.IMAGES,), None)))  # no folder: impossible
    assert isinstance(outcome.error, InternalError)
    assert outcome.error.__cause__ is None
    assert lab.IMAGES in caplog.text
    assert "Traceback" in caplog.text
