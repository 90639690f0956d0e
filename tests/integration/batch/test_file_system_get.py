"""fsspec's own tests of copies to the disk. Its other tests write; this file system is read-only."""

from collections.abc import Iterator
from hashlib import md5
from pathlib import Path

import pytest
from fsspec.tests.abstract import AbstractFixtures, AbstractGetTests

from jupyter_openbis_server.entrypoints.fsspec import OpenbisFileSystem
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.integration.batch.laboratory_files import add_files, laboratory, write_connection

_SUBFOLDER = ("subfile1", "subfile2", "nesteddir/nestedfile")
_TREES = {
    "bulk": ("file1", "file2", *(f"subdir/{name}" for name in _SUBFOLDER)),
    "edge": ("file1", "file2", *(f"subdir{number}/{name}" for number in (0, 1) for name in _SUBFOLDER)),
    "prefix": ("subdir.txt", "subdir/subfile.txt"),
}
_PERM_IDS = {"bulk": "20240101120000000-9201", "edge": "20240101120000000-9202", "prefix": "20240101120000000-9203"}
_HASHED = "20240101120000000-9204"
_RECURSIVE = "20240101120000000-9205"


class _Prepared(OpenbisFileSystem):
    """The files that the tests create before they copy exist already."""

    protocol = "prepared-openbis"

    def _leave(self, path: str) -> None:
        assert self.exists(path)

    mkdir = touch = _leave


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with laboratory() as openbis:
        for tree, paths in _TREES.items():
            add_files(openbis, _PERM_IDS[tree], {f"source/{path}": b"" for path in paths})
        hashed = {f"source/{md5(str(n).encode()).hexdigest()}.txt": str(n).encode() for n in range(10)}
        add_files(openbis, _HASHED, hashed)
        add_files(openbis, _RECURSIVE, {"src/file": b""})
        yield openbis


class TestGet(AbstractGetTests, AbstractFixtures):
    @pytest.fixture(autouse=True)
    def config_folder(self, openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
        write_connection(openbis, tmp_path)
        yield
        OpenbisFileSystem.clear_instance_cache()

    @pytest.fixture
    def fs(self) -> OpenbisFileSystem:
        return _Prepared(skip_instance_cache=True)

    @pytest.fixture
    def fs_join(self):
        return lambda *parts: "/".join(parts)

    @pytest.fixture
    def fs_path(self) -> str:
        return f"lab/{_RECURSIVE}"

    @pytest.fixture
    def fs_bulk_operations_scenario_0(self) -> str:
        return f"lab/{_PERM_IDS['bulk']}/source"

    @pytest.fixture
    def fs_glob_edge_cases_files(self) -> str:
        return f"lab/{_PERM_IDS['edge']}/source"

    @pytest.fixture
    def fs_dir_and_file_with_same_name_prefix(self) -> str:
        return f"lab/{_PERM_IDS['prefix']}/source"

    @pytest.fixture
    def fs_10_files_with_hashed_names(self) -> str:
        return f"lab/{_HASHED}/source"
