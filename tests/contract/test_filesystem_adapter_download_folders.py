"""The contract of `DownloadFolders` for a real disk."""

from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.download_folders import FilesystemDownloadFolders
from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import DownloadPolicy
from tests.contract.contracts.download_folders import DownloadFoldersContract, FilesBelow


class TestFilesystemDownloadFolders(DownloadFoldersContract):
    @pytest.fixture
    def download_folders(self, places: DownloadPolicy) -> FilesystemDownloadFolders:
        return FilesystemDownloadFolders(places)

    @pytest.fixture
    def places(self, tmp_path: Path) -> DownloadPolicy:
        return DownloadPolicy(closed=(tmp_path / "private",))

    @pytest.fixture
    def closed_base(self, tmp_path: Path) -> str:
        return str(tmp_path / "private")

    @pytest.fixture
    def base(self, tmp_path: Path) -> str:
        return str(tmp_path / "new" / "downloads")

    @pytest.fixture
    def blocked_base(self, tmp_path: Path) -> str:
        (tmp_path / "file").write_bytes(b"")
        return str(tmp_path / "file" / "downloads")

    @pytest.fixture
    def files_below(self) -> FilesBelow:
        def find(folder: str) -> dict[str, bytes]:
            below = [path for path in Path(folder).rglob("*") if path.is_file()]
            return {path.relative_to(folder).as_posix(): path.read_bytes() for path in below}

        return find

    @pytest.fixture
    def is_folder(self):
        return lambda path: Path(path).is_dir()

    @pytest.fixture
    def links_in(self):
        return lambda folder: {
            str(each.relative_to(folder)): str(each.readlink()) for each in Path(folder).rglob("*") if each.is_symlink()
        }


class TestFilesystemDownloadFoldersByPath(TestFilesystemDownloadFolders):
    """On systems that cannot open files relative to an open folder."""

    @pytest.fixture
    def download_folders(self, places: DownloadPolicy) -> FilesystemDownloadFolders:
        return FilesystemDownloadFolders(places, descriptors=False)
