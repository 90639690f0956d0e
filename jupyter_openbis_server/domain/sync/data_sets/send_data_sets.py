"""Use case that sends the new and changed files of a folder as data sets."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityReference
from jupyter_openbis_server.domain.catalogue.ports import Entities
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import (
    FieldProblem,
    InvalidInput,
    InvalidPath,
    InvalidUpload,
    InvalidUploads,
    OpenbisError,
    SourceNotReadable,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.change_guard import ChangeGuard
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.sync.data_sets.report import DataSetSyncReport, UnitOutcome, UnitState
from jupyter_openbis_server.domain.sync.data_sets.rules import DataSetRules, Unit, property_values, units_of
from jupyter_openbis_server.domain.sync.entries import LocalEntry
from jupyter_openbis_server.domain.sync.planning.plan_sync import check_target
from jupyter_openbis_server.domain.sync.ports import OpenSyncFolder, SyncFolders, SyncTarget
from jupyter_openbis_server.domain.uploads.many.journal import KnownRows
from jupyter_openbis_server.domain.uploads.many.report import UploadOutcome, UploadState
from jupyter_openbis_server.domain.uploads.many.rows import UploadRow
from jupyter_openbis_server.domain.uploads.many.upload_many import UploadMany
from jupyter_openbis_server.domain.uploads.upload import UploadRequest
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, Exclusion
from jupyter_openbis_server.domain.workspace.ports import Workspace

_STATES = {
    UploadState.DONE: UnitState.SENT,
    UploadState.FOUND: UnitState.SENT,
    UploadState.PRESENT: UnitState.PRESENT,
    UploadState.CHECKED: UnitState.NEW,
    UploadState.NOT_TRIED: UnitState.NEW,
    UploadState.FAILED: UnitState.FAILED,
    UploadState.UNCONFIRMED: UnitState.UNCONFIRMED,
}


@dataclass(frozen=True)
class DataSetSyncRequest:
    """What a user wants.

    Attributes:
        folder: Absolute path of the local folder.
        entity: Identifier, permId or link of the sample or experiment that gets the data sets.
        rules: How files and folders become data sets.
        exclusion: Files that are ignored.
    """

    folder: str
    entity: str
    rules: DataSetRules
    exclusion: Exclusion = DEFAULT_EXCLUSION


ReadyAfter = Callable[[Mapping[str, LocalEntry]], Iterable[str]]
"""Returns the paths of files that may still be written."""


def _none_waits(entries: Mapping[str, LocalEntry]) -> Iterable[str]:
    del entries
    return ()


@dataclass(frozen=True)
class SendDataSets:
    """Send files or folders that are not in openBIS yet as they are now, each as one data set.

    A journal in the folder says what was sent: by path and content, so that a file is sent once, also if the program
    ended before it learned that openBIS has the data set. A changed file becomes another data set.
    """

    session_manager: SessionManager
    entities: Entities
    folders: SyncFolders
    upload_many: UploadMany
    workspace: Workspace

    @property
    def guard(self) -> ChangeGuard:
        """The guard of its uploads."""
        return self.upload_many.guard

    def __call__(
        self,
        name: str,
        request: DataSetSyncRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
        *,
        check_only: bool = False,
        waiting: ReadyAfter = _none_waits,
    ) -> DataSetSyncReport:
        """Send what is new; return what is known about each file or folder.

        Args:
            name: The connection.
            request: What the user wants.
            cancellation: Cancels uploads whose registration has not begun.
            progress: Notified of the total progress.
            check_only: Send nothing: what would be sent has the state NEW.
            waiting: Returns the paths of the files that may still be written.

        Raises:
            ReadOnly: changes are switched off.
            UnknownConnection, NotLoggedIn, InvalidReference, EntityNotFound.
            SyncRunning, InvalidSyncState, InvalidPath, InvalidJournal, TargetNotWritable, DiskFull: the folder cannot
                be used.
            Cancelled: on request; the next run continues.
        """
        if not check_only:
            self.guard.check()
        cancellation = cancellation or Cancellation()
        with cancellation.as_current():
            owner, url = self.session_manager.use(name, self._owner, request.entity)
            target = SyncTarget(url, owner.perm_id, owner.identifier)
            check_target(request.folder, self.folders.look(request.folder).target, target)
            with self.folders.open(request.folder, target) as folder:
                work = _Work(self, name, request, owner, url, folder, cancellation)
                return work.run(progress, waiting, check_only=check_only)

    def _owner(self, session: Session, entity: str) -> tuple[Entity, str]:
        return self.entities.find(session, EntityReference.parse(entity)), session.instance.url


@dataclass(frozen=True)
class _Work:
    """One run."""

    use_case: SendDataSets
    name: str
    request: DataSetSyncRequest
    owner: Entity
    url: str
    folder: OpenSyncFolder
    cancellation: Cancellation

    def run(self, progress: Progress | None, waiting: ReadyAfter, *, check_only: bool) -> DataSetSyncReport:
        """See `SendDataSets`."""
        entries = self.folder.files(self.request.exclusion, self.cancellation).entries
        units = units_of(entries, self.request.rules)
        still = set(waiting({file.path: file for unit in units for file in unit.files}))
        outcomes = {unit.path: UnitOutcome(unit.path, state) for unit in units if (state := _obstacle(unit, still))}
        rows: dict[int, UploadRow] = {}
        paths: dict[int, str] = {}
        for number, unit in enumerate((each for each in units if each.path not in outcomes), 1):
            try:
                rows[number], paths[number] = self._row(number, unit), unit.path
            except (InvalidInput, SourceNotReadable) as error:
                outcomes[unit.path] = UnitOutcome(unit.path, UnitState.FAILED, error=detached(error))
        sent, stopped_by = self._send(rows, paths, progress, check_only=check_only)
        ordered = sorted((*outcomes.values(), *sent), key=lambda each: each.path)
        return DataSetSyncReport(self.request.folder, self.owner, tuple(ordered), stopped_by)

    def _send(
        self, rows: dict[int, UploadRow], paths: Mapping[int, str], progress: Progress | None, *, check_only: bool
    ) -> tuple[list[UnitOutcome], OpenbisError | None]:
        """Send rows; invalid ones do not stop the others."""
        done: list[UnitOutcome] = []
        if check_only:
            return self._known(rows, paths), None
        while rows:
            try:
                report = self.use_case.upload_many(
                    self.name, list(rows.values()), self.folder.journal, self.cancellation, progress
                )
            except InvalidUploads as error:
                for number, problem in _problems(error).items():
                    del rows[number]
                    done.append(UnitOutcome(paths[number], UnitState.FAILED, error=problem))
            else:
                return [*done, *(_outcome(each, paths) for each in report.outcomes)], report.stopped_by
        return done, None

    def _known(self, rows: Mapping[int, UploadRow], paths: Mapping[int, str]) -> list[UnitOutcome]:
        with self.use_case.upload_many.journals.open(self.folder.journal, self.url) as journal:
            known = KnownRows.of(journal.entries())
        return [_state(paths[number], known.done(row.key)) for number, row in rows.items()]

    def _row(self, number: int, unit: Unit) -> UploadRow:
        """Return the upload of a unit. Raises InvalidInput, SourceNotReadable."""
        properties = property_values(unit, self.request.rules, self._read)
        sources = tuple(self._in_workspace(each) for each in unit.sources)
        request = UploadRequest(
            self.request.rules.type_code, self.owner.perm_id, sources, (), properties, self.request.exclusion
        )
        return UploadRow(number, self._key(unit), request)

    def _in_workspace(self, path: str) -> str:
        """Return the path for uploads. Raises InvalidPath: the folder is not in the root folder."""
        root = self.use_case.workspace.root
        try:
            return PurePath(self.folder.path, path).relative_to(root).as_posix()
        except ValueError:
            raise InvalidPath(self.folder.path, f"uploads come from {root}; choose a folder there") from None

    def _key(self, unit: Unit) -> str:
        """Return what identifies a unit with its content in the journal."""
        content = hashlib.sha256()
        for file in unit.files:
            content.update(f"{file.path}\0{self._md5(file)}\0".encode())
        return f"{hashlib.sha256(unit.path.encode()).hexdigest()[:16]}-{content.hexdigest()[:32]}"

    def _md5(self, file: LocalEntry) -> str:
        """Return the MD5 of a file; it is read only if it may have changed since the last time."""
        noted = self.folder.noted_md5(file)
        if noted:
            return noted
        md5 = self.folder.md5(file, self.cancellation)
        if md5 is None:
            raise SourceNotReadable(file.path, "File is being changed")
        self.folder.note_md5(file, md5)
        return md5

    def _read(self, file: LocalEntry) -> bytes:
        with self.folder.source(file).open() as stream:
            return stream.read()


def _obstacle(unit: Unit, waiting: set[str]) -> UnitState | None:
    """Return why a unit is not sent now; None if it is."""
    if any(file.path in waiting for file in unit.files):
        return UnitState.WAITING
    return UnitState.NO_SIDECAR if unit.lacks_sidecar else None


def _problems(error: InvalidUploads) -> dict[int, OpenbisError]:
    """Return an error for each row with problems."""
    fields: dict[int, list[FieldProblem]] = {}
    for each in error.problems:
        fields.setdefault(each.row, []).append(FieldProblem(each.field, each.problem))
    return {row: InvalidUpload(problems) for row, problems in fields.items()}


def _outcome(outcome: UploadOutcome, paths: Mapping[int, str]) -> UnitOutcome:
    return UnitOutcome(paths[outcome.row], _STATES[outcome.state], outcome.perm_id, outcome.error)


def _state(path: str, perm_id: str | None) -> UnitOutcome:
    return UnitOutcome(path, UnitState.PRESENT if perm_id else UnitState.NEW, perm_id)
