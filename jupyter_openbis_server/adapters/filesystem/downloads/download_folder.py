"""The folder of one data set on the local disk."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.downloads.final_names import FinalNames
from jupyter_openbis_server.adapters.filesystem.downloads.incoming_file import FilesystemIncomingFile
from jupyter_openbis_server.adapters.filesystem.downloads.listings import Listings
from jupyter_openbis_server.adapters.filesystem.downloads.manifest_file import read_manifest, write_manifest
from jupyter_openbis_server.adapters.filesystem.downloads.partials.partial_names import PartialName
from jupyter_openbis_server.adapters.filesystem.downloads.partials.partials import (
    MIN_RESUMABLE_BYTES,
    Abandoned,
    Partial,
    abandoned_for,
)
from jupyter_openbis_server.adapters.filesystem.downloads.partials.positioned_file import BLOCK
from jupyter_openbis_server.adapters.filesystem.downloads.partials.received_bytes import ReceivedBytes
from jupyter_openbis_server.adapters.filesystem.downloads.partials.sidecar import FileIdentity
from jupyter_openbis_server.adapters.filesystem.downloads.partials.stale_partials import remove_stale_partials
from jupyter_openbis_server.adapters.filesystem.folders.folder_tree import FolderTree, Parts
from jupyter_openbis_server.adapters.filesystem.folders.names import checked_names, resolved_inside
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import HAS_DESCRIPTORS, OpenFolder
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors
from jupyter_openbis_server.adapters.shared.crc32 import crc32
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.downloads.download import NOTHING_THERE, FileState, LocalFile
from jupyter_openbis_server.domain.downloads.manifest import MANIFEST_NAME, Manifest
from jupyter_openbis_server.domain.errors import InvalidPath, OpenbisError, TargetNotWritable
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_UNREADABLE = {getattr(errno, name, None) for name in ("EIO", "ESTALE", "ETIMEDOUT", "EHOSTDOWN", "ENOTCONN")} - {None}
"""Errors of disks and network file systems that cannot read a file at the moment."""


class FilesystemDownloadFolder:
    """Port `DownloadFolder`: a folder that belongs to one data set."""

    def __init__(
        self,
        path: Path,
        names: tuple[str, ...],
        *,
        root: Path | None = None,
        identity: tuple[int, int] | None = None,
        descriptors: bool = HAS_DESCRIPTORS,
    ) -> None:
        """Create the port for a folder; the folder need not exist.

        Args:
            path: Path of the folder.
            names: The permIds in the names of the data set's folder.
            root: Resolved path of the folder; resolved here if it is None.
            identity: `OpenFolder.identity` of the folder, if it must not be replaced by another one.
            descriptors: See `FolderTree`.
        """
        self._path = path
        self._data_set = names
        self._root = root or Path(os.path.realpath(path))
        self._tree = FolderTree(self._root, identity, descriptors=descriptors)
        self._listings = Listings()
        self._names = FinalNames(self._tree, self._listings)

    @property
    def path(self) -> str:
        """See the port."""
        return str(self._path)

    def manifest(self) -> Manifest | None:
        """See the port."""
        try:
            with self._tree.using((), MANIFEST_NAME) as folder:
                return read_manifest(folder)
        except (OSError, OpenbisError):
            return None

    def write_manifest(self, manifest: Manifest) -> None:
        """See the port. A link or file of that name is replaced."""
        with storage_errors(self._path / MANIFEST_NAME), self._tree.using((), MANIFEST_NAME) as folder:
            write_manifest(folder, manifest)

    def inspect(self, file: DataSetFile, cancellation: Cancellation) -> LocalFile:
        """See the port. The size of a partial file is taken from its sidecar; its bytes are not read yet."""
        cancellation.check()
        parts = _place(file.local_path)
        if self._tree.is_missing:
            return NOTHING_THERE
        try:
            with self._tree.using(parts[:-1], file.local_path) as folder:
                return self._look(folder, parts, file, cancellation)
        except FileNotFoundError:
            return NOTHING_THERE
        except PermissionError:
            return LocalFile(FileState.UNREADABLE)
        except OSError as error:
            return LocalFile(FileState.UNREADABLE if error.errno in _UNREADABLE else FileState.DIFFERENT)
        except TargetNotWritable:
            return LocalFile(FileState.DIFFERENT)

    def has(self, file: DataSetFile) -> bool:
        """See the port."""
        parts = _place(file.local_path)
        try:
            with self._tree.using(parts[:-1], file.local_path) as folder:
                status = folder.status(parts[-1])
        except (OSError, TargetNotWritable):
            return False
        return status is not None and stat.S_ISREG(status.st_mode) and status.st_size == file.size

    def make_folder(self, path: str) -> None:
        """See the port."""
        with storage_errors(f"{self._path}/{path}"), self._tree.using(_place(path), path, make=True):
            pass

    def receive(self, file: DataSetFile, *, resumable: bool = False) -> FilesystemIncomingFile:
        """See the port. Missing parent folders are created."""
        place = _place(file.local_path)
        file_id = FileIdentity(self._data_set, file) if resumable and file.size >= MIN_RESUMABLE_BYTES else None
        with storage_errors(f"{self._path}/{file.local_path}"):
            try:
                return self._begin(file, place, file_id)
            except OSError as error:
                if not self._tree.forget_removed(error):
                    raise
            return self._begin(file, place, file_id)

    def clean_up(self) -> None:
        """See the port."""
        remove_stale_partials(self._tree, self._data_set)

    def _look(self, folder: OpenFolder, place: Parts, file: DataSetFile, cancellation: Cancellation) -> LocalFile:
        status = folder.status(place[-1])
        file_id = FileIdentity(self._data_set, file)
        present = max((each.present(file_id) for each in self._abandoned(folder, place, file)), default=0)
        if status is None:
            return LocalFile(FileState.PARTIAL, present) if present else NOTHING_THERE
        if stat.S_ISLNK(status.st_mode):
            self._check_link(place, file.local_path)
        elif stat.S_ISREG(status.st_mode) and status.st_size == file.size:
            has_name = self._listings.has_exact_name(place[-1], place[:-1], folder)
            if has_name and _has_content(folder, place[-1], file, cancellation):
                return LocalFile(FileState.COMPLETE, file.size)
        return LocalFile(FileState.DIFFERENT, present)

    def _begin(self, file: DataSetFile, place: Parts, file_id: FileIdentity | None) -> FilesystemIncomingFile:
        *above, name = place
        folder = self._tree.acquire(tuple(above), file.local_path, make=True)
        try:
            self._check_free(folder, place, file.local_path)
            unfinished = self._taken_over(folder, place, file_id) if file_id else None
            begun, received = unfinished or (Partial.new(folder, name, file_id), ReceivedBytes())
        except BaseException:
            self._tree.release(folder)
            raise
        finalise = partial(self._names.finalise, path=place)
        return FilesystemIncomingFile(file, begun, received, finalise, partial(self._end, begun, tuple(above)))

    def _end(self, ended: Partial, above: Parts) -> None:
        if ended.sidecar and not ended.is_final:
            self._listings.forget(above)
        self._tree.release(ended.folder)

    def _check_free(self, folder: OpenFolder, place: Parts, shown: str) -> None:
        status = folder.status(place[-1])
        if status is None:
            return
        if stat.S_ISDIR(status.st_mode):
            raise TargetNotWritable(f"{self._path}/{shown}", "there is a folder of that name")
        if stat.S_ISLNK(status.st_mode):
            self._check_link(place, shown)

    def _check_link(self, place: Parts, shown: str) -> None:
        """Raise InvalidPath for a link that leads outside the folder. Other links are replaced, not followed."""
        resolved_inside(self._root, self._root.joinpath(*place), shown)

    def _taken_over(
        self, folder: OpenFolder, place: Parts, file_id: FileIdentity
    ) -> tuple[Partial, ReceivedBytes] | None:
        """Take over the usable partial file with the most bytes; return None if there is none."""
        found = [(each.present(file_id), each) for each in self._abandoned(folder, place, file_id.file)]
        for present, each in sorted(found, key=lambda pair: pair[0], reverse=True):
            if present:
                with suppress(OSError):
                    return each.take_over(file_id, Cancellation.current())
        return None

    def _abandoned(self, folder: OpenFolder, place: Parts, file: DataSetFile) -> Iterator[Abandoned]:
        if file.size >= MIN_RESUMABLE_BYTES:
            yield from abandoned_for(folder, place[-1], self._listings.of(place[:-1], folder).unfinished)


def _place(path: str) -> Parts:
    """Return the parts of a path below the data set's folder. Raises InvalidPath for reserved names."""
    parts = checked_names(path)
    if len(parts) == 1 and parts[0].casefold() == MANIFEST_NAME:
        raise InvalidPath(path, "this name is reserved for the manifest")
    if PartialName.read(parts[-1]):
        raise InvalidPath(path, "such names are reserved for incomplete files")
    return parts


def _has_content(folder: OpenFolder, name: str, file: DataSetFile, cancellation: Cancellation) -> bool:
    """Whether a file of the right size has the right bytes. Raises OSError, Cancelled."""
    if file.crc32 is None or not file.size:
        return not file.size
    block = memoryview(bytearray(min(BLOCK, file.size)))
    checksum = size = 0
    with os.fdopen(folder.open(name), "rb", buffering=0) as content:
        while count := content.readinto(block):
            cancellation.check()
            checksum, size = crc32(block[:count], checksum), size + count
    return (checksum, size) == (file.crc32, file.size)
