"""What the domain needs from the world. Adapters implement these; each has an in-memory fake in `adapters/memory`.

All methods may block and are called from worker threads, several at a time. They raise domain errors only. Every
method that takes a `Session` may raise SessionExpired, InstanceUnreachable (UntrustedCertificate), InstanceNonsense and
RequestRefused; that is not repeated below. Whatever asks openBIS ends with Cancelled, within a second, when the
cancellation that governs the thread is cancelled (`Cancellation.governs`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Protocol

from jupyter_openbis_server.domain.errors import UnmountFailed
from jupyter_openbis_server.domain.model import (
    Amount,
    Cancellation,
    Connection,
    ConnectionEntries,
    Credentials,
    DataSet,
    DataSetDraft,
    DataSetFile,
    DataSetPage,
    DataSetType,
    DownloadOutcome,
    DownloadRequest,
    Entity,
    EntityKind,
    EntityPage,
    EntityReference,
    Instance,
    Job,
    KeptToken,
    KernelEnvironment,
    LocalDownload,
    LocalFile,
    Manifest,
    Mount,
    PageRequest,
    Session,
    SourceFile,
)
from jupyter_openbis_server.domain.model.entity import OWNERS


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

    @property
    def name(self) -> str:
        """Where it is, for people."""

    def save(self, entry: Mapping[str, object]) -> bool:
        """Add an entry, or update the one of the same `name`; tells whether there was one. All else stays as it is.

        Raises:
            InvalidConnection: the file is there but is not a connection file.
            TargetNotWritable, DiskFull: the file system refuses; the file is as before.
        """

    def remove(self, name: str) -> bool:
        """Take an entry out, and tell whether there was one of that name. All else stays as it is.

        Raises: as `save`.
        """


class TokenKeeper(Protocol):
    """Keeps tokens on this computer, for one user. A token belongs to a connection's name and address, both."""

    @property
    def name(self) -> str:
        """Where they are kept, for people."""

    def get(self, instance: Instance) -> KeptToken | None:
        """Return the token that is kept for an instance. Never raises: what cannot be read is not there."""

    def put(self, instance: Instance, token: KeptToken) -> None:
        """Keep a token, instead of an earlier one.

        Raises:
            KeyringUnavailable, TargetNotWritable, DiskFull: it is not kept.
        """

    def remove(self, instance: Instance) -> KeptToken | None:
        """Forget the token of an instance, and return what was kept.

        Raises:
            KeyringUnavailable, TargetNotWritable: it is still kept.
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

    def new_access_token(self, session: Session, label: str, now: dt.datetime) -> KeptToken:
        """Have openBIS make a personal access token, valid from now for as long as openBIS allows.

        Args:
            session: Of the user, opened with a password: openBIS makes no token for a token.
            label: What the user finds it by in openBIS (its session name).
            now: The time.

        Raises:
            NoAccessTokens: this openBIS makes none.
        """


class Entities(Protocol):
    """Spaces, projects, experiments and samples."""

    def find(self, session: Session, reference: EntityReference, kinds: Sequence[EntityKind] = OWNERS) -> Entity:
        """Return what the reference names; of several kinds, the first one counts.

        Raises:
            EntityNotFound: nothing of these kinds exists or is visible, or a bare code names several of one kind.
        """

    def inside(self, session: Session, place: Entity | None, kind: EntityKind, page: PageRequest) -> EntityPage:
        """Return the entities of a kind that lie directly in a place, by identifier; beyond the end: no rows.

        Args:
            session: Who asks.
            place: Where; None is the whole instance.
            kind: One of the `KINDS_INSIDE` it.
            page: Which rows.
        """


class DataSets(Protocol):
    """Metadata of data sets."""

    def get(self, session: Session, perm_id: str) -> DataSet:
        """Return one data set. Raises DataSetNotFound."""

    def of_entity(self, session: Session, entity: Entity, page: PageRequest) -> DataSetPage:
        """Return the data sets of a sample, experiment, project or space, newest first; beyond the end: no rows.

        All but a sample also have the data sets of what lies in them.
        """

    def missing(self, session: Session, perm_ids: Sequence[str]) -> tuple[str, ...]:
        """Return those of the given permIds that name no visible data set, in the given order."""


class DataSetTypes(Protocol):
    """Data set types with property assignments and vocabulary terms."""

    def all(self, session: Session, *, fresh: bool = False) -> tuple[DataSetType, ...]:
        """Return all types by code. `fresh` asks openBIS even when an earlier answer is remembered."""


class IncomingFile(Protocol):
    """One file on its way to the disk. Exactly one of `complete`, `suspend` and `discard` ends it.

    Pieces may be written by several threads, in any order.
    """

    def missing(self) -> tuple[tuple[int, int], ...]:
        """Return the ranges (start, end) that have to come, in order. Not all of the file where a part lies there."""

    def write(self, offset: int, data: bytes | bytearray | memoryview, crc32: int | None = None) -> None:
        """Store bytes at their place in the file.

        Args:
            offset: Where they go.
            data: The bytes; they may be reused when this returns.
            crc32: Their checksum, where it is known to be right: it is not computed again.

        Raises:
            TargetNotWritable, DiskFull.
        """

    def complete(self) -> int:
        """Check size and CRC32, give the file its final name, and return its CRC32.

        Raises:
            IntegrityError: size or checksum differ from what the data store states; nothing is left of the file.
            TargetNotWritable, DiskFull: nothing is left of the file either.
        """

    def suspend(self) -> None:
        """End for now. What has arrived is kept for a later download if it was begun as resumable and is worth it."""

    def discard(self) -> None:
        """Remove what has arrived. A file of that name from before stays as it was."""


class Receiver(Protocol):
    """Where the files of a data set go."""

    def receive(self, file: DataSetFile, *, resumable: bool = False) -> IncomingFile:
        """Begin to receive a file at its `local_path`; it is not visible under its name yet.

        Args:
            file: What the data store states.
            resumable: Whether each piece is known to be right when it is written, so that it may be kept for a later
                download if this one ends early. What an earlier one has kept is taken over.

        Raises:
            InvalidPath: the path leads outside the folder, also by a link that lies in it, or cannot be a name here.
            TargetNotWritable, DiskFull: the file system refuses.
        """


class DownloadFolder(Receiver, Protocol):
    """The folder on disk that receives one data set."""

    @property
    def path(self) -> str:
        """Absolute path of the folder."""

    def manifest(self) -> Manifest | None:
        """Return what an earlier download wrote here; None if there is nothing that can be read."""

    def write_manifest(self, manifest: Manifest) -> None:
        """Keep a manifest in the folder, atomically. Raises TargetNotWritable, DiskFull."""

    def look(self, file: DataSetFile, cancellation: Cancellation) -> LocalFile:
        """Tell what lies where a file shall go; reads it if its size is right. Nothing is changed.

        Raises:
            InvalidPath: as `receive`.
            Cancelled: on request.
        """

    def make_folder(self, path: str) -> None:
        """Make a folder of the data set. Raises InvalidPath, TargetNotWritable, DiskFull."""

    def tidy(self) -> None:
        """Remove what earlier downloads have left and nobody will use. Never raises: it is no reason to fail."""


class DownloadFolders(Protocol):
    """Folders of the host in which downloads may be put."""

    def check(self, folder: str) -> None:
        """Say at once if a folder can never be used. Raises InvalidPath: it is not absolute or no usable path."""

    def at(self, folder: str, *names: str) -> DownloadFolder:
        """Return `<folder>/<names…>`, of which nothing is made yet: it can be looked at.

        Args:
            folder: Absolute path.
            names: PermIds.

        Raises:
            InvalidPath: as `check`, or a name is none.
        """

    def prepare(self, folder: str, *names: str) -> DownloadFolder:
        """Return the same, made if it is missing.

        Raises:
            InvalidPath: as `at`.
            TargetNotWritable, DiskFull: it cannot be made or written.
        """

    def link(self, folder: str, *names: str, target: str) -> str:
        """Make a link `<folder>/<names…>` to a folder elsewhere and return its path; another link there is replaced.

        Raises:
            InvalidPath: as `at`.
            TargetNotWritable, DiskFull: there is a file or folder of that name, or the file system refuses.
        """

    def must_be_writable(self, folder: str) -> None:
        """Find out whether files can be put into a folder; it is made if it is missing.

        Raises:
            InvalidPath: as `check`.
            TargetNotWritable, DiskFull: they cannot.
        """

    def identity(self, folder: str) -> str:
        """Return a text that is the same for all ways to name one folder. It need not exist. Raises InvalidPath."""

    def free_bytes(self, folder: str) -> int | None:
        """Return the room on the disk that holds the folder or will hold it; None where that cannot be told."""

    def downloads(self, folder: str) -> tuple[LocalDownload, ...]:
        """Return the downloads in a folder, complete or not, by path: itself, its folders, and those in them.

        Raises:
            InvalidPath: as `check`.
            TargetNotWritable: the folder cannot be read.
        """


class Progress(Protocol):
    """Is told how far a transfer has come. Called from several threads; must be quick and must not raise."""

    def begin(self, total: Amount, done: Amount = ...) -> None:
        """Take note of what there is to move, and how much of it is there already. Counting begins anew."""

    def moved(self, count: int) -> None:
        """Count bytes; negative where some have to be moved again."""

    def completed(self, path: str) -> None:
        """Count a file of which all is done."""


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
        into: Receiver,
        cancellation: Cancellation,
    ) -> None:
        """Bring files (no folders) to the disk: each is received, and completed, suspended or discarded.

        Of files that are there in part, only the rest is fetched where the data store knows how to. A file that cannot
        be had does not keep the others away: they are completed, then the error about it is raised.

        Raises:
            DataNotAvailable: the data store does not give the data of some files.
            IntegrityError: a file is still wrong after the retries.
            StorageError, InvalidPath: what `into` raises is passed on, at once.
            Cancelled: within a second of being asked to end.
        """

    def reads_parts(self, session: Session) -> bool:
        """Whether a part of a file costs about as much as it is long. If not, all that lies before it comes, too."""

    def read(
        self, session: Session, data_set: DataSet, file: DataSetFile, start: int, end: int, cancellation: Cancellation
    ) -> bytes:
        """Return bytes of a file. They are held in memory, and so is no more of the file than that.

        Args:
            session: Who reads.
            data_set: Whose file.
            file: What the data store states.
            start: The first byte, from 0.
            end: The byte behind the last one, from `start` to the file's size. Of nothing, nothing is asked.
            cancellation: Ends it.

        Raises:
            DataNotAvailable: the data store does not give the file.
            IntegrityError: the bytes are still wrong or too few after the retries. Of a whole file, the checksum that
                the data store states is compared.
            Cancelled: within a second of being asked to end.
        """

    def register(self, session: Session, draft: DataSetDraft, cancellation: Cancellation, progress: Progress) -> str:
        """Send the files, register the data set, and return its permId.

        Progress is told of bytes that have arrived.

        Raises:
            UploadFailed: openBIS refused the data set or registered nothing.
            UploadUnconfirmed: openBIS did not answer, and may have registered it.
            SourceNotReadable: a file cannot be read any more.
            Cancelled: before the registration, within a second of being asked to end; never after it.
        """


Attempt = Callable[[str, DownloadRequest, Cancellation], DownloadOutcome]
"""Downloads one data set over a connection, and tells what became of it (`AttemptDownload`)."""


class DownloadCrew(Protocol):
    """Those who download many data sets: threads of this process, or others. One crew is for one run."""

    def start(self, name: str, request: DownloadRequest, cancellation: Cancellation) -> Future[DownloadOutcome]:
        """Begin to download one data set. The caller limits how many are under way.

        Args:
            name: The connection.
            request: What, and where to; it names one data set.
            cancellation: Ends what the crew can end; the caller does not wait for the rest.

        Raises:
            NotLoggedIn: there is no session to work with.
            NoWorkers: the crew takes no work any more.
            Cancelled: on request.
        """

    def outcome(self, perm_id: str, ended: Future[DownloadOutcome]) -> DownloadOutcome:
        """Return what became of a download that has ended, also where its worker has got lost. Raises Cancelled."""

    def finish(self) -> None:
        """Let go of what the crew has of its own. All that it was asked for has ended, or was cancelled."""


class Workspace(Protocol):
    """Jupyter's root folder: where notebooks lie and uploads come from."""

    @property
    def root(self) -> str:
        """Absolute path of the folder."""

    def sources(self, path: str) -> tuple[SourceFile, ...]:
        """Return the file at a path below the root; for a folder all files in it, and those folders that are empty.

        Args:
            path: Relative to the root. The published clients percent-encode it or not: what has just that name wins,
                else the decoded name is tried.

        Returns:
            Sorted by name. Names of files in a folder begin with that folder's name.

        Raises:
            InvalidPath: the path is absolute or leads outside, also by a link; or a link in the folder does.
            SourceNotReadable: there is nothing of that name, or something in it cannot be read.
        """

    def write_texts(self, texts: Mapping[str, str]) -> None:
        """Write small files, path relative to the root to content, each atomically.

        All paths are checked before anything is written.

        Raises:
            InvalidPath: a path is absolute, leads outside, or its folder does not exist.
            TargetNotWritable, DiskFull: the file system refuses.
        """


