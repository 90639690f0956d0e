"""The contract of `DownloadExecutor` for the fake, threads and `concurrent.futures` executors."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.threads import ThreadedDownloadExecutor
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.cluster import FuturesDownloadExecutor
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.entrypoints.use_cases import UseCases
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.testing.fakes.download_executor import MemoryDownloadExecutor
from tests.contract.contracts.download_executors import DownloadExecutorContract
from tests.support.forked_workers import forked_workers


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS) as openbis:
        yield openbis


@pytest.fixture
def program(openbis: FakeOpenbis, tmp_path: Path) -> UseCases:
    connection = {
        "name": "lab",
        "url": openbis.url,
        "http_only": True,
        "username": "alice",
        "password": lab.USERS["alice"],
    }
    program: UseCases = Container(settings=Settings(tmp_path, connections=[connection])).use_cases()
    assert list(program.connections.load()) == []
    return program


@pytest.fixture
def perm_ids() -> tuple[str, ...]:
    return (lab.IMAGES, lab.REPORT)


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, mp_context=forked_workers()) as processes:
        yield processes


class TestMemoryDownloadExecutor(DownloadExecutorContract):
    @pytest.fixture
    def download_executor(self, program: UseCases) -> MemoryDownloadExecutor:
        return MemoryDownloadExecutor(program.downloads.attempt)


class TestThreadedDownloadExecutor(DownloadExecutorContract):
    @pytest.fixture
    def download_executor(self, program: UseCases) -> ThreadedDownloadExecutor:
        return ThreadedDownloadExecutor(program.downloads.attempt, 2)


class TestFuturesDownloadExecutor(DownloadExecutorContract):
    @pytest.fixture
    def download_executor(self, program: UseCases, processes: ProcessPoolExecutor) -> FuturesDownloadExecutor:
        return FuturesDownloadExecutor(program, processes)
