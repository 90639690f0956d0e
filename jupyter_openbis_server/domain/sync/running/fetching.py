"""The part of a synchronisation that fetches files from openBIS."""

from __future__ import annotations

import posixpath
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile, afs_data_set
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    DiskFull,
    IntegrityError,
    InvalidPath,
    OpenbisError,
    RequestRefused,
    StorageError,
)
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.files.receiving import IncomingFile, Receiver
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.sync.entries import Seen
from jupyter_openbis_server.domain.sync.errors import LocalFileChanged
from jupyter_openbis_server.domain.sync.plan import Action, Kind
from jupyter_openbis_server.domain.sync.ports import OpenSyncFolder
from jupyter_openbis_server.domain.sync.report import Outcomes, SyncCopy
from jupyter_openbis_server.domain.sync.running.copies import discard_decided_copy
from jupyter_openbis_server.domain.sync.same_login import SameLogin

_MAX_COPIES = 100


@dataclass(frozen=True)
class Fetching:
    """Fetches new and changed files, and copies of files that both sides have changed.

    Attributes:
        name: The connection.
        owner: PermId of the owner of the files.
    """

    login: SameLogin
    data_store: DataStore
    name: str
    owner: str
    folder: OpenSyncFolder
    outcomes: Outcomes
    progress: Progress

    def run(self, actions: Sequence[Action], cancellation: Cancellation) -> None:
        """Fetch the files of actions of the kinds FETCH and CONFLICT.

        Raises:
            OpenbisError: what ends the whole synchronisation, e.g. DiskFull, ConnectionFailed, NotLoggedIn.
            Cancelled: on request. Files that are complete have their names; parts of others are kept.
        """
        arrivals = _Arrivals(self, {each.path: each for each in actions})
        while arrivals.waiting:
            try:
                self.login.use(self.name, self._fetch, arrivals, cancellation)
            except (DataNotAvailable, IntegrityError, RequestRefused) as error:  # all other files have arrived
                arrivals.fail_rest(error)
            except DiskFull:
                raise
            except (InvalidPath, StorageError) as error:
                if not arrivals.fail_refused(error):
                    raise
            else:
                return

    def _fetch(self, session: Session, arrivals: _Arrivals, cancellation: Cancellation) -> None:
        files = arrivals.waiting
        self.data_store.fetch(session, afs_data_set(self.owner), files, arrivals, cancellation)


