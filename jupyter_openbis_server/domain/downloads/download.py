"""Downloads: request, plan and result."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.catalogue.eln_link import data_set_perm_id
from jupyter_openbis_server.domain.downloads.folder_names import FolderNames
from jupyter_openbis_server.domain.errors import DataSetNotPhysical, OpenbisError
from jupyter_openbis_server.domain.files.selection import EVERYTHING, Selection
from jupyter_openbis_server.domain.shared.progress import ZERO, Amount


@dataclass(frozen=True)
class DownloadRequest:
    """A download as requested by the user.

    Attributes:
        perm_ids: The data sets, by permId; or samples and experiments with files of their own, by permId or identifier.
            Links of the ELN are converted to these. Each gets a folder in `folder`; the components of a container get
            folders in that folder.
        folder: Absolute path of a folder of the host; it is created if it is missing.
        flat: Omit `original`, openBIS's outermost folder.
        overwrite: Replace existing files with the names of the data set's files and different content.
        link: Create a link to each data set in the mounted data store instead of downloading its files.
        folder_names: What new folders of data sets are called. A folder with the same permId is used again, with any
            name.
    """

    perm_ids: tuple[str, ...]
    folder: str
    selection: Selection = EVERYTHING
    flat: bool = False
    overwrite: bool = True
    link: bool = False
    folder_names: FolderNames = FolderNames.PERM_ID

    def __post_init__(self) -> None:
        """Convert links of the ELN to permIds."""
        object.__setattr__(self, "perm_ids", tuple(map(data_set_perm_id, self.perm_ids)))


class FileState(str, enum.Enum):
    """Local state of a file of a data set, at its target path."""

    MISSING = "missing"
    PARTIAL = "partial"
    """A part of the file, from an interrupted download."""
    COMPLETE = "complete"
    """The file itself: size and checksum match."""
    DIFFERENT = "different"
    """Different content, or content that cannot be verified."""
    OUTDATED = "outdated"
    """The content that an earlier download stored; openBIS has another one since. Only for files that can change."""
    UNREADABLE = "unreadable"
    """The user has no permission to read it, or the disk fails."""
    REFUSED = "refused"
    """Not inspected, e.g. since a link in the path leads outside the folder. Only in verifications."""


_REPLACED = (FileState.DIFFERENT, FileState.UNREADABLE)


@dataclass(frozen=True, slots=True)
class LocalFile:
    """Local state of a file.

    Attributes:
        present: Number of bytes that need not be fetched again.
        problem: Why the file was refused, else empty.
    """

    state: FileState
    present: int = 0
    problem: str = ""


NOTHING_THERE = LocalFile(FileState.MISSING)
"""One object for all missing files: a plan may have hundreds of thousands."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file of a data set and its local state."""

    file: DataSetFile
    local: LocalFile

    @property
    def is_to_fetch(self) -> bool:
        """Whether at least a part of the file has to be fetched."""
        return self.local.state is not FileState.COMPLETE

    @property
    def bytes_to_fetch(self) -> int:
        """Number of bytes of the file that have to be fetched."""
        return self.file.size - self.local.present


@dataclass(frozen=True)
class DataSetPlan:
    """Plan of the download of one data set.

    Attributes:
        data_set: The data set; only its permId is known if openBIS does not show it.
        names: Names of its folder; for a component of a container, after that of the container's folder.
        path: Absolute path of its folder.
        folders: The folders in the data set.
        wanted: All selected files as openBIS lists them.
        local: The local state of each file, in the same order.
        problem: Why it cannot be downloaded, e.g. it is archived or unknown, or its data store does not respond;
            then there are no files.
        outdated: The versions of an earlier download of those files whose state is OUTDATED.
        removed: Files of an earlier download that are on the disk, and not in openBIS any more.
        skipped: Why nothing has to be done: no file is selected (NoFilesMatch), or the files are outside openBIS
            (DataSetNotPhysical); then there are no files, either.
    """

    data_set: DataSet
    names: tuple[str, ...]
    path: str
    folders: tuple[DataSetFile, ...] = ()
    wanted: tuple[DataSetFile, ...] = ()
    local: tuple[LocalFile, ...] = ()
    outdated: tuple[DataSetFile, ...] = ()
    removed: tuple[DataSetFile, ...] = ()
    problem: OpenbisError | None = None
    skipped: OpenbisError | None = None

    @property
    def is_link(self) -> bool:
        """Whether the files are outside openBIS."""
        return isinstance(self.problem, DataSetNotPhysical) and self.problem.is_link

    @property
    def files(self) -> Iterator[PlannedFile]:
        """All files with their local state, created one by one: there may be hundreds of thousands."""
        return map(PlannedFile, self.wanted, self.local)

    @property
    def total(self) -> Amount:
        """Amount of all files."""
        return Amount(len(self.wanted), sum(each.size for each in self.wanted))

    @property
    def to_fetch(self) -> Amount:
        """Amount that has to be fetched."""
        sizes = [each.bytes_to_fetch for each in self.files if each.is_to_fetch]
        return Amount(len(sizes), sum(sizes))

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Paths of the local files that would be replaced, without those that an earlier download stored like that."""
        return tuple(each.file.local_path for each in self.files if each.local.state in _REPLACED)


@dataclass(frozen=True)
class DownloadPlan:
    """Plan of a download; nothing is done yet.

    Attributes:
        url: URL of the openBIS instance.
        free_bytes: Free space on the disk; None if it is unknown.
    """

    url: str
    data_sets: tuple[DataSetPlan, ...]
    free_bytes: int | None

    @property
    def known_data_sets(self) -> tuple[DataSet, ...]:
        """The data sets that openBIS shows; the files of samples and experiments are no data sets of their own."""
        return tuple(
            each.data_set for each in self.data_sets if each.data_set.type_code and not each.data_set.is_in_afs
        )

    @property
    def total(self) -> Amount:
        """Amount of all files of all data sets."""
        return _sum(each.total for each in self.data_sets)

    @property
    def to_fetch(self) -> Amount:
        """Amount that has to be fetched."""
        return _sum(each.to_fetch for each in self.data_sets)

    @property
    def present(self) -> Amount:
        """Amount that is present already: complete files and parts of files."""
        return Amount(self.total.files - self.to_fetch.files, self.total.bytes - self.to_fetch.bytes)

    @property
    def fits(self) -> bool:
        """Whether there is enough disk space; true if the free space is unknown."""
        return self.free_bytes is None or self.to_fetch.bytes <= self.free_bytes


@dataclass(frozen=True)
class Download:
    """A finished download of one data set: every file of `files` is complete and verified below `path`.

    Attributes:
        fetched: Amount that had to be fetched; the rest was present already.
        skipped: See `DataSetPlan.skipped`: there are no files, and `path` was not created.
        removed: See `DataSetPlan.removed`: they stay where they are.
    """

    url: str
    data_set: DataSet
    path: str
    files: tuple[DataSetFile, ...]
    fetched: Amount = ZERO
    skipped: OpenbisError | None = None
    removed: tuple[DataSetFile, ...] = ()


def _sum(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, ZERO)
