"""What a download leaves beside the files, so that they can be verified offline and fetched again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.model.data_set import DataSet, DataSetFile

MANIFEST_NAME = ".openbis-dataset.json"
"""What it is called, in the folder of its data set. No file of the data set can have this name there."""


@dataclass(frozen=True)
class Manifest:
    """Where the files of a folder come from.

    Attributes:
        url: The openBIS instance.
        owner: Identifier of the sample, else of the experiment, that the data set hangs on.
        files: All files that were wanted, with the checksums that were found on the way where openBIS told none.
        is_complete: Whether all of them are there. False while a download runs, and after it was interrupted.
        written: When this was written.
        program: Name and version of the program that wrote it.
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

    @classmethod
    def of(cls, url: str, data_set: DataSet, files: Iterable[DataSetFile], **fields: object) -> Manifest:
        """Return the manifest of a data set; `fields` are `is_complete`, `written` and `program`."""
        owner = data_set.sample or data_set.experiment
        given = (url, data_set.perm_id, data_set.type_code, owner, data_set.registered, tuple(files))
        return cls(*given, **fields)  # type: ignore[arg-type]

    def is_about(self, url: str, perm_id: str) -> bool:
        """Whether it tells of this data set of this instance."""
        return (self.url, self.perm_id) == (url, perm_id)

    def says_the_same_as(self, other: Manifest) -> bool:
        """Whether the two differ in nothing but when and by whom they were written."""
        return replace(self, written=other.written, program=other.program) == other

    def with_checksums(self, files: Iterable[DataSetFile]) -> tuple[DataSetFile, ...]:
        """Return files with the checksums that were found at an earlier download, where openBIS tells none.

        Data sets never change, so the same path and size in the same data set is the same file.
        """
        known = {(each.path, each.size): each.crc32 for each in self.files}
        return tuple(
            file if file.crc32 is not None else replace(file, crc32=known.get((file.path, file.size))) for file in files
        )

    def files_beside(self, files: Iterable[DataSetFile]) -> tuple[DataSetFile, ...]:
        """Return its files other than these."""
        paths = {file.path for file in files}
        return tuple(each for each in self.files if each.path not in paths)


@dataclass(frozen=True)
class LocalDownload:
    """A folder that holds a data set, or a part of it if its download was interrupted."""

    path: str
    manifest: Manifest


@dataclass(frozen=True)
class LocalCopy:
    """A folder that holds a data set.

    Attributes:
        path: Absolute path of the folder.
        is_complete: Whether all files that were wanted have arrived.
        file: Path below the folder of the file that was asked about, if any was.
    """

    path: str
    is_complete: bool
    file: str | None = None
