"""Use cases that delete, move and rename files of samples and experiments, and create folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set_references import owner_named
from jupyter_openbis_server.domain.catalogue.ports import Entities
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import InvalidPath
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.errors import NoSuchFile
from jupyter_openbis_server.domain.object_files.ports import ObjectFiles
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard

_ROOT = "this is the folder of the object or collection as a whole; choose something in it"


@dataclass(frozen=True)
class DeleteFiles:
    """Delete files and folders; openBIS keeps them in its trash by default."""

    session_manager: SessionManager
    entities: Entities
    object_files: ObjectFiles
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(self, name: str, entity: str, paths: Sequence[str], *, to_trash: bool = True) -> tuple[str, ...]:
        """Return the deleted paths.

        Raises:
            ReadOnly: changes are switched off.
            InvalidPath, NoSuchFile: of one path; nothing was deleted.
            EntityNotFound, NoFileServer, RequestRefused.
        """
        self.guard.check()
        return self.session_manager.use(name, self._delete, entity, paths, to_trash)

    def _delete(self, session: Session, entity: str, paths: Sequence[str], to_trash: bool) -> tuple[str, ...]:
        owner = owner_named(self.entities, session, entity)
        wanted = dict.fromkeys(map(_checked, paths))
        known = {each.path for each in self.object_files.list_files(session, owner.perm_id)}
        for path in wanted:
            if path not in known:
                raise NoSuchFile(owner.identifier, path)
        upper = tuple(path for path in wanted if not any(path.startswith(f"{each}/") for each in wanted))
        for path in upper:
            self.object_files.delete(session, owner.perm_id, path, to_trash=to_trash)
        return upper


@dataclass(frozen=True)
class MoveFile:
    """Move or rename a file or folder; its owner stays the same."""

    session_manager: SessionManager
    entities: Entities
    object_files: ObjectFiles
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(self, name: str, entity: str, path: str, new_path: str) -> str:
        """Move a file or folder, and return its new path.

        Raises:
            ReadOnly: changes are switched off.
            InvalidPath: openBIS does not accept the new path, or it is inside the folder to move.
            NoSuchFile, FilesExist, EntityNotFound, NoFileServer, RequestRefused.
        """
        self.guard.check()
        return self.session_manager.use(name, self._move, entity, _checked(path), _checked(new_path))

    def _move(self, session: Session, entity: str, path: str, new_path: str) -> str:
        if new_path.startswith(f"{path}/"):
            raise InvalidPath(new_path, f"this is inside {path}")
        _check_name(self.object_files, new_path)
        owner = owner_named(self.entities, session, entity)
        if path != new_path:
            self.object_files.move(session, owner.perm_id, path, new_path)
        return new_path


@dataclass(frozen=True)
class CreateFolder:
    """Create a folder, with those above it."""

    session_manager: SessionManager
    entities: Entities
    object_files: ObjectFiles
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(self, name: str, entity: str, path: str) -> str:
        """Create a folder, and return its path.

        Raises:
            ReadOnly: changes are switched off.
            InvalidPath, FilesExist, EntityNotFound, NoFileServer, RequestRefused.
        """
        self.guard.check()
        return self.session_manager.use(name, self._create, entity, _checked(path))

    def _create(self, session: Session, entity: str, path: str) -> str:
        _check_name(self.object_files, path)
        owner = owner_named(self.entities, session, entity)
        self.object_files.create_folder(session, owner.perm_id, path)
        return path


def _checked(path: str) -> str:
    """Return a path without slashes at start and end. Raises InvalidPath for the owner's folder itself."""
    names = [name for name in path.split("/") if name]
    if not names:
        raise InvalidPath(path, _ROOT)
    if "." in names or ".." in names:
        raise InvalidPath(path, "it leads through '.' or '..'")
    return "/".join(names)


def _check_name(object_files: ObjectFiles, path: str) -> None:
    problem = object_files.problem_of(path)
    if problem:
        raise InvalidPath(path, problem)
