"""What a synchronisation knows about single files and folders."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile


@dataclass(frozen=True, slots=True)  # there may be hundreds of thousands
class Stamp:
    """What a file system states about a file. Equal stamps mean equal content, if they are certain.

    Attributes:
        size: Bytes.
        modified_ns: Modification time, in nanoseconds since the epoch.
        changed_ns: Time of the last change of content or attributes, likewise. Programs that restore an old
            modification time (`cp -p`, `touch -d`) cannot restore this one.
        file_id: Number of the file in its file system: another file under the same name has another one.
        is_certain: Whether a later change of the content shows. It may not, if the file was changed just before the
            stamp was taken: file systems count time in steps of up to two seconds.
    """

    size: int
    modified_ns: int
    changed_ns: int
    file_id: int
    is_certain: bool = True

    def is_like(self, other: Stamp) -> bool:
        """Return whether both state the same, certain or not."""
        return (self.size, self.modified_ns, self.changed_ns, self.file_id) == (
            other.size,
            other.modified_ns,
            other.changed_ns,
            other.file_id,
        )

    def shows(self, other: Stamp) -> bool:
        """Return whether a file with the other stamp, which was taken later, has the same content for certain."""
        return self.is_certain and self.is_like(other)

    def is_same_file(self, other: Stamp) -> bool:
        """Return whether the content is the same, also if the file was renamed in between."""
        return (self.size, self.modified_ns, self.file_id) == (other.size, other.modified_ns, other.file_id)


@dataclass(frozen=True, slots=True)
class LocalEntry:
    """A file or folder below the local folder.

    Attributes:
        path: From the local folder on, `/` as separator.
        stamp: Of a file; None for a folder.
    """

    path: str
    stamp: Stamp | None = None

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.stamp is None

    @property
    def size(self) -> int:
        """Bytes; 0 for a folder."""
        return self.stamp.size if self.stamp else 0


@dataclass(frozen=True, slots=True)
class Seen:
    """A file or folder as it was on both sides after the last synchronisation.

    Attributes:
        path: Its path on both sides.
        is_folder: Whether it is a folder; then the other attributes are not set.
        stamp: The local file; None if it was no copy of the one in openBIS.
        size: Bytes of the file in openBIS.
        modified: When openBIS says that it was changed; None if openBIS has not been asked since it was stored.
        md5: MD5 of the file in openBIS, in lower-case hex; None if it is unknown.
        copy: Path of the copy of openBIS's version that was stored beside the local one, since both had changed. The
            conflict is open as long as this file is there.
    """

    path: str
    is_folder: bool = False
    stamp: Stamp | None = None
    size: int = 0
    modified: dt.datetime | None = None
    md5: str | None = None
    copy: str | None = None

    @classmethod
    def in_sync(cls, local: LocalEntry, remote: DataSetFile, md5: str | None) -> Seen:
        """Return what is known about a file that is the same on both sides."""
        return cls(local.path, False, local.stamp, remote.size, remote.modified, md5)

    @classmethod
    def folder(cls, path: str) -> Seen:
        """Return what is known about a folder that is on both sides."""
        return cls(path, is_folder=True)