class JobListener(Protocol):
    """Is told what becomes of jobs."""

    def changed(self, job: Job) -> None:
        """Take note of a job's state or progress. Called from any thread; must be quick and must not raise."""


class WorkQueue(Protocol):
    """Runs work outside the caller's thread, a bounded number of pieces at a time."""

    def submit(self, work: Callable[[], None], *, lane: str, exclusive: frozenset[str] = ...) -> None:
        """Have `work` run once; it does not raise.

        Lanes are served in turn, however much waits in one of them; within a lane, first come is first served.

        Args:
            work: What to run.
            lane: Whose work this is.
            exclusive: What it needs for itself; two pieces that name the same never run at the same time.

        Raises:
            TooBusy: too much work waits already.
        """


class Mounts(Protocol):
    """Data stores as folders of the host."""

    def of(self, connection: Connection) -> Mount | None:
        """Return the connection's mount, if there is one. Never touches the mountpoint, never hangs."""

    def mount(self, connection: Connection, credentials: Credentials) -> Mount:
        """Mount the connection's data store; returns the present mount if there is one that works.

        Raises:
            MountFailed (HostKeyRefused, MountingUnavailable): it cannot be mounted; the message says what to do.
            Cancelled: on request, within a second.
        """

    def unmount(self, connection: Connection, *, force: bool = False) -> None:
        """Unmount it; nothing to do is no error.

        Args:
            connection: Whose data store.
            force: Whether it is taken away also from programs that use it.

        Raises:
            UnmountFailed: it is in use, and by whom, or the system refuses.
        """

    def check(self, connection: Connection) -> None:
        """Find out whether the connection's data store could be mounted, as far as that can be told without a login.

        Raises:
            MountingUnavailable: this host cannot mount.
            MountFailed: nobody answers where the data store's SFTP server should be.
        """

    def place_of(self, connection: Connection, data_set: DataSet) -> str:
        """Return the folder of a data set in the connection's mount, an absolute path. May wait for the data store.

        Raises:
            NotMounted.
            DataNotAvailable: what is mounted does not show the data set.
            MountFailed: the mount does not answer.
        """

    def unmount_own(self) -> tuple[UnmountFailed, ...]:
        """Unmount all that this program has mounted, also where it is in use; return what went wrong. Never raises."""


class Kernels(Protocol):
    """The Jupyter kernels that are installed on this host."""

    def named_in(self, notebook_path: str, content: bytes) -> str:
        """Return the name of the kernel spec in a notebook's metadata.

        Args:
            notebook_path: For the errors.
            content: Of the notebook's file.

        Raises:
            NotANotebook: the content is none.
            NoKernelNamed: the notebook does not say.
        """

    def environment(self, kernel: str, folder: str, seconds: float) -> KernelEnvironment:
        """Run a kernel, ask what it has installed, and end it. However this ends, no process stays behind.

        The kernel runs in a process of its own, which gets no password or token of this one's.

        Args:
            kernel: Name of its kernel spec.
            folder: Absolute path of its working folder; what a notebook there would see counts.
            seconds: After so long without an answer it is given up.

        Raises:
            UnknownKernel: there is no such kernel spec.
            UnsupportedLanguage: nobody knows how to ask a kernel of its language.
            KernelFailed: it cannot be started, or gives no usable answer.
            KernelDied: it has ended by itself.
            KernelTooSlow: it has not answered in time.
            Cancelled: on request of the cancellation that governs the thread, within two seconds.
        """
