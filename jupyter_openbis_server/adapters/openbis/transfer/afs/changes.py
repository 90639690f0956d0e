"""What has changed on the file server (AFS) since files were listed."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient
from jupyter_openbis_server.adapters.openbis.transfer.afs.listing import list_files
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import DataNotAvailable


class FileChanged(DataNotAvailable):
    """A file is not what was listed any more."""


class Changes:
    """Compares files with a listing that is requested when it is needed for the first time, and once."""

    def __init__(self, file_server: AfsClient, owner: str) -> None:
        self._file_server = file_server
        self._owner = owner
        self._current: Mapping[str, DataSetFile] | None = None
        self._lock = threading.Lock()

    def request(self) -> None:
        """Request the listing now, if it was not requested. Raises as `AfsClient.list_files`."""
        self._files()

    def of(self, file: DataSetFile) -> FileChanged | None:
        """Return the error for a file that was changed or removed; None if it is as it was listed."""
        now = self._files().get(file.path)
        if now is None or now.is_folder:
            return FileChanged(f"{file.path}: it was removed or renamed in openBIS after it was listed")
        if (now.size, now.modified) == (file.size, file.modified):
            return None
        sizes = "" if now.size == file.size else f" (it has {now.size} bytes now, and had {file.size})"
        return FileChanged(f"{file.path}: it was changed in openBIS after it was listed{sizes}; download it again")

    def _files(self) -> Mapping[str, DataSetFile]:
        with self._lock:
            if self._current is None:
                self._current = {each.path: each for each in list_files(self._file_server, self._owner)}
            return self._current


class LatestChanges:
    """Listings that several threads share: each gets one that was requested after it has asked for it."""

    def __init__(self, file_server: AfsClient, owner: str) -> None:
        self._file_server = file_server
        self._owner = owner
        self._begun = 0
        self._latest = Changes(file_server, owner)
        self._lock = threading.Lock()

    def request(self) -> Changes:
        """Return what has changed until now, or later. Raises as `AfsClient.list_files`."""
        needed = self._begun + 1
        with self._lock:
            if self._begun < needed:  # else another thread has begun it while this one was waiting for an earlier one
                self._begun += 1
                self._latest = Changes(self._file_server, self._owner)
            self._latest.request()
            return self._latest
