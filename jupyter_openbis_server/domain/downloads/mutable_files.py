"""Files that can change in openBIS, compared with those that an earlier download stored.

A file on the disk that is still as it was stored is no work of the user: the next version may replace it. One that was
edited is a conflict. Files that were removed in openBIS stay on the disk, and are reported as long as they are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.downloads.download import FileState, LocalFile
from jupyter_openbis_server.domain.downloads.manifest import Manifest
from jupyter_openbis_server.domain.downloads.ports import DownloadFolder
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class EarlierDownload:
    """What an earlier download stored of a data set whose files can change; nothing for other data sets."""

    def __init__(self, session: Session, data_set: DataSet, folder: DownloadFolder) -> None:
        self._folder = folder
        manifest = folder.manifest() if data_set.is_mutable else None
        is_usable = manifest is not None and manifest.is_about(session.instance.url, data_set.perm_id)
        self._manifest: Manifest | None = manifest if is_usable else None

    def outdated(
        self, files: Sequence[DataSetFile], local: Sequence[LocalFile], cancellation: Cancellation
    ) -> tuple[DataSetFile, ...]:
        """Return the stored versions of those files that were changed in openBIS, but not on the disk.

        Args:
            files: The files as openBIS lists them.
            local: Their state.
            cancellation: Cancels the work; files are read.
        """
        differing = {file.path: file for file, at in zip(files, local, strict=True) if at.state is FileState.DIFFERENT}
        stored = self._manifest.files if self._manifest and differing else ()
        versions = ((each, differing[each.path]) for each in stored if each.path in differing)
        found = (replace(old, renamed=new.renamed) for old, new in versions if _is_another_version(old, new))
        return tuple(each for each in found if self._folder.inspect(each, cancellation).state is FileState.COMPLETE)

    def removed(self, listed: Iterable[DataSetFile], cancellation: Cancellation) -> tuple[DataSetFile, ...]:
        """Return the stored files that openBIS has no more, if they are still on the disk, edited or not.

        Args:
            listed: All files that openBIS has now.
            cancellation: Cancels the work.
        """
        if self._manifest is None:
            return ()
        current = {each.path for each in listed if not each.is_folder}
        stored = {each.path: each for each in (*self._manifest.removed, *self._manifest.files)}
        missing = (each for path, each in stored.items() if path not in current)
        return tuple(each for each in missing if self._is_there(each, cancellation))

    def _is_there(self, file: DataSetFile, cancellation: Cancellation) -> bool:
        if self._folder.has(file):
            return True
        return self._folder.inspect(file, cancellation).state not in (FileState.MISSING, FileState.PARTIAL)


def with_outdated(
    local: Sequence[LocalFile], files: Sequence[DataSetFile], outdated: Iterable[DataSetFile]
) -> tuple[LocalFile, ...]:
    """Return the local states, with that of the outdated files."""
    paths = {each.path for each in outdated}
    return tuple(
        replace(at, state=FileState.OUTDATED) if file.path in paths else at
        for file, at in zip(files, local, strict=True)
    )


def _is_another_version(old: DataSetFile, new: DataSetFile) -> bool:
    return old.crc32 is not None and (old.size, old.modified) != (new.size, new.modified)
