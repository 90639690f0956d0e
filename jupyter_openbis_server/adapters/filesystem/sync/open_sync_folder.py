"""A folder whose synchronisation has begun.

In `.openbis-sync` in the folder: `state.jsonl`, what is known; `md5s.jsonl`, MD5s of local files; `running-…`, the mark
of the program; `incoming/`, files that are being received; `replaced/`, files that are being replaced, moved or
deleted; `trash/`.

A file is first moved to `replaced/` and looked at there, where no other program writes under its name. If it is not the
expected one, it gets its name back. So no file is ever overwritten or deleted by its name alone.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.downloads.download_folder import FilesystemDownloadFolder
from jupyter_openbis_server.adapters.filesystem.folders.folder_tree import Parts
from jupyter_openbis_server.adapters.filesystem.folders.names import checked_names
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors
from jupyter_openbis_server.adapters.filesystem.sync.noted_md5s import NotedMd5s
from jupyter_openbis_server.adapters.filesystem.sync.places import (
    INCOMING,
    MOVING,
    REPLACED,
    TRASH,
    Taken,
    are_one,
    drop,
)
from jupyter_openbis_server.adapters.filesystem.sync.putting_back import PuttingBack
from jupyter_openbis_server.adapters.filesystem.sync.state_file import StateFile
from jupyter_openbis_server.adapters.filesystem.sync.sync_folder import FilesystemSyncFolder
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import InvalidPath, OpenbisError, TargetNotWritable
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen, Stamp
from jupyter_openbis_server.domain.sync.errors import LocalFileChanged
from jupyter_openbis_server.domain.sync.ports import STATE_FOLDER, SyncTarget, is_reserved

_NO_HARD_LINKS = frozenset(
    {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV, errno.EACCES}
)


class FilesystemOpenSyncFolder(FilesystemSyncFolder):
    """Port `OpenSyncFolder`; made by `FilesystemSyncFolders.open`, which has marked the folder."""

    def begin(self, target: SyncTarget) -> None:
        """Put right what an ended program has left, and open the state file. Raises OSError, InvalidSyncState."""
        self._number = 0
        self._former: list[Taken] = []
        self._trash = (*TRASH, dt.datetime.now(dt.timezone.utc).strftime("%Y-%m-%dT%H%M%S"))
        PuttingBack(self._tree, self._give_back).run()
        with self._tree.using((STATE_FOLDER,), STATE_FOLDER, make=True) as folder:
            if self._known and self._known.is_long:
                StateFile.write(folder, self._known.target, self._known.seen.values())
            self._state = StateFile(folder, target)
        self._target = target
        self._md5s: NotedMd5s | None = None
        self._incoming = FilesystemDownloadFolder(
            self._path.joinpath(*INCOMING), (target.owner,), root=self._root.joinpath(*INCOMING)
        )

    def end(self) -> None:
        """Remove the former versions of replaced files, and close the state file."""
        try:
            for each in self._former:
                with suppress(OSError, OpenbisError):  # what stays is put back or in the trash the next time
                    self._remove_or_keep(each)
            self._incoming.clean_up()
        finally:
            self._state.close()
            if self._md5s:
                self._md5s.close()

    @property
    def journal(self) -> str:
        """See the port."""
        return str(self._path / STATE_FOLDER / "data-sets.jsonl")

    def noted_md5(self, entry: LocalEntry) -> str | None:
        """See the port."""
        with storage_errors(self._path / STATE_FOLDER):
            return self._noted_md5s().of(entry)

    def note_md5(self, entry: LocalEntry, md5: str) -> None:
        """See the port."""
        with storage_errors(self._path / STATE_FOLDER):
            self._noted_md5s().note(entry, md5)

    def _noted_md5s(self) -> NotedMd5s:
        if self._md5s is None:
            with self._tree.using((STATE_FOLDER,), STATE_FOLDER) as folder:
                self._md5s = NotedMd5s(folder, self._target, str(self._path))
        return self._md5s

    def note(self, seen: Iterable[Seen]) -> None:
        """See the port."""
        with storage_errors(self._path / STATE_FOLDER):
            self._state.append(seen)

    def forget(self, paths: Iterable[str]) -> None:
        """See the port."""
        with storage_errors(self._path / STATE_FOLDER):
            self._state.append((), paths)

    def incoming(self) -> Receiver:
        """See the port."""
        with storage_errors(self._path), self._tree.using(INCOMING, "/".join(INCOMING), make=True):
            return self._incoming

    def place(
        self, file: DataSetFile, path: str, replaced: LocalEntry | None, *, keeps_replaced: bool = False
    ) -> LocalEntry:
        """See the port. A file that lost its name to another program's file stays in the trash."""
        parts = checked_names(path)
        received = (*INCOMING, *checked_names(file.local_path))
        with storage_errors(f"{self._path}/{path}"), self._at(parts, make=True) as (folder, name):
            former = self._taken(replaced) if replaced else None
            try:
                stamp = self._given_name(received, file, folder, name)
            except FileExistsError:
                drop(self._tree, received)
                if former:
                    self._to_trash(former)
                raise LocalFileChanged(path) from None
            except BaseException:
                if former:
                    self._give_back(former)
                raise
            if former and keeps_replaced:
                self._to_trash(former)
            elif former:
                self._former.append(former)
        return LocalEntry(path, stamp)

    def discard(self, entry: LocalEntry) -> None:
        """See the port."""
        with storage_errors(f"{self._path}/{entry.path}"):
            if not entry.is_folder:
                self._to_trash(self._taken(entry))
                return
            with self._at(checked_names(entry.path)) as (folder, name):
                try:
                    folder.remove_folder(name)
                except FileNotFoundError:
                    return
                except OSError as error:
                    if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                        raise LocalFileChanged(entry.path) from error
                    raise

    def move(self, entry: LocalEntry, path: str) -> LocalEntry:
        """See the port."""
        parts = checked_names(path)
        with storage_errors(f"{self._path}/{path}"), self._at(parts, make=True) as (folder, name):
            taken = self._taken(entry, MOVING)
            try:
                self._name_again(taken.place, folder, name)
            except FileExistsError:
                self._give_back(taken)
                raise LocalFileChanged(path) from None
            except BaseException:
                self._give_back(taken)
                raise
            status = folder.status(name)
        after = self._stamp(status) if status else taken.stamp
        return LocalEntry(path, after if after.is_same_file(taken.stamp) else taken.stamp)

    def make_folder(self, path: str) -> None:
        """See the port."""
        parts = checked_names(path)
        with storage_errors(f"{self._path}/{path}"), self._at(parts, make=True) as (above, name):
            above.enter(name, make=True).close()

    @contextmanager
    def _at(self, parts: Parts, *, make: bool = False) -> Iterator[tuple[OpenFolder, str]]:
        """Open the folder of a path for a block, with the name in it.

        Raises:
            LocalFileChanged: a link leads there.
            InvalidPath: the name is reserved, or a link leads outside.
        """
        shown = "/".join(parts)
        if is_reserved(shown):
            raise InvalidPath(shown, "this name is reserved for what is known about the folder")
        with self._tree.using(parts[:-1], shown, make=make) as folder:
            if Path(folder.path) != self._root.joinpath(*parts[:-1]):
                raise LocalFileChanged(shown)
            yield folder, parts[-1]

    def _given_name(self, received: Parts, file: DataSetFile, folder: OpenFolder, name: str) -> Stamp:
        """Name a received file. Raises FileExistsError: the name is in use."""
        with self._tree.using(received[:-1], file.path) as incoming:
            if file.modified:
                incoming.set_modified(received[-1], _nanoseconds(file.modified))
            status = incoming.status(received[-1])
        if status is None:
            raise FileNotFoundError(errno.ENOENT, "the received file has disappeared")
        before = self._stamp(status)
        self._name_again(received, folder, name)
        placed = folder.status(name)
        after = self._stamp(placed) if placed else before
        return after if after.is_same_file(before) else before

    def _name_again(self, place: Parts, folder: OpenFolder, name: str) -> None:
        """Move a file; unlike a plain rename, never over another one. Raises FileExistsError."""
        with self._tree.using(place[:-1], "/".join(place)) as source:
            try:
                source.add_name(place[-1], folder, name)
            except OSError as error:
                if isinstance(error, FileExistsError) and are_one(source.status(place[-1]), folder.status(name)):
                    pass  # a program ended after it had added the name
                elif isinstance(error, FileExistsError) or error.errno not in _NO_HARD_LINKS:
                    raise
                else:
                    os.close(folder.create(name))  # the name is reserved by this; for file systems without hard links
                    source.move(place[-1], folder, name)
                    return
            source.remove(place[-1])

    def _taken(self, entry: LocalEntry, purpose: str = "old") -> Taken:
        """Move a file to `replaced/`. Raises LocalFileChanged: it is not as listed; it has its name again."""
        parts = checked_names(entry.path)
        with self._at(parts) as (folder, name):
            status = folder.status(name)
            if entry.stamp is None or status is None or not self._is_file_of(status, entry.stamp):
                raise LocalFileChanged(entry.path)
            self._number += 1
            place = (*REPLACED, f"{purpose}-{os.getpid()}-{self._number}", *parts)
            with self._tree.using(place[:-1], entry.path, make=True) as replaced:
                folder.move(name, replaced, name)
                moved = replaced.status(name)
        taken = Taken(place, entry.path, entry.stamp)
        if moved is None or not self._is_file_of(moved, entry.stamp):
            self._give_back(taken)
            raise LocalFileChanged(entry.path)
        return taken

    def _is_file_of(self, status: os.stat_result, stamp: Stamp) -> bool:
        return stat.S_ISREG(status.st_mode) and self._stamp(status).is_same_file(stamp)

    def _give_back(self, taken: Taken) -> None:
        """Give a file its name again; if that is in use or its folder is missing, the file goes to the trash."""
        parts = checked_names(taken.path)
        try:
            with self._at(parts, make=True) as (folder, name):
                self._name_again(taken.place, folder, name)
        except (FileExistsError, LocalFileChanged, InvalidPath, TargetNotWritable):
            self._to_trash(taken)

    def _remove_or_keep(self, taken: Taken) -> None:
        """Remove a replaced file; if a program that had it open has written to it since, it goes to the trash."""
        with self._tree.using(taken.place[:-1], taken.path) as folder:
            status = folder.status(taken.place[-1])
            if status and self._is_file_of(status, taken.stamp):
                folder.remove(taken.place[-1])
                return
        if status:
            self._to_trash(taken)

    def _to_trash(self, taken: Taken) -> None:
        *above, name = checked_names(taken.path)
        for number in range(1, 1_000):
            place = (*self._trash, *above, name if number == 1 else f"{name} ({number})")
            with self._tree.using(place[:-1], taken.path, make=True) as folder:
                try:
                    self._name_again(taken.place, folder, place[-1])
                except FileExistsError:
                    continue
                return
        raise FileExistsError(errno.EEXIST, "the trash of this folder is full", taken.path)


def _nanoseconds(time: dt.datetime) -> int:
    since = time - dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
    return (since // dt.timedelta(microseconds=1)) * 1_000
