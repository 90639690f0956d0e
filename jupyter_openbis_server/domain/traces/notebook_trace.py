"""What a notebook has used and produced, with the state of each data set on the disk and in openBIS."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.downloads.manifest import Manifest
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.jobs.find_local_copy import RecordedUse
from jupyter_openbis_server.domain.notebooks.publications.publication import HISTORY_ID

MAX_HISTORIES = 10
"""Published notebooks of one trace whose newer versions are looked for; each costs a request."""


@dataclass(frozen=True)
class TraceRequest:
    """What the metadata of a notebook contain; not validated.

    Attributes:
        near: Absolute path of the notebook's folder.
        used: The data sets it has downloaded; or samples and experiments with files of their own.
        produced: PermIds of the data sets it has uploaded, and of the samples and experiments whose files have its
            publications.
    """

    near: str
    used: tuple[RecordedUse, ...] = ()
    produced: tuple[str, ...] = ()

    @property
    def perm_ids(self) -> tuple[str, ...]:
        """All permIds, each once."""
        return tuple(dict.fromkeys((*(each.perm_id for each in self.used), *self.produced)))


class CopyState(str, enum.Enum):
    """State of a copy on the disk, by names and sizes of its files."""

    PRESENT = "present"
    INCOMPLETE = "incomplete"
    """The download was interrupted, or some of its files are missing or have another size."""
    MISSING = "missing"


@dataclass(frozen=True)
class TracedCopy:
    """The copy of a data set on the disk.

    Attributes:
        path: Absolute path of its folder; None if it is missing.
        missing_files: Number of files of the manifest that are missing or have another size.
        downloaded: When its manifest was written: each file was verified when it arrived.
    """

    state: CopyState
    path: str | None = None
    missing_files: int = 0
    downloaded: dt.datetime | None = None


NO_COPY = TracedCopy(CopyState.MISSING)


@dataclass(frozen=True)
class TracedDataSet:
    """A data set of a notebook.

    Attributes:
        data_set: Its metadata; None if openBIS has no visible data set of this permId, or was not asked.
        kind: SAMPLE or EXPERIMENT if these are the files of one in AFS; the permId is that of this owner.
        identifier: That of the owner in AFS; empty for data sets.
        eln_url: Address of its page in the ELN, or of that of its owner in AFS; empty if it is unknown.
        copy: The copy on the disk; None for what the notebook has produced.
        changed_files: Number of downloaded files that have changed in openBIS since, or were removed there; None if
            they cannot change, or openBIS does not list them.
        newer: The newest version of it, if that is another data set.
    """

    perm_id: str
    data_set: DataSet | None = None
    kind: EntityKind = EntityKind.DATA_SET
    identifier: str = ""
    eln_url: str = ""
    copy: TracedCopy | None = None
    changed_files: int | None = None
    newer: DataSet | None = None


@dataclass(frozen=True)
class NotebookTrace:
    """What a notebook has used and produced, in the order of the request.

    Attributes:
        problem: Why openBIS could not be asked; then only the copies on the disk are known.
    """

    used: tuple[TracedDataSet, ...]
    produced: tuple[TracedDataSet, ...]
    problem: OpenbisError | None = None


def history_id_of(data_set: DataSet) -> str:
    """Return what joins the versions of a published notebook; empty for other data sets."""
    value = data_set.properties.get(HISTORY_ID)
    return value if isinstance(value, str) else ""


def newest_versions(data_sets: Iterable[DataSet]) -> dict[str, DataSet]:
    """Return the newest data set of each history id. Those without a time of registration are ignored."""
    newest: dict[str, DataSet] = {}
    for each in data_sets:
        history_id = history_id_of(each)
        known = newest.get(history_id)
        if history_id and each.registered and not (known and known.registered and known.registered >= each.registered):
            newest[history_id] = each
    return newest


def count_changed(manifest: Manifest, listed: Iterable[DataSetFile]) -> int:
    """Return the number of downloaded files that openBIS does not list as they were downloaded.

    The same path, size and modification time mean the same content. Files that are new in openBIS are not counted:
    the manifest does not say whether they would have been selected.
    """
    current = {(each.path, each.size, each.modified) for each in listed}
    return sum((each.path, each.size, each.modified) not in current for each in manifest.files)
