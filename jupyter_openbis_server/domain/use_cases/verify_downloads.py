"""Looking at downloads again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import NothingToVerify
from jupyter_openbis_server.domain.model import Cancellation, LocalDownload, PlannedFile, Verification
from jupyter_openbis_server.domain.ports import DownloadFolders


@dataclass(frozen=True)
class VerifyDownloads:
    """Compare downloads with their manifests: sizes and checksums. Asks nobody, changes nothing."""

    folders: DownloadFolders

    def __call__(self, folder: str, cancellation: Cancellation | None = None) -> Iterator[Verification]:
        """Yield what is found of each download in a folder, by path, as soon as it is known: all files are read.

        Args:
            folder: Absolute path: of a data set's folder, or of one that holds such.
            cancellation: Ends it.

        Raises:
            InvalidPath, TargetNotWritable: the folder cannot be read.
            NothingToVerify: there is no download in it.
            Cancelled: on request.
        """
        self.folders.check(folder)
        downloads = self.folders.downloads(folder)
        if not downloads:
            raise NothingToVerify(folder)
        ending = cancellation or Cancellation()
        return (self._verified(each, ending) for each in downloads)

    def _verified(self, download: LocalDownload, cancellation: Cancellation) -> Verification:
        folder = self.folders.at(download.path)
        files = tuple(PlannedFile(file, folder.look(file, cancellation)) for file in download.manifest.files)
        return Verification(download, files)
