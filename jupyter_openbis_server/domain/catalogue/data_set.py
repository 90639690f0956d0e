"""Data sets: what openBIS knows of them, and the files they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.model.page import PageRequest
from jupyter_openbis_server.domain.model.property_value import PropertyValue, name_in

READABLE_STATUSES = frozenset({"AVAILABLE", "LOCKED", "BACKUP_PENDING"})
"""`physicalData.status` values under which a data store serves the files (openBIS: DataSetArchivingStatus)."""

AFS = "AFS"
"""Code of the data store of files that belong to a sample or experiment themselves (openBIS 7)."""

AFS_REMARK = (
    "There are files in openBIS's file server (AFS) as well. This version does not read them: open them in openBIS."
)

ORIGINAL = "original"
"""The folder that openBIS puts around everything that is registered."""


@dataclass(frozen=True)
class PhysicalData:
    """Where and in which state the files of a PHYSICAL data set are.

    Attributes:
        location: Path inside the data store, as shown to users.
        size: Bytes; None when openBIS does not know.
        status: AVAILABLE, LOCKED, ARCHIVED, UNARCHIVE_PENDING, ARCHIVE_PENDING or BACKUP_PENDING.
    """

    location: str | None
    size: int | None
    status: str | None

    @property
    def is_readable(self) -> bool:
        """Whether the files can be read now; archived ones cannot."""
        return self.status is None or self.status in READABLE_STATUSES


@dataclass(frozen=True)
class DataSet:
    """A data set's metadata.

    Attributes:
        perm_id: Its permanent id, which is also its code.
        kind: PHYSICAL, CONTAINER or LINK.
        data_store: Code of the data store that holds it.
        data_store_url: Public address of that data store; None when openBIS does not tell.
        properties: Upper-case property code to a text, or to the texts of a multi-valued or ARRAY_* property.
            Properties that are not set are absent.
        sample: Identifier of the sample it hangs on, if any.
        experiment: Identifier of the experiment it hangs on, if any.
        components: PermIds of what a CONTAINER holds, in the container's order.
        link: Where the files of a LINK are, as far as openBIS tells: a path or address.
    """

    perm_id: str
    type_code: str
    kind: str = "PHYSICAL"
    data_store: str | None = None
    data_store_url: str | None = None
    physical: PhysicalData | None = None
    properties: Mapping[str, PropertyValue] = field(default_factory=dict)
    sample: str | None = None
    experiment: str | None = None
    components: tuple[str, ...] = ()
    link: str | None = None
    registered: dt.datetime | None = None
    registrator: str | None = None
    modified: dt.datetime | None = None

    @property
    def name(self) -> str | None:
        """What users call it: the property `$NAME`."""
        return name_in(self.properties)

    @property
    def status(self) -> str | None:
        """Its archiving status."""
        return self.physical.status if self.physical else None

    @property
    def is_in_afs(self) -> bool:
        """Whether its files are in openBIS's file server; then its permId is that of its sample or experiment."""
        return self.data_store == AFS

    @property
    def size(self) -> int | None:
        """Its size in bytes."""
        return self.physical.size if self.physical else None


@dataclass(frozen=True)
class DataSetPage:
    """Some rows of a listing, newest first, and how many there are in all.

    Attributes:
        counts: How many there are of each further query that was asked to be counted.
        in_afs: How many samples and experiments have files in AFS, which are not among the rows.
    """

    rows: tuple[DataSet, ...]
    request: PageRequest
    total: int
    counts: tuple[int, ...] = ()
    in_afs: int = 0

    @property
    def remark(self) -> str | None:
        """What users must know beside the rows."""
        return AFS_REMARK if self.in_afs else None


@dataclass(frozen=True)
class DataSetFile:
    """A file or folder inside a data set.

    Attributes:
        path: Relative to the data set, `/` as separator, e.g. `original/run 1/data.csv`. Comes from the server:
            check it with `checked_path` before it meets a file system.
        size: Bytes; 0 for folders.
        crc32: Unsigned CRC32 of the content; None when the data store does not know it.
        renamed: Its path on the disk, where that is another one.
    """

    path: str
    size: int = 0
    crc32: int | None = None
    is_folder: bool = False
    renamed: str | None = None

    @property
    def local_path(self) -> str:
        """Where it goes on the disk, relative to the data set's folder."""
        return self.renamed or self.path
