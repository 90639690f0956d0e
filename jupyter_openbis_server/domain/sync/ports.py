"""Ports of the local side of synchronisations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

STATE_FOLDER = ".openbis-sync"
"""Name of what programs keep in a synchronised folder: what is known, unfinished files, the trash. It is never listed,
and nothing of this name, at any depth, is synchronised: on another computer, what is known would not be true."""


def is_reserved(path: str) -> bool:
    """Return whether a path is, or is below, a folder of this name; also for disks without upper and lower case."""
    return f"/{STATE_FOLDER}/" in f"/{path.casefold()}/"


@dataclass(frozen=True)
class SyncTarget:
    """What a folder is synchronised with.

    Attributes:
        url: Address of the openBIS instance.
        owner: PermId of the sample or experiment.
        identifier: Its identifier when the folder was first synchronised, for messages.
    """

    url: str
    owner: str
    identifier: str

    def is_same_as(self, other: SyncTarget) -> bool:
        """Return whether both are the same place; the identifier may have changed."""
        return (self.url, self.owner) == (other.url, other.owner)


@dataclass(frozen=True)
class LocalFiles:
    """The content of a local folder.

    Attributes:
        entries: Files and folders by path.
        excluded: Paths that were excluded on request.
        unusable: Paths of what cannot be synchronised, with the reason: links, devices, names that are no text, folders
            that cannot be read.
        unlisted: Paths of folders that were not listed, or not to the end, as enough was found.
    """

    entries: Mapping[str, LocalEntry]
    excluded: tuple[str, ...] = ()
    unusable: Mapping[str, str] = field(default_factory=dict)
    unlisted: tuple[str, ...] = ()


class SyncFolder(Protocol):
    """A local folder that is, or will be, synchronised, with what is known from earlier times.

    Paths are relative to the folder, `/` as separator; no method follows a link. What is known is kept in the folder
    itself, in an entry that no listing contains.
    """

    @property
    def path(self) -> str:
        """Absolute path of the folder."""

    @property
    def real_path(self) -> str:
        """Resolved path of the folder."""

    @property
    def target(self) -> SyncTarget | None:
        """What it was synchronised with; None if it never was."""

    def seen(self) -> Mapping[str, Seen]:
        """Return what is known about paths on both sides. Raises InvalidSyncState."""

    def files(self, exclusion: Exclusion, cancellation: Cancellation) -> LocalFiles:
        """Return the content of the folder; empty if it does not exist.

        Raises:
            SourceNotReadable: a folder cannot be listed. Its content must not be taken for deleted.
            Cancelled: on request.
        """

    def md5(self, entry: LocalEntry, cancellation: Cancellation) -> str | None:
        """Return the MD5 of a file in lower-case hex; None if it is not as listed any more.

        Raises:
            SourceNotReadable: it cannot be read.
            Cancelled: on request.
        """

    def source(self, entry: LocalEntry) -> SourceFile:
        """Return a file or folder to be sent; its name is the path."""


class OpenSyncFolder(SyncFolder, Protocol):
    """A folder whose synchronisation has begun: no other program synchronises it at the same time.

    Whenever the program ends, each file has its former or its new content, and what is known is true.
    """

    @property
    def journal(self) -> str:
        """Absolute path for the journal of the data sets that are made of files in the folder."""

    def noted_md5(self, entry: LocalEntry) -> str | None:
        """Return the MD5 that was noted for a file as it is listed; None if it may have changed since."""

    def note_md5(self, entry: LocalEntry, md5: str) -> None:
        """Remember the MD5 of a file, so that it need not be read again. Says nothing about the files in openBIS.

        Raises:
            TargetNotWritable, DiskFull.
        """

    def note(self, seen: Iterable[Seen]) -> None:
        """Remember what is known about paths on both sides. Raises TargetNotWritable, DiskFull."""

    def forget(self, paths: Iterable[str]) -> None:
        """Forget what is known about paths. Raises TargetNotWritable, DiskFull."""

    def incoming(self) -> Receiver:
        """Return where files are received before `place` gives them their names. Parts of files are kept for later."""

    def entry(self, path: str) -> LocalEntry | None:
        """Return a file or folder as it is now; None if there is none. Raises InvalidPath, TargetNotWritable."""

    def place(
        self, file: DataSetFile, path: str, replaced: LocalEntry | None, *, keeps_replaced: bool = False
    ) -> LocalEntry:
        """Give a received file its name. It gets the modification time that openBIS states.

        Args:
            file: The file as it was received.
            path: Its path; the folders above it are created.
            replaced: The file that it replaces, as listed; None if there must be none.
            keeps_replaced: Whether that file is moved to the trash in the folder, instead of being removed.

        Raises:
            LocalFileChanged: there is another file or folder, or not the one to be replaced. It was kept.
            InvalidPath, TargetNotWritable, DiskFull: as `Receiver.receive`.
        """

    def discard(self, entry: LocalEntry) -> None:
        """Move a file to the trash in the folder, or remove an empty folder.

        Raises:
            LocalFileChanged: it is not as listed, or not empty. It was kept.
            TargetNotWritable.
        """

    def move(self, entry: LocalEntry, path: str) -> LocalEntry:
        """Rename a file; return it under its new path.

        Raises:
            LocalFileChanged: it is not as listed, or the new path is in use. Nothing was changed.
            InvalidPath, TargetNotWritable, DiskFull.
        """

    def make_folder(self, path: str) -> None:
        """Create a folder, with those above it; nothing happens if it exists. Raises InvalidPath, TargetNotWritable."""


class SyncFolders(Protocol):
    """Local folders that can be synchronised."""

    def look(self, folder: str) -> SyncFolder:
        """Return a folder for reading; nothing is created or changed, and it need not exist.

        Raises:
            InvalidPath: it is not absolute, or must not be used.
            InvalidSyncState: what is known about it cannot be read.
        """

    def open(
        self, folder: str, target: SyncTarget, *, is_known: bool = False
    ) -> AbstractContextManager[OpenSyncFolder]:
        """Begin to synchronise a folder; it is created if it is missing. What an ended program has left is put right.

        Args:
            folder: Absolute path.
            target: What it is, or will be, synchronised with.
            is_known: Whether it must have been synchronised before.

        Raises:
            SyncFolderMissing: it must have been synchronised before, and was not. Nothing was created.
            InvalidPath: it is not absolute, or must not be used.
            InvalidSyncState: it is synchronised with something else, or what is known cannot be read.
            SyncRunning: another program, or another thread, synchronises it.
            TargetNotWritable, DiskFull: it cannot be created or written.
        """
