"""Finding what was downloaded of a data set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import InvalidPath, TargetNotWritable
from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.model import LocalCopy, Manifest
from jupyter_openbis_server.domain.ports import Connections, DownloadFolder, DownloadFolders


@dataclass(frozen=True)
class FindLocalCopy:
    """Find a copy of a data set on the disk. Sends no request to openBIS and reads no file but manifests."""

    connections: Connections
    folders: DownloadFolders
    jobs: Jobs

    def __call__(
        self, name: str, perm_id: str, near: str, *, recorded: str | None = None, file: str | None = None
    ) -> LocalCopy | None:
        """Return the first copy that a manifest confirms; None if there is none.

        The folder that is recorded somewhere is looked at first, then the downloads since the program started, the
        newest first, then the folders in and below `near`.

        Args:
            name: The connection: the copy has to be of its openBIS.
            perm_id: The data set.
            near: Absolute path of a folder, e.g. of a notebook.
            recorded: Absolute path of a folder that is said to hold the data set.
            file: Path in the data set; a copy without this file, whole, is none.

        A folder that is closed to downloads, or no usable path, holds no copy.

        Raises:
            UnknownConnection.
        """
        url = self.connections.get(name).instance.url
        for folder in self._candidates(name, perm_id, near, recorded):
            manifest = folder.manifest()
            if manifest and manifest.is_about(url, perm_id):
                local = _path_of(file, manifest, folder) if file is not None else None
                if file is None or local is not None:
                    return LocalCopy(folder.path, manifest.is_complete, local)
        return None

    def _candidates(self, name: str, perm_id: str, near: str, recorded: str | None) -> Iterator[DownloadFolder]:
        for path in self._paths(name, perm_id, near, recorded):
            with suppress(InvalidPath):  # what was recorded may be anything
                yield self.folders.at(path)

    def _paths(self, name: str, perm_id: str, near: str, recorded: str | None) -> Iterator[str]:
        if recorded is not None:
            yield recorded
        for job in reversed(self.jobs.all()):
            if job.connection == name:
                yield from (each.path for each in job.downloads if each.data_set.perm_id == perm_id)
        with suppress(InvalidPath, TargetNotWritable):  # the folder is closed, or cannot be read
            yield from (each.path for each in self.folders.downloads(near) if each.manifest.perm_id == perm_id)


def _path_of(path: str, manifest: Manifest, folder: DownloadFolder) -> str | None:
    """Return the path of a file below the folder, or None if it is not there."""
    file = next((each for each in manifest.files if each.path == path), None)
    return file.local_path if file and folder.has(file) else None
