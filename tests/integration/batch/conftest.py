"""Fixtures of the library and of `openbis://`; modules with another openBIS define their own `openbis`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server import Connection, connect
from jupyter_openbis_server.entrypoints.fsspec.file_system import OpenbisFileSystem
from jupyter_openbis_server.entrypoints.library.shared_program import forget_programs
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as content
from tests.integration.batch.laboratory_files import write_connection


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    """The sample data, for tests that change it."""
    with FakeOpenbis(users=content.USERS) as server:
        yield server


@pytest.fixture
def lab(openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """The connection `lab` of alice, without saved connections; the working folder is empty."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    yield connect("lab", url=openbis.url, username="alice", password=content.USERS["alice"], http_only=True)
    forget_programs()


@pytest.fixture
def config_folder(openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the saved connection `lab` of alice; nothing is remembered from other tests."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    write_connection(openbis, tmp_path)
    yield tmp_path
    OpenbisFileSystem.clear_instance_cache()
    openbis.faults.clear()
