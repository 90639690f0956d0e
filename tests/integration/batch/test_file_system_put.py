"""fsspec's own tests of file systems that can be written, with the files of a sample in openBIS's file server (AFS)."""

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from fsspec.tests import abstract
from fsspec.tests.abstract import AbstractCopyTests, AbstractFixtures, AbstractPutTests

from jupyter_openbis_server.entrypoints.fsspec import OpenbisFileSystem
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.batch.laboratory_files import write_connection

_OPEN_TESTS: type = getattr(abstract, "AbstractOpenTests", object)  # versions of 2024 have none
_PIPE_TESTS: type = getattr(abstract, "AbstractPipeTests", object)


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS, settings=ServerSettings("3.7", afs="unlisted")) as openbis:
        yield openbis


@pytest.fixture(scope="module", autouse=True)
def config_folder(openbis: FakeOpenbis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder: Path = tmp_path_factory.mktemp("config")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_CONFIG_DIR", str(folder))
        write_connection(openbis, folder)
        yield
        OpenbisFileSystem.clear_instance_cache()


class _Fixtures(AbstractFixtures):
    test_copy_glob_edge_cases = test_put_glob_edge_cases = None
    """Many tests of how fsspec itself expands patterns."""

    @pytest.fixture
    def fs(self) -> OpenbisFileSystem:
        return fsspec.filesystem("openbis")

    @pytest.fixture
    def fs_join(self):
        return lambda *parts: "/".join(parts)

    @pytest.fixture
    def fs_path(self) -> str:
        return f"lab/{lab.EMPTY_BENCH.replace('/', '%2F')}"


class TestPut(_Fixtures, AbstractPutTests):
    """`put` and `put_file`."""


class TestCopy(_Fixtures, AbstractCopyTests):
    """`copy` and `cp_file`."""


class TestOpen(_Fixtures, _OPEN_TESTS):
    """`open` for writing."""


class TestPipe(_Fixtures, _PIPE_TESTS):
    """`pipe` and `pipe_file`."""
