"""Fixtures of the contracts about downloads and uploads."""

import pytest

from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from tests.contract.contracts.openbis import OpenbisContract
from tests.contract.contracts.recording import RecordingFolder


class DataStoreBase(OpenbisContract):
    """Base class with a disk in memory and a recording folder on it."""

    @pytest.fixture
    def disk(self) -> MemoryDownloadFolders:
        return MemoryDownloadFolders()

    @pytest.fixture
    def folder(self, disk: MemoryDownloadFolders) -> RecordingFolder:
        return RecordingFolder(disk.prepare("/downloads", "20240101-1"))
