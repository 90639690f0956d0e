"""The contract of `DownloadCrew`, kept in memory, by threads, and by what an executor has."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.memory import MemoryDownloadCrew
from jupyter_openbis_server.adapters.threads import ThreadedDownloadCrew
from jupyter_openbis_server.entrypoints.cluster import ExecutorCrew
from jupyter_openbis_server.entrypoints.container import Container
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis import sample_data as lab

from .contracts.download_crews import DownloadCrewContract


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS) as openbis:
        yield openbis


@pytest.fixture
def program(openbis: FakeOpenbis, tmp_path: Path) -> Container:
    connection = {
        "name": "lab",
        "url": openbis.url,
        "http_only": True,
        "username": "alice",
        "password": lab.USERS["alice"],
    }
    program = Container(settings=Settings(tmp_path, connections=[connection]))
    assert list(program.load_connections()()) == []
    return program


@pytest.fixture
def perm_ids() -> tuple[str, ...]:
    return (lab.IMAGES, lab.REPORT)


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as processes:
        yield processes


class TestMemoryDownloadCrew(DownloadCrewContract):
    @pytest.fixture
    def crew(self, program: Container) -> MemoryDownloadCrew:
        return MemoryDownloadCrew(program.attempt_download())


class TestThreadedDownloadCrew(DownloadCrewContract):
    @pytest.fixture
    def crew(self, program: Container) -> ThreadedDownloadCrew:
        return program.download_crew(2)


class TestExecutorCrew(DownloadCrewContract):
    @pytest.fixture
    def crew(self, program: Container, processes: ProcessPoolExecutor) -> ExecutorCrew:
        return ExecutorCrew(program, processes)
