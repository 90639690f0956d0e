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
