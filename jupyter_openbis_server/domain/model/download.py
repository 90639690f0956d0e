"""Downloads: what is asked for, what would be done, what was done."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.model.progress import NOTHING, Amount
from jupyter_openbis_server.domain.model.selection import EVERYTHING, Selection


@dataclass(frozen=True)
class DownloadRequest:
    """A download as the user asks for it.

    Attributes:
        perm_ids: The data sets. Each gets a folder of its own in `folder`, called by its permId; of a container, the
            components get folders in that.
        folder: Absolute path of a folder of the host; it is made if it is missing.
        flat: Leave out the folder `original` that openBIS puts around everything.
        overwrite: Replace files that have the names of the data set's files and another content.
        link: Instead of its files, put a link to each data set in the mounted data store.
    """

    perm_ids: tuple[str, ...]
    folder: str
    selection: Selection = EVERYTHING
    flat: bool = False
    overwrite: bool = True
    link: bool = False


class FileState(str, enum.Enum):
    """What lies where a file of a data set shall go."""

    MISSING = "missing"
    PARTIAL = "partial"
    """A part of it, left by an interrupted download."""
    COMPLETE = "complete"
    """The file itself: size and checksum are right."""
    DIFFERENT = "different"
    """Something else, or something of which nobody can tell."""


@dataclass(frozen=True)
class LocalFile:
    """What lies where a file shall go; `present` counts the bytes that need not be fetched again."""

    state: FileState
    present: int = 0


@dataclass(frozen=True)
class PlannedFile:
    """A file of a data set, and what lies in its place."""

    file: DataSetFile
    local: LocalFile

    @property
    def is_to_fetch(self) -> bool:
        """Whether anything of it has to come."""
        return self.local.state is not FileState.COMPLETE

    @property
    def bytes_to_fetch(self) -> int:
        """How many bytes of it have to come."""
        return self.file.size - self.local.present


@dataclass(frozen=True)
class DataSetPlan:
    """What would be done about one data set.

    Attributes:
        names: How its folder is called: its permId, or for a component of a container the permIds of both.
        path: Absolute path of its folder.
        folders: The folders in it.
        problem: Why nothing can be done, e.g. that it is archived; then there are no files.
    """

    data_set: DataSet
    names: tuple[str, ...]
    path: str
    folders: tuple[DataSetFile, ...] = ()
    files: tuple[PlannedFile, ...] = ()
    problem: OpenbisError | None = None

    @property
    def wanted(self) -> tuple[DataSetFile, ...]:
        """All its files as openBIS states them."""
        return tuple(each.file for each in self.files)

    @property
    def total(self) -> Amount:
        """All its files."""
        return Amount(len(self.files), sum(each.file.size for each in self.files))

    @property
    def to_fetch(self) -> Amount:
        """What has to come."""
        wanted = [each for each in self.files if each.is_to_fetch]
        return Amount(len(wanted), sum(each.bytes_to_fetch for each in wanted))

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Paths of the local files that would be replaced."""
        return tuple(each.file.local_path for each in self.files if each.local.state is FileState.DIFFERENT)


@dataclass(frozen=True)
class DownloadPlan:
    """What a download would do; nothing is done yet.

    Attributes:
        url: The openBIS instance.
        free_bytes: Room on the disk; None where that cannot be told.
    """

    url: str
    data_sets: tuple[DataSetPlan, ...]
    free_bytes: int | None

    @property
    def total(self) -> Amount:
        """All files of all data sets."""
        return _sum(each.total for each in self.data_sets)

    @property
    def to_fetch(self) -> Amount:
        """What has to come."""
        return _sum(each.to_fetch for each in self.data_sets)

    @property
    def present(self) -> Amount:
        """What is there already, whole files and parts of files."""
        return Amount(self.total.files - self.to_fetch.files, self.total.bytes - self.to_fetch.bytes)

    @property
    def fits(self) -> bool:
        """Whether there is room enough, as far as one can tell."""
        return self.free_bytes is None or self.to_fetch.bytes <= self.free_bytes


@dataclass(frozen=True)
class Download:
    """A finished download of one data set: every file of `files` lies complete and verified below `path`.

    Attributes:
        fetched: What had to be fetched; the rest was there already.
    """

    url: str
    data_set: DataSet
    path: str
    files: tuple[DataSetFile, ...]
    fetched: Amount = NOTHING


def _sum(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, NOTHING)
