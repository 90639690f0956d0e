"""The contract of `Workspace` for a real folder."""

from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.workspace.workspace import FilesystemWorkspace
from tests.contract.contracts.workspace import PutFile, ReadFile, WorkspaceContract


class TestFilesystemWorkspace(WorkspaceContract):
    @pytest.fixture
    def workspace(self, tmp_path: Path) -> FilesystemWorkspace:
        return FilesystemWorkspace(tmp_path)

    @pytest.fixture
    def put_file(self, tmp_path: Path) -> PutFile:
        def put(path: str, content: bytes) -> None:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(content)

        return put

    @pytest.fixture
    def make_folder(self, tmp_path: Path):
        return lambda path: (tmp_path / path).mkdir(parents=True)

    @pytest.fixture
    def read_file(self, tmp_path: Path) -> ReadFile:
        return lambda path: (tmp_path / path).read_bytes() if (tmp_path / path).is_file() else None

    @pytest.fixture
    def remove_file(self, tmp_path: Path):
        return lambda path: (tmp_path / path).unlink()
