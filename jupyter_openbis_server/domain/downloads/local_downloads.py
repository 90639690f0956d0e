"""Use cases that list and verify the downloads on this computer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.download import FileState, LocalFile, PlannedFile
from jupyter_openbis_server.domain.downloads.manifest import LocalDownload
from jupyter_openbis_server.domain.downloads.ports import DownloadFolder, DownloadFolders
from jupyter_openbis_server.domain.downloads.verification import Verification
from jupyter_openbis_server.domain.errors import InvalidPath, NothingToVerify
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


@dataclass(frozen=True)
class LocalDownloads:
    """List the downloads in a folder. No request is sent to openBIS, and no downloaded file is read."""

    folders: DownloadFolders

    def all(self, folder: str) -> tuple[LocalDownload, ...]:
        """Return all downloads by path; empty if the folder does not exist. Raises InvalidPath, TargetNotWritable."""
        self.folders.check(folder)
        return self.folders.downloads(folder)

    def unfinished(self, folder: str) -> tuple[LocalDownload, ...]:
        """Return the interrupted downloads by path; the same download again resumes them.

        Raises:
            InvalidPath, TargetNotWritable.
        """
        return tuple(each for each in self.all(folder) if not each.manifest.is_complete)


@dataclass(frozen=True)
class VerifyDownloads:
    """Compare sizes and checksums of downloads with their manifests. Works offline and changes nothing."""

    folders: DownloadFolders

    def __call__(self, folder: str, cancellation: Cancellation | None = None) -> Iterator[Verification]:
        """Yield the result for each download in a folder, by path, as soon as it is available; all files are read.

        A file that cannot be inspected is a wrong file of its download; the rest is still verified.

        Args:
            folder: Absolute path of a data set's folder, or of a folder that contains such folders.
            cancellation: Cancels the verification.

        Raises:
            InvalidPath, TargetNotWritable: the folder cannot be read.
            NothingToVerify: the folder contains no download.
            Cancelled: on request.
        """
        self.folders.check(folder)
        downloads = self.folders.downloads(folder)
        if not downloads:
            raise NothingToVerify(folder)
        cancellation = cancellation or Cancellation()
        return (self._verified(each, cancellation) for each in downloads)

    def _verified(self, download: LocalDownload, cancellation: Cancellation) -> Verification:
        try:
            folder = self.folders.at(download.path)
        except InvalidPath as error:  # it was replaced by a link meanwhile
            refused = LocalFile(FileState.REFUSED, problem=error.problem)
            return Verification(download, tuple(PlannedFile(file, refused) for file in download.manifest.files))
        found = (PlannedFile(file, _found(folder, file, cancellation)) for file in download.manifest.files)
        return Verification(download, tuple(found))


def _found(folder: DownloadFolder, file: DataSetFile, cancellation: Cancellation) -> LocalFile:
    try:
        return folder.inspect(file, cancellation)
    except InvalidPath as error:
        return LocalFile(FileState.REFUSED, problem=error.problem)
