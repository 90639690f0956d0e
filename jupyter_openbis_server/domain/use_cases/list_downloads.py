"""Telling what a folder holds."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import LocalDownload
from jupyter_openbis_server.domain.ports import DownloadFolders


@dataclass(frozen=True)
class ListDownloads:
    """Find the downloads in a folder, complete or not, by their manifests. Asks nobody, reads no file of theirs."""

    folders: DownloadFolders

    def __call__(self, folder: str) -> tuple[LocalDownload, ...]:
        """Return them by path; none where there is no such folder. Raises InvalidPath, TargetNotWritable."""
        self.folders.check(folder)
        return self.folders.downloads(folder)
