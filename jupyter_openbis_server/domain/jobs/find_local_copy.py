"""Use case that finds a copy of a data set on the disk, including the downloads of this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.downloads.manifest import LocalCopy, LocalDownload, Manifest
from jupyter_openbis_server.domain.downloads.ports import DownloadFolder, DownloadFolders
from jupyter_openbis_server.domain.errors import InvalidPath, TargetNotWritable
from jupyter_openbis_server.domain.jobs.jobs import Jobs


@dataclass(frozen=True)
class RecordedUse:
    """A data set that a notebook says it has downloaded.

    Attributes:
        recorded: Absolute path of the recorded folder; None if none is recorded.
    """

    perm_id: str
    recorded: str | None = None


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
        return self._find(name, RecordedUse(perm_id, recorded), _Nearby(self.folders, near), file)

    def many(self, name: str, uses: Iterable[RecordedUse], near: str) -> dict[str, LocalCopy]:
        """Return the copies of several data sets by permId, without those that are missing; `near` is searched once.

        Raises:
            UnknownConnection.
        """
        nearby = _Nearby(self.folders, near)
        found = ((use.perm_id, self._find(name, use, nearby)) for use in uses)
        return {perm_id: copy for perm_id, copy in found if copy}

    def _find(self, name: str, use: RecordedUse, nearby: _Nearby, file: str | None = None) -> LocalCopy | None:
        url = self.connections.get(name).instance.url
        for folder in self._candidates(name, use, nearby):
            manifest = folder.manifest()
            if manifest and manifest.is_about(url, use.perm_id):
                local = _path_of(file, manifest, folder) if file is not None else None
                if file is None or local is not None:
                    return LocalCopy(folder.path, manifest.is_complete, local)
        return None

    def _candidates(self, name: str, use: RecordedUse, nearby: _Nearby) -> Iterator[DownloadFolder]:
        for path in self._paths(name, use, nearby):
            with suppress(InvalidPath):  # the recorded path may be invalid
                yield self.folders.at(path)

    def _paths(self, name: str, use: RecordedUse, nearby: _Nearby) -> Iterator[str]:
        if use.recorded is not None:
            yield use.recorded
        for job in reversed(self.jobs.all()):
            if job.connection == name:
                yield from (each.path for each in job.downloads if each.data_set.perm_id == use.perm_id)
        yield from (each.path for each in nearby.downloads if each.manifest.perm_id == use.perm_id)


class _Nearby:
    """The downloads in and below a folder, read when they are needed."""

    def __init__(self, folders: DownloadFolders, folder: str) -> None:
        self._folders = folders
        self._folder = folder
        self._downloads: tuple[LocalDownload, ...] | None = None

    @property
    def downloads(self) -> tuple[LocalDownload, ...]:
        # No `cached_property`: until Python 3.12, all instances share its lock, and a folder can hang.
        if self._downloads is None:
            self._downloads = self._read()
        return self._downloads

    def _read(self) -> tuple[LocalDownload, ...]:
        try:
            return self._folders.downloads(self._folder)
        except (InvalidPath, TargetNotWritable):  # the folder is closed, or cannot be read
            return ()


def _path_of(path: str, manifest: Manifest, folder: DownloadFolder) -> str | None:
    """Return the path of a file below the folder; None if the file is missing."""
    file = next((each for each in manifest.files if each.path == path), None)
    return file.local_path if file and folder.has(file) else None
