"""The part of a synchronisation that stores files in openBIS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import OpenbisError, SourceNotReadable
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.errors import FilesChanged
from jupyter_openbis_server.domain.object_files.object_files import FileToStore, StoredFile
from jupyter_openbis_server.domain.object_files.ports import ObjectFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen
from jupyter_openbis_server.domain.sync.plan import Action, Kind
from jupyter_openbis_server.domain.sync.ports import OpenSyncFolder
from jupyter_openbis_server.domain.sync.report import Outcomes
from jupyter_openbis_server.domain.sync.running.copies import discard_decided_copy
from jupyter_openbis_server.domain.sync.same_login import SameLogin

_BATCH_FILES = 1_000
_BATCH_BYTES = 1024 * 1024 * 1024
"""What is sent before it is noted as sent: files that were sent and not noted are compared again after a crash."""


@dataclass
class Sending:
    """Sends new and changed files, and creates folders.

    Attributes:
        name: The connection.
        owner: PermId of the owner of the files.
        unconfirmed: What was stored, while openBIS has not been asked yet when it says that the files were changed.
    """

    login: SameLogin
    object_files: ObjectFiles
    name: str
    owner: str
    folder: OpenSyncFolder
    outcomes: Outcomes
    progress: Progress
    unconfirmed: dict[str, Seen] = field(default_factory=dict)

    def run(self, actions: Sequence[Action], cancellation: Cancellation) -> None:
        """Carry out actions of the kinds SEND and MAKE_THERE.

        Raises:
            OpenbisError: what ends the whole synchronisation, e.g. RequestRefused, ConnectionFailed, NotLoggedIn. What
                was stored before is noted.
            Cancelled: on request; the next synchronisation continues.
        """
        for batch in _batches(actions):
            self._send(batch, cancellation)

    def confirm(self, cancellation: Cancellation) -> None:
        """Ask openBIS for the modification times of what was stored, unless it was changed since.

        Without them, the next synchronisation would have to read these files to see that they are unchanged.

        Raises:
            OpenbisError, Cancelled: as `run`.
        """
        if self.unconfirmed:
            wanted = dict(self.unconfirmed)
            listed = self.login.use(self.name, self._confirmed, wanted, cancellation)
            self.folder.note(listed)
            self.unconfirmed.clear()

    def _send(self, batch: Sequence[Action], cancellation: Cancellation) -> None:
        waiting = {each.path: each for each in batch}
        attempt = _Attempt(self, waiting, cancellation)
        while waiting:
            cancellation.check()
            try:
                self.login.use(self.name, attempt.store)
            except FilesChanged as error:
                attempt.fail(error.paths, error)
            except SourceNotReadable as error:
                attempt.fail([error.path], error)

    def _confirmed(self, session: Session, wanted: Mapping[str, Seen], cancellation: Cancellation) -> list[Seen]:
        listed = {each.path: each for each in self.object_files.list_files(session, self.owner)}
        files = [each for path, each in listed.items() if path in wanted and each.size == wanted[path].size]
        md5s = self.object_files.md5s(session, self.owner, files, cancellation)
        return [_as_listed(wanted[each.path], each) for each, md5 in md5s.items() if md5 == wanted[each.path].md5]


class _Attempt:
    """Stores the files of one batch; after an interruption, those that openBIS has not got yet."""

    def __init__(self, sending: Sending, waiting: dict[str, Action], cancellation: Cancellation) -> None:
        self._sending, self._waiting, self._cancellation = sending, waiting, cancellation
        self._is_repeated = False

    def store(self, session: Session) -> None:
        """Store what is waiting, and note it. May be called again after any error."""
        if self._is_repeated:
            self._note_stored(session)
        self._is_repeated = True
        sending, actions = self._sending, list(self._waiting.values())
        wanted = [_to_store(sending.folder, each) for each in actions]
        stored = sending.object_files.store(session, sending.owner, wanted, self._cancellation, sending.progress)
        self._note(zip(actions, stored, strict=True))

    def fail(self, paths: Sequence[str], error: OpenbisError) -> None:
        """Count files as failed. Raises `error` if none of them is waiting: nothing could be done about it."""
        failed = [self._waiting.pop(path) for path in paths if path in self._waiting]
        if not failed:
            raise error
        for each in failed:
            self._sending.outcomes.fail(each, error)

    def _note_stored(self, session: Session) -> None:
        """Note what an interrupted attempt has stored: openBIS has a file of the same content."""
        sending = self._sending
        listed = {each.path: each for each in sending.object_files.list_files(session, sending.owner)}
        there = [listed[path] for path, each in self._waiting.items() if path in listed and _fits(each, listed[path])]
        md5s = sending.object_files.md5s(
            session, sending.owner, [each for each in there if not each.is_folder], self._cancellation
        )
        done = []
        for file in there:
            action = self._waiting[file.path]
            md5 = md5s.get(file)
            if file.is_folder or (md5 and action.local and md5 == sending.folder.md5(action.local, self._cancellation)):
                done.append((action, StoredFile(file.path, file.size, md5)))
        self._note(done)

    def _note(self, stored: Iterable[tuple[Action, StoredFile]]) -> None:
        known = [(action, _seen(action, file)) for action, file in stored]
        for action, _ in known:
            discard_decided_copy(self._sending.folder, action)
        self._sending.folder.note([seen for _, seen in known])
        for action, seen in known:
            del self._waiting[action.path]
            self._sending.outcomes.done.append(action)
            if not seen.is_folder:
                self._sending.unconfirmed[seen.path] = seen


def _batches(actions: Sequence[Action]) -> Iterator[list[Action]]:
    batch: list[Action] = []
    size = 0
    for each in actions:
        if batch and (len(batch) == _BATCH_FILES or size + each.size > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += each.size
    if batch:
        yield batch


def _to_store(folder: OpenSyncFolder, action: Action) -> FileToStore:
    return FileToStore(folder.source(action.local or LocalEntry(action.path)), action.path, action.remote)


def _fits(action: Action, file: DataSetFile) -> bool:
    return (file.is_folder, file.size) == (action.kind is Kind.MAKE_THERE, action.size)


def _seen(action: Action, file: StoredFile) -> Seen:
    if file.is_folder or action.local is None:
        return Seen.folder(action.path)
    return Seen(action.path, False, action.local.stamp, file.size, None, file.md5)


def _as_listed(seen: Seen, file: DataSetFile) -> Seen:
    return Seen(seen.path, False, seen.stamp, file.size, file.modified, seen.md5)
