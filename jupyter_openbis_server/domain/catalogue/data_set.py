"""Data sets: metadata and files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jupyter_openbis_server.domain.properties.property_value import PropertyValue, name_in
from jupyter_openbis_server.domain.shared.page import PageRequest

READABLE_STATUSES = frozenset({"AVAILABLE", "LOCKED", "BACKUP_PENDING"})
"""`physicalData.status` values under which a data store serves the files (openBIS: DataSetArchivingStatus)."""

AFS = "AFS"
"""Code of the data store of files that belong to a sample or experiment themselves (openBIS 7)."""

AFS_TYPE = "AFS_DATA"
"""Type of the data sets in it; there is one for each sample or experiment that has files, with the owner's permId."""

AFS_REMARK = (
    "There are files in openBIS's file server (AFS) as well. They belong to a sample or experiment itself: list and "
    "download them by its permId or identifier."
)

CONTAINER = "CONTAINER"
"""The kind of data sets that contain other data sets and no files."""

ORIGINAL = "original"
"""The top-level folder in which openBIS stores all registered files."""


@dataclass(frozen=True)
class PhysicalData:
    """Location and state of the files of a PHYSICAL data set.

    Attributes:
        location: Path inside the data store, as shown to users.
        size: Bytes; None if openBIS does not know it.
        present_in_archive: Whether the archive has a copy; None if openBIS does not state it.
        status: AVAILABLE, LOCKED, ARCHIVED, UNARCHIVE_PENDING, ARCHIVE_PENDING or BACKUP_PENDING.
    """

    location: str | None
    size: int | None
    status: str | None
    present_in_archive: bool | None = None

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
        data_store: Code of its data store.
        data_store_url: Public address of that data store; None if openBIS does not state it.
        properties: Maps the upper-case property code to a text, or to the texts of a multi-valued or ARRAY_* property.
            Properties that are not set are absent.
        sample: Identifier of its sample, if any.
        experiment: Identifier of its experiment, if any.
        components: PermIds of the components of a CONTAINER, in the container's order.
        link: Path or address of the files of a LINK; None if openBIS does not state it.
        is_mutable: Whether its files can change after they were listed. If so, listings are not cached; checksums of
            earlier downloads and partial files are used only for files with the same `DataSetFile.modified`. Files in a
            data store server (DSS) never change; those in the file server (AFS) do.
        data_types: Data types of properties by code, as openBIS names them, e.g. INTEGER; not for all properties.
        multi_valued: Codes of the properties that take several values.
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
    is_mutable: bool = False
    data_types: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    multi_valued: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    @property
    def name(self) -> str | None:
        """Its display name: the property `$NAME`; None if it is not set."""
        return name_in(self.properties)

    @property
    def status(self) -> str | None:
        """Its archiving status."""
        return self.physical.status if self.physical else None

    @property
    def is_in_afs(self) -> bool:
        """Whether its files are in openBIS's file server; if so, its permId is that of its sample or experiment."""
        return self.data_store == AFS

    @property
    def size(self) -> int | None:
        """Its size in bytes."""
        return self.physical.size if self.physical else None


def afs_data_set(owner: str) -> DataSet:
    """Return the data set in which openBIS registers the files of a sample or experiment, as far as it is known.

    Args:
        owner: PermId of the sample or experiment.
    """
    return DataSet(owner, AFS_TYPE, data_store=AFS, is_mutable=True)


@dataclass(frozen=True)
class DataSetPage:
    """A page of a listing of data sets, newest first.

    Attributes:
        total: Number of rows on all pages.
        in_afs: Number of samples and experiments with files in AFS; these files are not in the rows.
    """

    rows: tuple[DataSet, ...]
    request: PageRequest
    total: int
    in_afs: int = 0

    @property
    def remark(self) -> str | None:
        """A remark for users about data that the rows do not include; None without any."""
        return AFS_REMARK if self.in_afs else None


@dataclass(frozen=True)
class FileRange:
    """A byte range of a file in a data set.

    Attributes:
        file: The file as the data store lists it.
        start: Offset of the first byte, from 0.
        end: Offset after the last byte, from `start` to the file's size.
    """

    file: DataSetFile
    start: int
    end: int


@dataclass(frozen=True, slots=True)  # there may be hundreds of thousands
class DataSetFile:
    """A file or folder in a data set.

    Attributes:
        path: Relative to the data set, `/` as separator, e.g. `original/run 1/data.csv`. It comes from the
            server: validate it with `checked_path` before using it in a file system.
        size: Bytes; 0 for folders.
        crc32: Unsigned CRC32 of the content; None if the data store does not know it.
        renamed: Its path on the disk, if it differs from `path`.
        modified: When its content was last changed; None if the data store does not state it. In a mutable data set,
            the same path, size and time mean the same content.
        md5: MD5 of the content in lower-case hex; None if the data store was not asked for it.
    """

    path: str
    size: int = 0
    crc32: int | None = None
    is_folder: bool = False
    renamed: str | None = None
    modified: dt.datetime | None = None
    md5: str | None = None

    @property
    def local_path(self) -> str:
        """Its path on the disk, relative to the data set's folder."""
        return self.renamed or self.path

    def with_checksum(self, crc32: int | None, md5: str | None = None) -> DataSetFile:
        """Return the file with checksums; the same object if they are the same."""
        return self if (self.crc32, self.md5) == (crc32, md5) else replace(self, crc32=crc32, md5=md5)
