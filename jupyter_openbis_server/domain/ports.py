"""What the domain needs from the world. Adapters implement these; each has an in-memory fake in `adapters/memory`.

All methods may block and are called from worker threads, several at a time. They raise domain errors only. Every
method that takes a `Session` may raise SessionExpired, InstanceUnreachable (UntrustedCertificate), InstanceNonsense and
RequestRefused; that is not repeated below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from jupyter_openbis_server.domain.model import (
    Cancellation,
    Connection,
    ConnectionEntries,
    Credentials,
    DataSet,
    DataSetDraft,
    DataSetFile,
    DataSetPage,
    DataSetType,
    Entity,
    EntityReference,
    Instance,
    Mount,
    PageRequest,
    Session,
    SourceFile,
)


class Connections(Protocol):
    """The registered connections and what is known of them. Never blocks on a network."""

    def all(self) -> tuple[Connection, ...]:
        """Return all connections in the order of their registration."""

    def get(self, name: str) -> Connection:
        """Return one connection. Raises UnknownConnection."""

    def add(self, connection: Connection) -> Connection | None:
        """Register a connection; returns the one of the same name that it replaces, if any."""

    def change(self, name: str, change: Callable[[Connection], Connection]) -> Connection:
        """Replace a connection by what `change` makes of it, atomically. Raises UnknownConnection."""

    def remove(self, name: str) -> Connection:
        """Forget a connection and return it. Raises UnknownConnection."""


class ConnectionSource(Protocol):
    """A place where connections are defined: configuration files, the environment, settings."""

    def read(self) -> ConnectionEntries:
        """Return what is defined there. Never raises for a bad entry: it is reported, and the rest is used."""


class ConnectionFile(Protocol):
    """One file with connection definitions, of which people edit parts by hand."""

    def save(self, entry: Mapping[str, object]) -> bool:
        """Add an entry, or update the one of the same `name`; tells whether there was one. All else stays as it is.

        Raises:
            InvalidConnection: the file is there but is not a connection file.
            TargetNotWritable, DiskFull: the file system refuses; the file is as before.
        """


class Sessions(Protocol):
    """Opens and closes sessions with openBIS instances."""

    def open(self, instance: Instance, credentials: Credentials) -> Session:
        """Log in. A token is checked and becomes the session.

        Raises:
            WrongCredentials: openBIS knows no such user, password or token.
            InstanceUnreachable, InstanceNonsense, RequestRefused: see above.
        """

    def is_alive(self, session: Session) -> bool:
        """Whether openBIS still knows the session. Asking does not prolong it. Never raises SessionExpired."""

    def close(self, session: Session) -> None:
        """Log out. Closing a dead session is no error. A personal access token stays valid."""


class Entities(Protocol):
    """Samples and experiments."""

    def find(self, session: Session, reference: EntityReference) -> Entity:
        """Return the sample or else the experiment that the reference names.

        Raises:
            EntityNotFound: neither exists or is visible, or a bare code names several.
        """


class DataSets(Protocol):
    """Metadata of data sets."""

    def get(self, session: Session, perm_id: str) -> DataSet:
        """Return one data set. Raises DataSetNotFound."""

    def of_entity(self, session: Session, entity: Entity, page: PageRequest) -> DataSetPage:
        """Return the data sets that hang on a sample or experiment, newest first; beyond the end: no rows."""

    def missing(self, session: Session, perm_ids: Sequence[str]) -> tuple[str, ...]:
        """Return those of the given permIds that name no visible data set, in the given order."""


class DataSetTypes(Protocol):
    """Data set types with property assignments and vocabulary terms."""

    def all(self, session: Session, *, fresh: bool = False) -> tuple[DataSetType, ...]:
        """Return all types by code. `fresh` asks openBIS even when an earlier answer is remembered."""


class IncomingFile(Protocol):
    """One file on its way to the disk. Exactly one of `complete` and `discard` ends it."""

    def write(self, offset: int, data: bytes | memoryview) -> None:
        """Store bytes at their place in the file. Raises TargetNotWritable, DiskFull."""

    def complete(self) -> None:
        """Check size and CRC32 and give the file its final name.

        Raises:
            IntegrityError: size or checksum differ from what the data store states; nothing is left of the file.
            TargetNotWritable, DiskFull: nothing is left of the file either.
        """

    def discard(self) -> None:
        """Remove what has arrived. A file of that name from before stays as it was."""


class DownloadFolder(Protocol):
    """The folder on disk that receives one data set."""

    @property
    def path(self) -> str:
        """Absolute path of the folder."""

    def make_folder(self, path: str) -> None:
        """Make a folder of the data set. Raises InvalidPath, TargetNotWritable."""

    def receive(self, file: DataSetFile) -> IncomingFile:
        """Begin to receive a file; it is not visible under its name yet.

        Raises:
            InvalidPath: the data store's path leads outside the folder, also by a link that lies in it.
            TargetNotWritable, DiskFull: the file system refuses.
        """


class DownloadFolders(Protocol):
    """Folders of the host in which downloads may be put."""

    def check(self, folder: str) -> None:
        """Say at once if a folder can never be used. Raises InvalidPath: it is not absolute or no usable path."""

    def prepare(self, folder: str, perm_id: str) -> DownloadFolder:
        """Return the folder for one data set, `<folder>/<permId>`; it is made if it is missing.

        Raises:
            InvalidPath: as `check`.
            TargetNotWritable: it cannot be made or written.
        """


class DataStore(Protocol):
    """The files of data sets, on openBIS's side."""

    def files(self, session: Session, data_set: DataSet) -> tuple[DataSetFile, ...]:
        """Return all files and folders of a data set, parents before children, without the root itself.

        Raises:
            DataNotAvailable: the data store cannot list it now.
        """

    def fetch(
        self,
        session: Session,
        data_set: DataSet,
        files: Sequence[DataSetFile],
        into: DownloadFolder,
        cancellation: Cancellation,
    ) -> None:
        """Bring files (no folders) to the disk: each is received, written and completed, or discarded on any error.

        Raises:
            DataNotAvailable: the data store does not give the data.
            IntegrityError: a file is still wrong after the retries.
            StorageError, InvalidPath: what `into` raises is passed on.
            Cancelled: within a moment of being asked to end.
        """

    def register(self, session: Session, draft: DataSetDraft, cancellation: Cancellation) -> str:
        """Send the files, register the data set, and return its permId.

        Raises:
            UploadFailed: openBIS refused the data set or registered nothing.
            SourceNotReadable: a file cannot be read any more.
            Cancelled: before the registration; never after it.
        """


