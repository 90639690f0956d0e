"""Finding what was interrupted."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import LocalDownload
from jupyter_openbis_server.domain.ports import DownloadFolders


@dataclass(frozen=True)
class FindUnfinishedDownloads:
    """Find downloads in a folder that were interrupted, also by a program that is gone. Asking again continues them."""

    folders: DownloadFolders

    def __call__(self, folder: str) -> tuple[LocalDownload, ...]:
        """Return them by path. Raises InvalidPath, TargetNotWritable."""
        self.folders.check(folder)
        return tuple(each for each in self.folders.downloads(folder) if not each.manifest.is_complete)
