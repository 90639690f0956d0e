"""The folder of one data set on the local disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from jupyter_openbis_server.adapters.crc32 import crc32
from jupyter_openbis_server.adapters.filesystem.folder_tree import FolderTree, Parts
from jupyter_openbis_server.adapters.filesystem.incoming_file import FilesystemIncomingFile
from jupyter_openbis_server.adapters.filesystem.leftovers import remove_leftovers
from jupyter_openbis_server.adapters.filesystem.listings import Listings
from jupyter_openbis_server.adapters.filesystem.manifest_file import read_manifest, write_manifest
from jupyter_openbis_server.adapters.filesystem.names import checked_names, resolved_inside
from jupyter_openbis_server.adapters.filesystem.open_folder import HAS_DESCRIPTORS, OpenFolder
from jupyter_openbis_server.adapters.filesystem.os_errors import storage_errors
from jupyter_openbis_server.adapters.filesystem.partial_names import PartialName
from jupyter_openbis_server.adapters.filesystem.partials import SMALLEST_KEPT, Abandoned, Partial, abandoned_for
from jupyter_openbis_server.adapters.filesystem.positioned_file import BLOCK
from jupyter_openbis_server.adapters.filesystem.published_names import PublishedNames
from jupyter_openbis_server.adapters.filesystem.received_bytes import ReceivedBytes
from jupyter_openbis_server.adapters.filesystem.sidecar import Whose
from jupyter_openbis_server.domain.errors import InvalidPath, OpenbisError, TargetNotWritable
from jupyter_openbis_server.domain.model import Cancellation, DataSetFile, FileState, LocalFile, Manifest
from jupyter_openbis_server.domain.model.manifest import MANIFEST_NAME


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
        """Take note of a folder.

        Args:
            path: Where it is.
            names: How the data set is called there: permIds.
            root: Where it is, all links followed; found out if left out.
            identity: What `OpenFolder.identity` tells of it, if it must not be replaced by another one.
            descriptors: See `FolderTree`.
        """
        self._path = path
        self._data_set = names
        self._root = root or Path(os.path.realpath(path))
        self._tree = FolderTree(self._root, identity, descriptors=descriptors)
        self._listings = Listings()
        self._names = PublishedNames(self._tree, self._listings)

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

    def look(self, file: DataSetFile, cancellation: Cancellation) -> LocalFile:
        """See the port. How much is there of an unfinished file is what its notes say; it is not read yet."""
        cancellation.check()
        parts = _place(file.local_path)
        try:
            with self._tree.using(parts[:-1], file.local_path) as folder:
                return self._look(folder, parts, file, cancellation)
        except FileNotFoundError:
            return LocalFile(FileState.MISSING)
        except (OSError, TargetNotWritable):
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
        """See the port. Folders on the way to the file are made."""
        place = _place(file.local_path)
        whose = Whose(self._data_set, file) if resumable and file.size >= SMALLEST_KEPT else None
        with storage_errors(f"{self._path}/{file.local_path}"):
            try:
                return self._begin(file, place, whose)
            except OSError as error:
                if not self._tree.forget_removed(error):
                    raise
            return self._begin(file, place, whose)

    def tidy(self) -> None:
        """See the port."""
        remove_leftovers(self._tree, self._data_set)

    def _look(self, folder: OpenFolder, place: Parts, file: DataSetFile, cancellation: Cancellation) -> LocalFile:
        status = folder.status(place[-1])
        whose = Whose(self._data_set, file)
        present = max((each.present(whose) for each in self._abandoned(folder, place, file)), default=0)
        if status is None:
            return LocalFile(FileState.PARTIAL if present else FileState.MISSING, present)
        if stat.S_ISLNK(status.st_mode):
            self._check_link(place, file.local_path)
        elif stat.S_ISREG(status.st_mode) and status.st_size == file.size:
            is_it = self._listings.has_just(place[-1], place[:-1], folder) and _is_content(
                folder, place[-1], file, cancellation
            )
            if is_it:
                return LocalFile(FileState.COMPLETE, file.size)
        return LocalFile(FileState.DIFFERENT, present)

    def _begin(self, file: DataSetFile, place: Parts, whose: Whose | None) -> FilesystemIncomingFile:
        *above, name = place
        folder = self._tree.acquire(tuple(above), file.local_path, make=True)
        try:
            self._check_free(folder, place, file.local_path)
            unfinished = self._taken_over(folder, place, whose) if whose else None
            begun, received = unfinished or (Partial.new(folder, name, whose), ReceivedBytes())
        except BaseException:
            self._tree.release(folder)
            raise
        publish = partial(self._names.publish, path=place)
        return FilesystemIncomingFile(file, begun, received, publish, partial(self._end, begun, tuple(above)))

    def _end(self, ended: Partial, above: Parts) -> None:
        if ended.notes and not ended.is_published:
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
        """Raise InvalidPath for a link that leads outside. Others are replaced, not followed."""
        resolved_inside(self._root, self._root.joinpath(*place), shown)

    def _taken_over(self, folder: OpenFolder, place: Parts, whose: Whose) -> tuple[Partial, ReceivedBytes] | None:
        """Return an earlier beginning of a file, the one with most of it; None if there is none that can be used."""
        found = [(each.present(whose), each) for each in self._abandoned(folder, place, whose.file)]
        for present, each in sorted(found, key=lambda pair: pair[0], reverse=True):
            if present:
                with suppress(OSError):
                    return each.take_over(whose, Cancellation.current())
        return None

    def _abandoned(self, folder: OpenFolder, place: Parts, file: DataSetFile) -> Iterator[Abandoned]:
        if file.size >= SMALLEST_KEPT:
            yield from abandoned_for(folder, place[-1], self._listings.of(place[:-1], folder).unfinished)


def _place(path: str) -> Parts:
    """Return the parts of a path below the data set's folder. Raises InvalidPath."""
    parts = checked_names(path)
    if len(parts) == 1 and parts[0].casefold() == MANIFEST_NAME:
        raise InvalidPath(path, "this is the name of the manifest, which lies there")
    if PartialName.read(parts[-1]):
        raise InvalidPath(path, "files that are not complete yet have such names")
    return parts


def _is_content(folder: OpenFolder, name: str, file: DataSetFile, cancellation: Cancellation) -> bool:
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