class _Arrivals:
    """Port `Receiver`: gives each file its name as soon as it is complete. Files may arrive in several threads."""

    def __init__(self, fetching: Fetching, actions: dict[str, Action]) -> None:
        self._fetching, self._actions = fetching, actions
        self._inner: Receiver = fetching.folder.incoming()
        self._refused: str | None = None
        self._lock = threading.Lock()

    @property
    def waiting(self) -> list[DataSetFile]:
        """The files that have neither arrived nor failed."""
        with self._lock:
            return [each.remote for each in self._actions.values() if each.remote]

    def receive(self, file: DataSetFile, *, resumable: bool = False) -> _ArrivingFile:
        """See the port."""
        try:
            inner = self._inner.receive(file, resumable=resumable and file.modified is not None)
        except OpenbisError:
            self._refused = file.path
            raise
        self._fetching.progress.began(file.path)
        present = file.size - sum(end - start for start, end in inner.missing())
        return _ArrivingFile(self, file, inner, self._fetching.progress, present)

    def arrived(self, file: DataSetFile, md5: str | None) -> None:
        """Give a complete file its name. Raises DiskFull; other errors are outcomes of the file."""
        with self._lock:
            action = self._actions.pop(file.path)
            try:
                self._put(action, file, md5)
            except DiskFull:
                raise
            except OpenbisError as error:
                self._fetching.outcomes.fail(action, error)
            else:
                if action.kind is Kind.FETCH:
                    self._fetching.outcomes.done.append(action)
        self._fetching.progress.completed(file.path)

    def fail_rest(self, error: OpenbisError) -> None:
        """Count the files that have not arrived as failed."""
        with self._lock:
            for each in self._actions.values():
                self._fetching.outcomes.fail(each, error)
            self._actions.clear()

    def fail_refused(self, error: OpenbisError) -> bool:
        """Count the file that could not be received as failed; return whether there was one."""
        with self._lock:
            action = self._actions.pop(self._refused, None) if self._refused else None
            self._refused = None
            if action:
                self._fetching.outcomes.fail(action, error)
            return action is not None

    def _put(self, action: Action, file: DataSetFile, md5: str | None) -> None:
        folder = self._fetching.folder
        if action.kind is Kind.CONFLICT:
            self._put_copy(action, file, md5)
            return
        placed = folder.place(file, action.path, action.local, keeps_replaced=_is_only_here(action))
        discard_decided_copy(folder, action)
        folder.note([Seen.in_sync(placed, file, md5 or folder.md5(placed, Cancellation.current()))])

    def _put_copy(self, action: Action, file: DataSetFile, md5: str | None) -> None:
        """Store openBIS's version beside the local one.

        What is known names the copy before it exists: otherwise it would be a new file of the user after a crash.
        """
        folder, base = self._fetching.folder, action.seen or Seen(action.path)
        older = folder.entry(base.copy) if base.copy else None
        path = older.path if older else self._free_path(action.path)
        if older is None:
            folder.note([replace(base, stamp=None, copy=path)])
        placed = folder.place(file, path, older, keeps_replaced=True)
        md5 = md5 or folder.md5(placed, Cancellation.current())
        folder.note([Seen(action.path, False, None, file.size, file.modified, md5, path)])
        self._fetching.outcomes.copies.append(SyncCopy(action.path, path))

    def _free_path(self, path: str) -> str:
        """Return the first name for a copy that is not in use. Raises LocalFileChanged: there is none."""
        for each in copy_paths(path):
            if self._fetching.folder.entry(each) is None:
                return each
        raise LocalFileChanged(path)


class _ArrivingFile:
    """Port `IncomingFile` that counts bytes, and reports that the file is complete."""

    def __init__(
        self, arrivals: _Arrivals, file: DataSetFile, inner: IncomingFile, progress: Progress, present: int
    ) -> None:
        self._arrivals, self._file, self._inner, self._progress = arrivals, file, inner, progress
        self._lock = threading.Lock()
        self._counted = 0
        self._count_as(present)

    def missing(self) -> tuple[tuple[int, int], ...]:
        return self._inner.missing()

    def write(self, offset: int, data: bytes | bytearray | memoryview, crc32: int | None = None) -> None:
        self._inner.write(offset, data, crc32)
        with self._lock:
            self._counted += len(data)
        self._progress.moved(len(data))

    def complete(self, md5: str | None = None) -> int:
        try:
            crc32 = self._inner.complete(md5)
        except OpenbisError:
            self._count_as(0)
            raise
        self._count_as(self._file.size)
        self._arrivals.arrived(self._file, md5)
        return crc32

    def suspend(self) -> None:
        self._inner.suspend()

    def discard(self) -> None:
        self._inner.discard()
        self._count_as(0)

    def _count_as(self, count: int) -> None:
        with self._lock:
            difference, self._counted = count - self._counted, count
        if difference:
            self._progress.moved(difference)


def copy_paths(path: str) -> Iterator[str]:
    """Yield where openBIS's version of a file may be stored beside the local one: `data (openBIS).csv` and so on."""
    folder, name = posixpath.split(path)
    stem, ending = posixpath.splitext(name)
    for number in range(1, _MAX_COPIES + 1):
        mark = f"openBIS {number}" if number > 1 else "openBIS"
        yield posixpath.join(folder, f"{stem} ({mark}){ending}")


def _is_only_here(action: Action) -> bool:
    """Return whether a local file may be the only one with its content: it goes to the trash.

    If it is the last one that both sides had, openBIS has it in its own trash, unless its successor there is older:
    then openBIS was restored from a backup.
    """
    known, stamp = action.seen, action.local.stamp if action.local else None
    if stamp is None:
        return False
    if known is None or known.stamp is None or not stamp.is_like(known.stamp):
        return True
    after = action.remote.modified if action.remote else None
    return known.modified is None or after is None or after <= known.modified
