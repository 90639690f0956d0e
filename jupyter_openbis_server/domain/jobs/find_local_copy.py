"""Use case that finds a copy of a data set on the disk, including the downloads of this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.downloads.manifest import LocalCopy, Manifest
from jupyter_openbis_server.domain.downloads.ports import DownloadFolder, DownloadFolders
from jupyter_openbis_server.domain.errors import InvalidPath, TargetNotWritable
from jupyter_openbis_server.domain.jobs.jobs import Jobs


@dataclass(frozen=True)
class FindLocalCopy:
    """Find a copy of a data set on the disk. Sends no request to openBIS and reads only manifests."""

    connections: Connections
    folders: DownloadFolders
    jobs: Jobs

    def __call__(
        self, name: str, perm_id: str, near: str, *, recorded: str | None = None, file: str | None = None
    ) -> LocalCopy | None:
        """Return the first copy that a manifest confirms; None if there is none.

        The recorded folder is checked first, then the downloads since the program started, the newest first, then the
        folders in and below `near`. A folder that is closed to downloads, or not a usable path, contains no copy.

        Args:
            name: Name of the connection; the copy must be from its openBIS instance.
            perm_id: The data set.
            near: Absolute path of a folder, e.g. the folder of a notebook.
            recorded: Absolute path of a folder that is recorded as the folder of the data set.
            file: Path of a file in the data set; a copy must contain the complete file.

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
            with suppress(InvalidPath):  # the recorded path may be invalid
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
    """Return the path of a file below the folder; None if the file is missing."""
    file = next((each for each in manifest.files if each.path == path), None)
    return file.local_path if file and folder.has(file) else None
