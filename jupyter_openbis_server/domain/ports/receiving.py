"""Where files of data sets go: to the disk, or into memory."""

from __future__ import annotations

from typing import Protocol

from jupyter_openbis_server.domain.model import (
    Cancellation,
    DataSetFile,
    LocalDownload,
    LocalFile,
    Manifest,
)


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

    def has(self, file: DataSetFile) -> bool:
        """Return whether a regular file of the right size is where a file goes. It is not read. Raises InvalidPath."""

    def make_folder(self, path: str) -> None:
        """Make a folder of the data set. Raises InvalidPath, TargetNotWritable, DiskFull."""

    def tidy(self) -> None:
        """Remove what earlier downloads have left and nobody will use. Never raises: it is no reason to fail."""


class DownloadFolders(Protocol):
    """Folders of the host in which downloads may be put."""

    def check(self, folder: str) -> None:
        """Say at once if a folder can never be used.

        Raises:
            InvalidPath: it is not absolute, no usable path, or closed: downloads must not go there, nor be looked for.
        """

    def at(self, folder: str, *names: str) -> DownloadFolder:
        """Return `<folder>/<names…>`, of which nothing is made yet: it can be looked at.

        Args:
            folder: Absolute path.
            names: PermIds.

        Raises:
            InvalidPath: as `check`, also for the folder with the names; or a name is none.
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
        """Return a text that is the same for all ways to name one folder. It need not exist. Raises as `check`."""

    def free_bytes(self, folder: str) -> int | None:
        """Return the room on the disk that holds the folder or will hold it; None where that cannot be told.

        Raises as `check`.
        """

    def downloads(self, folder: str) -> tuple[LocalDownload, ...]:
        """Return the downloads in a folder, complete or not, by path: itself, its folders, and those in them.

        Raises:
            InvalidPath: as `check`.
            TargetNotWritable: the folder cannot be read.
        """