class Workspace(Protocol):
    """Jupyter's root folder: where notebooks lie and uploads come from."""

    @property
    def root(self) -> str:
        """Absolute path of the folder."""

    def source(self, path: str) -> SourceFile:
        """Return a file below the root.

        Args:
            path: Relative to the root. The published clients percent-encode it or not: a file of just that name
                wins, else the decoded name is tried.

        Raises:
            InvalidPath: the path is absolute or leads outside, also by a link.
            SourceNotReadable: there is no such file.
        """

    def write_texts(self, texts: Mapping[str, str]) -> None:
        """Write small files, path relative to the root to content, each atomically.

        All paths are checked before anything is written.

        Raises:
            InvalidPath: a path is absolute, leads outside, or its folder does not exist.
            TargetNotWritable, DiskFull: the file system refuses.
        """


class Mounts(Protocol):
    """Data stores as folders of the host."""

    def of(self, connection: Connection) -> Mount | None:
        """Return the connection's mount, if there is one. Never touches the mountpoint, never hangs."""

    def mount(self, connection: Connection, credentials: Credentials) -> Mount:
        """Mount the connection's data store; returns the present mount if there is one. Raises MountFailed."""

    def unmount(self, connection: Connection) -> None:
        """Unmount it; nothing to do is no error. Raises UnmountFailed."""
