"""Use case that plans a synchronisation: lists both sides and compares them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import starmap

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.catalogue.entity import EntityReference
from jupyter_openbis_server.domain.catalogue.ports import Entities
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import SourceNotReadable
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.errors import NoFileServer
from jupyter_openbis_server.domain.object_files.ports import ObjectFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.sync.entries import LocalEntry
from jupyter_openbis_server.domain.sync.errors import InvalidSyncState, SyncFolderMissing
from jupyter_openbis_server.domain.sync.plan import Action, Kind, Obstacle, SyncPlan
from jupyter_openbis_server.domain.sync.planning.comparison import Comparison, compare_sides
from jupyter_openbis_server.domain.sync.planning.folders import folder_actions
from jupyter_openbis_server.domain.sync.planning.moves import MovesHere, MovesThere
from jupyter_openbis_server.domain.sync.ports import LocalFiles, SyncFolder, SyncFolders, SyncTarget, is_reserved
from jupyter_openbis_server.domain.sync.request import SyncRequest
from jupyter_openbis_server.domain.sync.same_login import SameLogin
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion


@dataclass(frozen=True)
class PlanSync:
    """Compare a local folder with the files of a sample or experiment. Nothing is changed on either side."""

    session_manager: SessionManager
    entities: Entities
    object_files: ObjectFiles
    folders: SyncFolders

    def __call__(self, name: str, request: SyncRequest, cancellation: Cancellation | None = None) -> SyncPlan:
        """Return the plan.

        Args:
            name: The connection.
            request: What the user wants.
            cancellation: Cancels the work.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidReference, EntityNotFound.
            WrongUser: not the user of the request is logged in.
            NoFileServer: openBIS keeps no files of samples and experiments.
            InvalidPath: the folder must not be used.
            InvalidSyncState: the folder is synchronised with something else.
            SyncFolderMissing: another folder is in the place of the one that the request is for.
            SourceNotReadable: a part of the folder cannot be read.
            Cancelled: on request.
        """
        cancellation = cancellation or Cancellation()
        with cancellation.as_current():
            login = SameLogin(self.session_manager, user=request.user)
            return login.use(name, self._plan, request, cancellation)

    def _plan(self, session: Session, request: SyncRequest, cancellation: Cancellation) -> SyncPlan:
        owner = self.entities.find(session, EntityReference.parse(request.entity))
        if not self.object_files.is_available(session):
            raise NoFileServer("this openBIS has no file server")
        folder = self.folders.look(request.folder)
        _check_place(request, folder)
        check_target(folder.path, folder.target, SyncTarget(session.instance.url, owner.perm_id, owner.identifier))
        local = folder.files(request.exclusion, cancellation)
        remote = self._remote(session, owner.perm_id, request)
        work = _Planning(session, owner.perm_id, self.object_files, folder, request, cancellation)
        actions, unchanged = work.run(local, remote)
        unusable = tuple(starmap(Obstacle, local.unusable.items()))
        url, is_known = session.instance.url, folder.target is not None
        return SyncPlan(request, owner, url, actions, is_known, unchanged, local.excluded, unusable)

    def _remote(self, session: Session, owner: str, request: SyncRequest) -> dict[str, DataSetFile]:
        ignored = _Ignored(request.exclusion)
        listed = self.object_files.list_files(session, owner)
        return {each.path: each for each in listed if not ignored.has(each.path)}


@dataclass(frozen=True)
class _Planning:
    """The comparison of two listings; contents are read where sizes and times do not decide."""

    session: Session
    owner: str
    object_files: ObjectFiles
    folder: SyncFolder
    request: SyncRequest
    cancellation: Cancellation

    def run(self, local: LocalFiles, remote: Mapping[str, DataSetFile]) -> tuple[tuple[Action, ...], Amount]:
        """Return the actions by path, and how many files are the same on both sides."""
        excluded = _Ignored(self.request.exclusion)
        seen = {path: each for path, each in self.folder.seen().items() if not excluded.has(path)}
        compared = compare_sides(seen, local.entries, remote, local.unusable)
        unreadable: dict[str, str] = {}
        md5_here = self._md5_here(compared.ask_here, unreadable)
        md5_there = self.object_files.md5s(self.session, self.owner, compared.ask_there, self.cancellation)
        actions = compared.decide(self.request, md5_here, {each.path: md5 for each, md5 in md5_there.items()})
        actions = self._with_moves(actions, unreadable)
        ignored = (*local.excluded, *local.unusable)
        actions += folder_actions(seen, local.entries, remote, actions, self.request, ignored)
        actions = [self._if_possible(each, unreadable) for each in actions]
        return tuple(sorted(actions, key=lambda each: each.path)), _unchanged(compared, actions)

    def _md5_here(self, entries: Iterable[LocalEntry], unreadable: dict[str, str]) -> dict[str, str]:
        """Return MD5s by path; add the files that cannot be read to `unreadable`, with the reason."""
        found = {}
        for entry in entries:
            try:
                md5 = self.folder.md5(entry, self.cancellation)
            except SourceNotReadable as error:
                unreadable[entry.path] = str(error)
                continue
            if md5:
                found[entry.path] = md5
        return found

    def _with_moves(self, actions: list[Action], unreadable: dict[str, str]) -> list[Action]:
        """Replace a deleted file and a new one with the same content by a move."""
        if not self.request.delete:
            return actions
        there = MovesThere(actions)
        actions = there.applied(self._md5_here((each.local for each in there.candidates if each.local), unreadable))
        here = MovesHere(actions)
        files = [each.remote for each in here.candidates if each.remote]
        md5s = self.object_files.md5s(self.session, self.owner, files, self.cancellation) if files else {}
        return here.applied({each.path: md5 for each, md5 in md5s.items()})

    def _if_possible(self, action: Action, unreadable: Mapping[str, str]) -> Action:
        """Return an action; one that could not be carried out is blocked."""
        problem = unreadable.get(action.path)
        if problem is None and action.kind in _NEW_THERE and action.remote is None:
            problem = self.object_files.problem_of(action.path)
        return replace(action, kind=Kind.BLOCKED, problem=problem) if problem else action


_NEW_THERE = (Kind.SEND, Kind.MAKE_THERE, Kind.MOVE_THERE)


def check_target(folder: str, known: SyncTarget | None, target: SyncTarget) -> None:
    """Raise InvalidSyncState if a folder is synchronised with something else."""
    if known and not known.is_same_as(target):
        raise InvalidSyncState(
            folder,
            f"this folder is synchronised with {known.identifier} in {known.url}; choose another folder",
        )


def _check_place(request: SyncRequest, folder: SyncFolder) -> None:
    """Raise SyncFolderMissing if another folder is in the place of the one that a request is for."""
    is_moved = bool(request.real_path) and folder.real_path != request.real_path
    if is_moved or (request.is_known and folder.target is None):
        raise SyncFolderMissing(request.folder)


class _Ignored:
    """Excluded paths, and all that is below them. Each folder is looked at once."""

    def __init__(self, exclusion: Exclusion) -> None:
        self._exclusion = exclusion
        self._folders = {"": False}

    def has(self, path: str) -> bool:
        """Return whether a path is ignored."""
        return is_reserved(path) or self._is_folder_ignored(path.rpartition("/")[0]) or self._exclusion.leaves_out(path)

    def _is_folder_ignored(self, path: str) -> bool:
        known = self._folders.get(path)
        if known is None:
            known = self._folders[path] = self.has(path)
        return known


def _unchanged(compared: Comparison, actions: Sequence[Action]) -> Amount:
    noted = [each for each in actions if each.kind is Kind.NOTE and each.remote and not each.remote.is_folder]
    return compared.unchanged + Amount(len(noted), sum(each.remote.size for each in noted if each.remote))
