"""Use case that synchronises a folder."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import Cancelled, OpenbisError
from jupyter_openbis_server.domain.files.data_set_path import folders_above
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.object_files.ports import ObjectFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard
from jupyter_openbis_server.domain.shared.progress import NoProgress, Progress
from jupyter_openbis_server.domain.sync.entries import Seen
from jupyter_openbis_server.domain.sync.errors import TooManyDeletions
from jupyter_openbis_server.domain.sync.plan import Action, Kind, SyncPlan, amount_of
from jupyter_openbis_server.domain.sync.planning.plan_sync import PlanSync
from jupyter_openbis_server.domain.sync.ports import OpenSyncFolder, SyncFolders, SyncTarget
from jupyter_openbis_server.domain.sync.report import Outcomes, SyncReport
from jupyter_openbis_server.domain.sync.request import SyncRequest
from jupyter_openbis_server.domain.sync.running.copies import discard_decided_copy
from jupyter_openbis_server.domain.sync.running.fetching import Fetching
from jupyter_openbis_server.domain.sync.running.removing import RemovingHere, RemovingThere
from jupyter_openbis_server.domain.sync.running.sending import Sending
from jupyter_openbis_server.domain.sync.same_login import SameLogin


@dataclass(frozen=True)
class RunSync:
    """Carry out a plan. Each file is compared again with the plan before it is replaced or deleted.

    Nothing is lost if the program ends at any time, or other programs change files meanwhile: files are replaced only
    when their successors are complete, and are as they were when the plan was made. The next synchronisation continues.
    """

    session_manager: SessionManager
    planner: PlanSync
    object_files: ObjectFiles
    data_store: DataStore
    folders: SyncFolders
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(
        self,
        name: str,
        request: SyncRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> SyncReport:
        """Plan and carry out. Arguments as `carry_out`; raises its errors and those of `PlanSync`."""
        self.check_guard(request)
        return self.carry_out(name, self.planner(name, request, cancellation), cancellation, progress)

    def carry_out(
        self,
        name: str,
        plan: SyncPlan,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> SyncReport:
        """Carry out a plan, and return what was done. Errors of single files are in the report.

        Args:
            name: The connection.
            plan: What to do.
            cancellation: Cancels the work.
            progress: Notified of the progress of all transfers together.

        Raises:
            ReadOnly: openBIS would be changed, and changes are switched off.
            TooManyDeletions: there are `many_deletions`, and `delete_many` is false.
            SyncRunning: another program synchronises the folder.
            SyncFolderMissing: it was synchronised before, and another folder is in its place now.
            InvalidSyncState, InvalidPath, TargetNotWritable, DiskFull: the folder cannot be used. Nothing was changed.
            Cancelled: on request.
        """
        self.check_guard(plan.request)
        _check_deletions(plan)
        cancellation, progress = cancellation or Cancellation(), progress or NoProgress()
        target = SyncTarget(plan.url, plan.owner.perm_id, plan.owner.identifier)
        outcomes = Outcomes()
        with cancellation.as_current(), self._open(plan, target) as folder:
            try:
                self._carry_out(name, plan, folder, outcomes, cancellation, progress)
            except Cancelled:
                raise
            except OpenbisError as error:
                return outcomes.report(plan, error)
        return outcomes.report(plan)

    def _open(self, plan: SyncPlan, target: SyncTarget) -> AbstractContextManager[OpenSyncFolder]:
        return self.folders.open(plan.request.folder, target, is_known=plan.is_known)

    def _carry_out(
        self,
        name: str,
        plan: SyncPlan,
        folder: OpenSyncFolder,
        outcomes: Outcomes,
        cancellation: Cancellation,
        progress: Progress,
    ) -> None:
        owner, login = plan.owner.perm_id, SameLogin(self.session_manager, plan.url, plan.request.user)
        _note(plan, folder)
        arriving = [*plan.of(Kind.FETCH), *_new_conflicts(plan)]
        leaving = plan.of(Kind.SEND, Kind.MAKE_THERE)
        progress.begin(plan.to_send + amount_of(arriving))
        _make_folders(plan.of(Kind.MAKE_HERE), folder, outcomes)
        fetching = Fetching(login, self.data_store, name, owner, folder, outcomes, progress)
        fetching.run(arriving, cancellation)
        _note_folders(outcomes, Kind.FETCH, folder)
        removals = _files_first(plan.of(Kind.MOVE_HERE, Kind.DELETE_HERE))
        RemovingHere(folder, outcomes).run(removals, cancellation)
        sending = Sending(login, self.object_files, name, owner, folder, outcomes, progress)
        try:
            sending.run(leaving, cancellation)
            _note_folders(outcomes, Kind.SEND, folder)
            removing = RemovingThere(login, self.object_files, name, owner, folder, outcomes)
            removals = _files_first(plan.of(Kind.MOVE_THERE, Kind.DELETE_THERE))
            sending.unconfirmed.update(removing.run(removals, cancellation))
        except OpenbisError:
            with suppress(OpenbisError):  # it only saves time in the next synchronisation
                sending.confirm(cancellation)
            raise
        sending.confirm(cancellation)

    def check_guard(self, request: SyncRequest) -> None:
        """Raise ReadOnly if openBIS would be changed, and changes are switched off."""
        if request.direction.sends:
            self.guard.check()


def _check_deletions(plan: SyncPlan) -> None:
    found = None if plan.request.delete_many else plan.many_deletions
    if found:
        where = "here" if found.kind is Kind.DELETE_HERE else "in openBIS"
        raise TooManyDeletions(found.deleted, found.known, where)


def _note(plan: SyncPlan, folder: OpenSyncFolder) -> None:
    """Note what is the same on both sides already, and forget what is on neither."""
    for each in plan.of(Kind.NOTE):
        discard_decided_copy(folder, each)
    folder.forget([each.path for each in plan.of(Kind.FORGET)])
    folder.note([_seen(each) for each in plan.of(Kind.NOTE)])


def _seen(action: Action) -> Seen:
    if action.local is None or action.remote is None or action.local.is_folder:
        return Seen.folder(action.path)
    return Seen.in_sync(action.local, action.remote, action.md5)


def _new_conflicts(plan: SyncPlan) -> list[Action]:
    """Return the conflicts without openBIS's present version beside the local one."""
    if not plan.request.direction.fetches:
        return []
    return [each for each in plan.of(Kind.CONFLICT) if each.remote and not _has_copy(each)]


def _has_copy(action: Action) -> bool:
    """Return whether the copy beside the local file is openBIS's current version."""
    seen, remote = action.seen, action.remote
    if seen is None or remote is None or not seen.copy:
        return False
    return (seen.size, seen.modified) == (remote.size, remote.modified)


def _note_folders(outcomes: Outcomes, kind: Kind, folder: OpenSyncFolder) -> None:
    """Note that the folders of transferred files are on both sides."""
    done = (each.path for each in outcomes.done if each.kind is kind)
    folder.note(map(Seen.folder, {above for path in done for above in folders_above(path)}))


def _make_folders(actions: Sequence[Action], folder: OpenSyncFolder, outcomes: Outcomes) -> None:
    for each in actions:
        try:
            folder.make_folder(each.path)
            folder.note([Seen.folder(each.path)])
        except OpenbisError as error:
            outcomes.fail(each, error)
        else:
            outcomes.done.append(each)


def _files_first(actions: Sequence[Action]) -> list[Action]:
    """Return files before folders, and folders after those in them."""
    return sorted(actions, key=lambda each: (_is_folder(each), each.path.count("/") * -_is_folder(each)))


def _is_folder(action: Action) -> bool:
    entry = action.local or action.remote
    return bool(entry and entry.is_folder)
