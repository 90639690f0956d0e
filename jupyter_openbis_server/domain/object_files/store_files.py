"""Use cases that store local files under names that were looked at before, e.g. when a file was opened for writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.catalogue.data_set_references import owner_named
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.ports import Entities
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import InvalidPath
from jupyter_openbis_server.domain.files.data_set_path import folders_above
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.object_files import FileToStore, StoredFile
from jupyter_openbis_server.domain.object_files.ports import ObjectFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard
from jupyter_openbis_server.domain.shared.progress import Amount, NoProgress, Progress
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_IS_FOLDER = "there is a folder of that name in openBIS; choose another name"


@dataclass(frozen=True)
class FileTarget:
    """A name among the files of a sample or experiment.

    Attributes:
        path: From the owner's folder on.
        existing: The file or folder of that name, as it was when it was looked at; None if there was none.
    """

    owner: Entity
    path: str
    existing: DataSetFile | None = None


@dataclass(frozen=True)
class LookUpTargets:
    """Look at names under which files are to be stored, and ensure that they may be, without changes."""

    session_manager: SessionManager
    entities: Entities
    object_files: ObjectFiles
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(self, name: str, entity: str, paths: Sequence[str]) -> tuple[FileTarget, ...]:
        """Return the targets in order, all of one owner.

        Args:
            name: The connection.
            entity: Identifier, permId or link of the sample or experiment.
            paths: From the owner's folder on.

        Raises:
            ReadOnly: changes are switched off.
            InvalidPath: openBIS does not accept a name, or has a file where a folder is needed.
            RequestRefused: the user may not change the files, or they are immutable.
            UnknownConnection, NotLoggedIn, InvalidReference, EntityNotFound, NoFileServer.
        """
        self.guard.check()
        return self.session_manager.use(name, self._look_up, entity, paths)

    def owner(self, name: str, entity: str) -> Entity:
        """Return the sample or experiment that a reference names; several references can name the same.

        Args:
            name: The connection.
            entity: Its identifier, permId or link.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidReference, EntityNotFound.
        """
        return self.session_manager.use(name, self._owner, entity)

    def _owner(self, session: Session, entity: str) -> Entity:
        return owner_named(self.entities, session, entity)

    def _look_up(self, session: Session, entity: str, paths: Sequence[str]) -> tuple[FileTarget, ...]:
        owner = owner_named(self.entities, session, entity)
        for path in paths:
            if problem := self.object_files.problem_of(path):
                raise InvalidPath(path, problem)
        there = {each.path: each for each in self.object_files.list_files(session, owner.perm_id)}
        self.object_files.check_may_change(session, owner.perm_id)
        for path in paths:
            _check_folders(path, there)
        return tuple(FileTarget(owner, path, there.get(path)) for path in paths)


@dataclass(frozen=True)
class StoreFiles:
    """Store local files in any folder: the caller has chosen them, not a user as in `UploadFiles`.

    They get their names when openBIS has them completely, and only names that are as `LookUpTargets` found them.
    """

    session_manager: SessionManager
    object_files: ObjectFiles
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(
        self,
        name: str,
        files: Sequence[tuple[FileTarget, SourceFile]],
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
    ) -> tuple[StoredFile, ...]:
        """Store files; return them in the same order. Existing ones are replaced, and are in openBIS's trash then.

        Args:
            name: The connection.
            files: Targets of one owner, each at most once, and what to store there.
            cancellation: Cancels the transfer.
            progress: Receives the progress.

        Raises:
            ReadOnly: changes are switched off.
            InvalidPath: a target is a folder; nothing was sent.
            FilesChanged: another program has changed or created a target since it was looked at. It was kept.
            OpenbisError: see `ObjectFiles.store`.
        """
        self.guard.check()
        for target, _ in files:
            if target.existing and target.existing.is_folder:
                raise InvalidPath(target.path, _IS_FOLDER)
        cancellation, progress = cancellation or Cancellation(), progress or NoProgress()
        with cancellation.as_current():
            return self.session_manager.use(name, self._store, files, cancellation, progress)

    def _store(
        self,
        session: Session,
        files: Sequence[tuple[FileTarget, SourceFile]],
        cancellation: Cancellation,
        progress: Progress,
    ) -> tuple[StoredFile, ...]:
        if not files:
            return ()
        owner = files[0][0].owner.perm_id
        wanted = [FileToStore(source, target.path, target.existing) for target, source in files]
        progress.begin(Amount(len(wanted), sum(each.source.size for each in wanted)))
        return self.object_files.store(session, owner, wanted, cancellation, progress)


def _check_folders(path: str, there: Mapping[str, DataSetFile]) -> None:
    for above in folders_above(path):
        if above in there and not there[above].is_folder:
            raise InvalidPath(path, f"{above} is a file in openBIS; choose another folder")
