"""Memory after failures: an error keeps no large objects alive, even if the garbage collector never runs."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dependency_injector import providers

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.jobs.job import JobState
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.entrypoints.use_cases import UseCases
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import write
from jupyter_openbis_server.fake_openbis.state.entities import PhysicalData

PERM_ID = "20240101120000000-9100"
FILES = {f"original/of failures {number:03}.txt": b"x" for number in range(60)}
LIMITS = HttpLimits(read_seconds=2, retries=1, retry_seconds=0.001)


@pytest.fixture(scope="module", params=["3.5", "3.7"], ids=["servlet", "fast"])
def openbis(request: pytest.FixtureRequest) -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=sample_data.USERS, settings=ServerSettings(request.param)) as fake:
        size = write(fake.laboratory.store_path(PERM_ID), FILES)
        physical = PhysicalData(PERM_ID, size=size)
        add_data_set(fake.laboratory, "RAW_DATA", perm_id=PERM_ID, sample=sample_data.WILD_TYPE, physical_data=physical)
        yield fake


@pytest.fixture
def program(openbis: FakeOpenbis, tmp_path: Path) -> Iterator[UseCases]:
    user, password = next(iter(sample_data.USERS.items()))
    connection = {"name": "lab", "url": openbis.url, "http_only": True, "username": user, "password": password}
    container = Container(settings=Settings(tmp_path, connections=[connection], data_folder=tmp_path / "data"))
    container.adapters.clients.override(providers.Object(Clients(LIMITS)))
    use_cases: UseCases = container.use_cases()
    assert not list(use_cases.connections.load())
    use_cases.connections.login("lab")
    yield use_cases
    openbis.faults.clear()


@pytest.fixture(scope="module")
def only_new_objects() -> Iterator[None]:
    """Hide the objects of before from the collector, and thereby from these tests: all other tests are among them."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def no_collector(only_new_objects: None) -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


FAULTS = {
    "reset": Fault(FaultKind.RESET, "/datastore_server", times=None, occurrence=2),
    "hang": Fault(FaultKind.HANG, "/datastore_server", times=None, occurrence=2),
    "truncate": Fault(FaultKind.TRUNCATE, "/datastore_server", times=None, occurrence=2, after_bytes=0),
    "status": Fault(FaultKind.STATUS, "/datastore_server", times=None, occurrence=2),
    "login page": Fault(FaultKind.LOGIN_PAGE, "/datastore_server", times=None, occurrence=2),
    "redirect": Fault(FaultKind.LOGIN_REDIRECT, "/datastore_server", times=None, occurrence=2),
    "damaged": Fault(FaultKind.WRONG_FILE_CRC, times=None),
    "wrong size": Fault(FaultKind.WRONG_FILE_LENGTH, times=None),
    "bad listing": Fault(FaultKind.BAD_JSON, "/datastore_server", "searchFiles", times=None),
    "cut listing": Fault(FaultKind.TRUNCATE, "/datastore_server", "searchFiles", times=None, after_bytes=9000),
}
FAULTS_OF_CHUNKS = {
    "unreadable": Fault(FaultKind.UNREADABLE_CHUNK, times=None),
    "damaged": Fault(FaultKind.CORRUPT_PAYLOAD, times=None),
}


def _files_in_memory() -> int:
    """Return the number of the data set's files in memory; wait up to a minute for ending threads."""
    until = time.monotonic() + 60
    while True:
        number = sum(type(each) is DataSetFile and each.path in FILES for each in gc.get_objects())
        if not number or time.monotonic() > until:
            return number
        time.sleep(0.02)


def _failed_download(program: UseCases, folder: Path) -> object:
    """Run a download as a job; return its recorded error."""
    started = program.downloads.start("lab", DownloadRequest((PERM_ID,), str(folder)))
    while not program.jobs.get(started.id).state.is_final:
        time.sleep(0.01)
    job = program.jobs.get(started.id)
    assert job.state is JobState.FAILED
    return job.error


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_failed_download_leaves_no_file_list(
    openbis: FakeOpenbis, program: UseCases, tmp_path: Path, fault: Fault
) -> None:
    openbis.faults.inject(fault)
    error = _failed_download(program, tmp_path / "target")
    assert isinstance(error, OpenbisError)
    assert _files_in_memory() == 0


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("openbis", ["3.7"], indirect=True, scope="module")
@pytest.mark.parametrize("fault", FAULTS_OF_CHUNKS.values(), ids=FAULTS_OF_CHUNKS)
def test_failed_chunks_leave_no_file_list(
    openbis: FakeOpenbis, program: UseCases, tmp_path: Path, fault: Fault
) -> None:
    openbis.faults.inject(fault)
    assert isinstance(_failed_download(program, tmp_path / "target"), OpenbisError)
    assert _files_in_memory() == 0


@pytest.mark.usefixtures("no_collector")
def test_a_folder_that_cannot_be_written_leaves_no_file_list(program: UseCases, tmp_path: Path) -> None:
    (tmp_path / PERM_ID).write_bytes(b"a file where the folder has to go")
    assert isinstance(_failed_download(program, tmp_path), OpenbisError)
    assert _files_in_memory() == 0


def _must_fail(action: Callable[[], object]) -> None:
    try:
        action()
    except OpenbisError:
        return
    pytest.fail("it must not succeed")


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("fault", [FAULTS["reset"], FAULTS["hang"], FAULTS["status"]], ids=["reset", "hang", "status"])
def test_a_failed_read_leaves_no_file_list(openbis: FakeOpenbis, program: UseCases, fault: Fault) -> None:
    openbis.faults.inject(fault)

    def read() -> None:
        tree = program.files.list("lab", PERM_ID)
        entry = tree.entry("original/of failures 001.txt")
        program.files.read("lab", entry.data_set, entry.file, 0, entry.file.size)

    _must_fail(read)
    assert _files_in_memory() == 0


@pytest.mark.usefixtures("no_collector")
def test_a_failed_login_leaves_no_objects(program: UseCases) -> None:
    class Held:
        pass

    def log_in() -> None:
        held = Held()  # noqa: F841 - a local variable of a frame in the error's traceback
        program.connections.login("lab", "admin", Secret("wrong"))

    _must_fail(log_in)
    assert not [each for each in gc.get_objects() if type(each) is Held]


@pytest.mark.usefixtures("no_collector")
def test_an_unreachable_host_leaves_no_objects(tmp_path: Path) -> None:
    class Held:
        pass

    connection = {"name": "dead", "url": "http://127.0.0.1:9", "http_only": True, "username": "a", "password": "b"}
    program: UseCases = Container(settings=Settings(tmp_path, connections=[connection])).use_cases()
    assert not list(program.connections.load())

    def log_in() -> None:
        held = Held()  # noqa: F841 - as above
        program.connections.login("dead")

    for _ in range(3):
        _must_fail(log_in)
    assert not [each for each in gc.get_objects() if type(each) is Held]
