"""Finding what was interrupted."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import UnfinishedDownload
from jupyter_openbis_server.domain.ports import DownloadFolders


@dataclass(frozen=True)
class FindUnfinishedDownloads:
    """Find downloads in a folder that were interrupted, also by a program that is gone. Asking again continues them."""

    folders: DownloadFolders

    def __call__(self, folder: str) -> tuple[UnfinishedDownload, ...]:
        """Return them by path. Raises InvalidPath, TargetNotWritable."""
        self.folders.check(folder)
        return self.folders.unfinished(folder)
