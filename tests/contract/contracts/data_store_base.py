"""What the contracts about downloads and uploads share."""

import pytest

from jupyter_openbis_server.adapters.memory import MemoryDownloadFolders

from .openbis import OpenbisContract
from .recording import RecordingFolder


class DataStoreBase(OpenbisContract):
    """Gives the tests a disk in memory and a folder on it that keeps book."""

    @pytest.fixture
    def disk(self) -> MemoryDownloadFolders:
        return MemoryDownloadFolders()

    @pytest.fixture
    def folder(self, disk: MemoryDownloadFolders) -> RecordingFolder:
        return RecordingFolder(disk.prepare("/downloads", "20240101-1"))
