"""Manifest of a download, by which its files can be verified offline and fetched again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

from jupyter_openbis_server.domain.catalogue.data_set import ORIGINAL, DataSet, DataSetFile
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.files.selection import EVERYTHING, MAX_PATTERNS, Selection
from jupyter_openbis_server.domain.shared.name_patterns import escaped

MANIFEST_NAME = ".openbis-dataset.json"
"""File name of the manifest in the folder of its data set. No file of the data set can have this name there."""


@dataclass(frozen=True)
class Manifest:
    """Origin of the files of a folder.

    Attributes:
        url: URL of the openBIS instance.
        owner: Identifier of the sample that the data set belongs to, else of the experiment.
        files: All selected files; where openBIS has no checksum, with the one computed during the download.
        is_complete: Whether all of them are present. False while a download runs, and after it was interrupted.
        written: When the manifest was written.
        program: Name and version of the program that wrote the manifest.
        removed: Files of earlier downloads that are on the disk, and were removed in openBIS. They are not verified.
    """

    url: str
    perm_id: str
    type_code: str
    owner: str | None
    registered: dt.datetime | None
    files: tuple[DataSetFile, ...]
    is_complete: bool
    written: dt.datetime
    program: str
    removed: tuple[DataSetFile, ...] = ()

    @classmethod
    def of(cls, url: str, data_set: DataSet, files: Iterable[DataSetFile], **fields: object) -> Manifest:
        """Return the manifest of a data set; `fields` are the last four attributes."""
        owner = data_set.sample or data_set.experiment
        given = (url, data_set.perm_id, data_set.type_code, owner, data_set.registered, tuple(files))
        return cls(*given, **fields)  # type: ignore[arg-type]

    def is_about(self, url: str, perm_id: str) -> bool:
        """Return whether the manifest is for this data set of this instance."""
        return (self.url, self.perm_id) == (url, perm_id)

    def says_the_same_as(self, other: Manifest) -> bool:
        """Return whether two manifests are equal except for `written` and `program`."""
        return replace(self, written=other.written, program=other.program) == other

    def with_checksums(self, files: Iterable[DataSetFile]) -> tuple[DataSetFile, ...]:
        """Return the files; where openBIS has no checksum, with the one that an earlier download computed.

        The same path, size and modification time mean the same file. Not for files of mutable data sets whose
        modification time is unknown.
        """
        known = {(each.path, each.size, each.modified): each for each in self.files}
        return tuple(
            file.with_checksum(earlier.crc32, earlier.md5)
            if file.crc32 is None and (earlier := known.get((file.path, file.size, file.modified)))
            else file
            for file in files
        )

    def files_beside(self, files: Iterable[DataSetFile]) -> tuple[DataSetFile, ...]:
        """Return the files of the manifest other than the given ones."""
        paths = {file.path for file in files}
        return tuple(each for each in self.files if each.path not in paths)


@dataclass(frozen=True)
class LocalDownload:
    """A folder that contains a data set, or a part of it if the download was interrupted.

    Attributes:
        path: Absolute path of the folder.
        manifest: What the download was to contain, e.g. `manifest.perm_id`, `manifest.is_complete`.
    """

    path: str
    manifest: Manifest

    @property
    def resume_request(self) -> DownloadRequest:
        """The request that resumes the download.

        It selects the files of the manifest, or the whole data set if these are too many for one request.
        """
        paths = [file.local_path for file in self.manifest.files]
        is_flat = bool(paths) and not any(path.startswith(f"{ORIGINAL}/") for path in paths)
        selection = Selection(tuple(map(escaped, paths))) if len(paths) <= MAX_PATTERNS else EVERYTHING
        folder = str(PurePath(self.path).parent)
        return DownloadRequest((self.manifest.perm_id,), folder, selection, flat=is_flat, overwrite=False)


@dataclass(frozen=True)
class LocalCopy:
    """A folder that contains a data set.

    Attributes:
        path: Absolute path of the folder.
        is_complete: Whether all selected files are present.
        file: Path of the requested file below the folder; None if no file was requested.
    """

    path: str
    is_complete: bool
    file: str | None = None
