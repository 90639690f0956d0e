"""The part of a synchronisation that renames and deletes files, on both sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import ConnectionFailed, NotLoggedIn, OpenbisError
from jupyter_openbis_server.domain.files.data_set_path import folders_above
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.errors import FilesChanged, FilesExist, NoSuchFile
from jupyter_openbis_server.domain.object_files.ports import ObjectFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen
from jupyter_openbis_server.domain.sync.plan import Action, Kind
from jupyter_openbis_server.domain.sync.ports import OpenSyncFolder
from jupyter_openbis_server.domain.sync.report import Outcomes
from jupyter_openbis_server.domain.sync.running.copies import discard_decided_copy
from jupyter_openbis_server.domain.sync.same_login import SameLogin


@dataclass(frozen=True)
class RemovingHere:
    """Renames and deletes local files that were renamed or deleted in openBIS."""

    folder: OpenSyncFolder
    outcomes: Outcomes

    def run(self, actions: Sequence[Action], cancellation: Cancellation) -> None:
        """Carry out actions of the kinds MOVE_HERE and DELETE_HERE. Raises Cancelled."""
        for action in actions:
            cancellation.check()
            try:
                self._carry_out(action)
            except OpenbisError as error:
                self.outcomes.fail(action, error)
            else:
                self.outcomes.done.append(action)

    def _carry_out(self, action: Action) -> None:
        if action.local is None:
            return
        if action.kind is Kind.DELETE_HERE:
            self.folder.discard(action.local)
        elif action.remote:
            moved = self.folder.move(action.local, action.path)
            self.folder.note([Seen.in_sync(moved, action.remote, action.md5)])
        self.folder.forget([action.moved_from or action.path])


@dataclass(frozen=True)
class RemovingThere:
    """Renames and deletes files in openBIS that were renamed or deleted here."""

    login: SameLogin
    object_files: ObjectFiles
    name: str
    owner: str
    folder: OpenSyncFolder
    outcomes: Outcomes

    def run(self, actions: Sequence[Action], cancellation: Cancellation) -> dict[str, Seen]:
        """Carry out actions of the kinds MOVE_THERE and DELETE_THERE; return what was moved and is to be confirmed.

        Raises:
            ConnectionFailed, NotLoggedIn: openBIS does not answer.
            Cancelled: on request.
        """
        if not actions:
            return {}
        listing = _Listing(self.login.use(self.name, self.object_files.list_files, self.owner))
        moved = {}
        for action in actions:
            cancellation.check()
            try:
                self._carry_out(action, listing)
            except (ConnectionFailed, NotLoggedIn):
                raise
            except OpenbisError as error:
                self.outcomes.fail(action, error)
                continue
            self.outcomes.done.append(action)
            discard_decided_copy(self.folder, action)
            if action.kind is Kind.MOVE_THERE and action.local:
                moved[action.path] = _moved(action, action.local)
                self.folder.note([moved[action.path]])
            self.folder.forget([action.moved_from or action.path])
        return moved

    def _carry_out(self, action: Action, listing: _Listing) -> None:
        """Move or delete, if everything is as it was when the plan was made; only then it is what the user wants."""
        old = action.moved_from or action.path
        if action.kind is Kind.DELETE_THERE and old not in listing.files:
            return
        listing.check_unchanged(old, action.remote)
        if action.kind is Kind.MOVE_THERE:
            above = _above(action.path)
            if above and above not in listing.files:
                self.login.use(self.name, self._create_folder, above)
                listing.add_folder(above)
            self.login.use(self.name, self._move, old, action.path)
        else:
            self.login.use(self.name, self._delete, old)
        listing.remove(old)

    def _create_folder(self, session: Session, path: str) -> None:
        with suppress(FilesExist):
            self.object_files.create_folder(session, self.owner, path)

    def _move(self, session: Session, old: str, new: str) -> None:
        self.object_files.move(session, self.owner, old, new)

    def _delete(self, session: Session, path: str) -> None:
        try:
            self.object_files.delete(session, self.owner, path)
        except NoSuchFile:
            return  # it is what was wanted


class _Listing:
    """The files in openBIS, without those that were removed since."""

    def __init__(self, listed: Sequence[DataSetFile]) -> None:
        self.files = {each.path: each for each in listed}
        self._entries = Counter(_above(each) for each in self.files)

    def check_unchanged(self, path: str, planned: DataSetFile | None) -> None:
        """Raise FilesChanged unless a file is as planned, or a folder is empty."""
        now = self.files.get(path)
        if now is None or planned is None or now.is_folder is not planned.is_folder:
            raise FilesChanged([path])
        is_same = not self._entries[path] if now.is_folder else _version(now) == _version(planned)
        if not is_same:
            raise FilesChanged([path])

    def add_folder(self, path: str) -> None:
        """Add a folder, with those above it."""
        for each in (path, *folders_above(path)):
            if each not in self.files:
                self.files[each] = DataSetFile(each, is_folder=True)
                self._entries[_above(each)] += 1

    def remove(self, path: str) -> None:
        """Forget a file or folder."""
        del self.files[path]
        self._entries[_above(path)] -= 1


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _version(file: DataSetFile) -> tuple[object, ...]:
    return file.size, file.modified


def _moved(action: Action, local: LocalEntry) -> Seen:
    return Seen(action.path, False, local.stamp, local.size, None, action.md5)
