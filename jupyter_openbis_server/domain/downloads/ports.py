"""Ports of the folders that receive downloads."""

from __future__ import annotations

from typing import Protocol

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.download import LocalFile
from jupyter_openbis_server.domain.downloads.manifest import LocalDownload, Manifest
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class DownloadFolder(Receiver, Protocol):
    """The folder on disk that receives one data set."""

    @property
    def path(self) -> str:
        """Absolute path of the folder."""

    def manifest(self) -> Manifest | None:
        """Return the manifest that an earlier download wrote here; None if there is no readable manifest."""

    def write_manifest(self, manifest: Manifest) -> None:
        """Write a manifest to the folder, atomically. Raises TargetNotWritable, DiskFull."""

    def inspect(self, file: DataSetFile, cancellation: Cancellation) -> LocalFile:
        """Return the local state of a file; the local file is read if its size is right. Nothing is changed.

        An unreadable file is a state, not an error.

        Raises:
            InvalidPath: as `receive`.
            Cancelled: on request.
        """

    def has(self, file: DataSetFile) -> bool:
        """Return whether a regular file of the right size exists at the path of a file, without reading it.

        Raises:
            InvalidPath: as `receive`.
        """

    def make_folder(self, path: str) -> None:
        """Create a folder of the data set. Raises InvalidPath, TargetNotWritable, DiskFull."""

    def clean_up(self) -> None:
        """Remove stale files of earlier downloads. Never raises: failed cleaning must not fail a download."""


class DownloadFolders(Protocol):
    """Folders of the host that may receive downloads."""

    def check(self, folder: str) -> None:
        """Raise an error if a folder can never be used.

        Raises:
            InvalidPath: it is not absolute, not a usable path, or closed: downloads are neither written nor searched
                there.
        """

    def at(self, folder: str, *names: str) -> DownloadFolder:
        """Return the folder `<folder>/<names…>` for inspection; nothing is created.

        Args:
            folder: Absolute path.
            names: See `FolderNamer`.

        Raises:
            InvalidPath: as `check`, also for the folder with the names; or a name is not a valid file name.
        """

    def find(self, folder: str, *names: str, perm_id: str) -> str | None:
        """Return the name of the folder of a data set in `<folder>/<names…>`; None if there is none.

        It is the permId, or ends with it in parentheses: `Growth curves (1-1)`. Of several, the permId is preferred,
        then the first by name. A link is a folder here; a file is none. An unreadable folder has none.

        Raises:
            InvalidPath: as `check`; or a name or the permId is not a valid file name.
        """

    def prepare(self, folder: str, *names: str) -> DownloadFolder:
        """Return the folder `<folder>/<names…>`, created if it is missing.

        Raises:
            InvalidPath: as `at`.
            TargetNotWritable, DiskFull: it cannot be created or written.
        """

    def link(self, folder: str, *names: str, target: str) -> str:
        """Create a link `<folder>/<names…>` to the folder `target` and return its path; an existing link is replaced.

        Raises:
            InvalidPath: as `at`.
            TargetNotWritable, DiskFull: a file or folder of that name exists, or the file system refuses.
        """

    def ensure_writable(self, folder: str) -> None:
        """Raise an error if files cannot be written to a folder; it is created if it is missing.

        Raises:
            InvalidPath: as `check`.
            TargetNotWritable, DiskFull: files cannot be written.
        """

    def identity(self, folder: str) -> str:
        """Return a text that is the same for all paths of one folder, which need not exist. Raises as `check`."""

    def free_bytes(self, folder: str) -> int | None:
        """Return the free space, in bytes, of the disk of the folder, which need not exist; None if it is unknown.

        Raises as `check`.
        """

    def downloads(self, folder: str) -> tuple[LocalDownload, ...]:
        """Return the downloads in a folder, complete or not, by path: the folder itself and two levels below it.

        Raises:
            InvalidPath: as `check`.
            TargetNotWritable: the folder cannot be read.
        """
