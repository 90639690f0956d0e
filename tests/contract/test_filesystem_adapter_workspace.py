"""The contract of `Workspace` for a real folder."""

import re
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.workspace.workspace import FilesystemWorkspace
from jupyter_openbis_server.domain.errors import SourceNotReadable
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


def test_messages_show_absolute_paths_below_the_root_of_the_file_system(tmp_path: Path) -> None:
    workspace = FilesystemWorkspace(tmp_path.anchor)
    missing = tmp_path / "missing.txt"
    with pytest.raises(SourceNotReadable, match=f"File not found: {re.escape(str(missing))}$"):
        workspace.sources(missing.relative_to(tmp_path.anchor).as_posix())
