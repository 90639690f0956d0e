"""Validation of uploads to samples and experiments before the first byte is sent."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.ports import Entities
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import FieldProblem, InvalidUpload, RequestRefused
from jupyter_openbis_server.domain.files.data_set_path import folders_above
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.checksums import md5_of_source
from jupyter_openbis_server.domain.object_files.object_files import (
    FileToStore,
    FileUploadPlan,
    FileUploadRequest,
    StoredFile,
)
from jupyter_openbis_server.domain.object_files.ports import ObjectFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.uploads.source_checks import find_owner, find_sources, problems_of_names
from jupyter_openbis_server.domain.workspace.ports import Workspace

_MAX_PROBLEMS = 10


@dataclass(frozen=True)
class FileUploadChecks:
    """Validate upload requests against openBIS and the workspace, without changes to either."""

    entities: Entities
    object_files: ObjectFiles
    workspace: Workspace

    def plan(self, session: Session, request: FileUploadRequest) -> FileUploadPlan:
        """Return what would be sent.

        Raises:
            InvalidUpload: with all problems.
            NoFileServer: the server keeps no files of samples and experiments.
        """
        problems: list[FieldProblem] = []
        owner = find_owner(self.entities, session, request.entity, problems)
        found = find_sources(self.workspace, request.files, request.exclusion, problems)
        folder = "/".join(part for part in request.folder.split("/") if part)
        files = [FileToStore(source, posixpath.join(folder, source.name)) for source in found.files]
        if not request.files:
            problems.append(FieldProblem("file", "choose at least one file"))
        problems += self._problems_of_paths(folder, files)
        existing = self._existing(session, owner, problems)
        problems += _collisions(files, existing)
        if problems or owner is None:
            raise InvalidUpload(problems)
        wanted, unchanged = self._compared(session, owner, files, existing)
        return FileUploadPlan(owner, wanted, unchanged, request.replace, found.left_out)

    def _problems_of_paths(self, folder: str, files: Sequence[FileToStore]) -> Iterator[FieldProblem]:
        problem = self.object_files.problem_of(folder) if folder else None
        if problem:
            yield FieldProblem("folder", f"{folder}: {problem}")
        refused = [(each.path, reason) for each in files if (reason := self.object_files.problem_of(each.path))]
        yield from (FieldProblem("file", f"{path}: {reason}") for path, reason in ([] if problem else refused))
        yield from problems_of_names((each.path for each in files), "an object or collection")

    def _existing(
        self, session: Session, owner: Entity | None, problems: list[FieldProblem]
    ) -> Mapping[str, DataSetFile]:
        if owner is None:
            return {}
        existing = {each.path: each for each in self.object_files.list_files(session, owner.perm_id)}
        try:
            self.object_files.check_may_change(session, owner.perm_id)
        except RequestRefused as error:
            problems.append(FieldProblem("entityIdentifier", str(error)))
        return existing

    def _compared(
        self, session: Session, owner: Entity, files: Sequence[FileToStore], existing: Mapping[str, DataSetFile]
    ) -> tuple[tuple[FileToStore, ...], tuple[StoredFile, ...]]:
        """Return the files to send, with what each replaces, and those that openBIS has already."""
        old = {each.path: existing[each.path] for each in files if each.path in existing}
        same_size = [old[each.path] for each in files if each.path in old and not each.source.is_folder
                     and each.source.size == old[each.path].size]  # fmt: skip
        md5s = self.object_files.md5s(session, owner.perm_id, same_size, Cancellation.current())
        wanted, unchanged = [], []
        for file in files:
            replaced = old.get(file.path)
            md5 = md5s.get(replaced) if replaced else None
            if replaced is None or not (replaced.is_folder or md5 == _md5_if(md5, file)):
                known = replaced and replaced.with_checksum(None, md5)
                wanted.append(FileToStore(file.source, file.path, known))
            else:
                unchanged.append(StoredFile(file.path, file.source.size, md5))
        return tuple(wanted), tuple(unchanged)


@dataclass(frozen=True)
class PlanFileUpload:
    """Validate an upload as `UploadFiles` does and return its plan, without sending anything."""

    session_manager: SessionManager
    checks: FileUploadChecks

    def __call__(
        self, name: str, request: FileUploadRequest, cancellation: Cancellation | None = None
    ) -> FileUploadPlan:
        """Return what would be sent, replaced and left out.

        Raises:
            UnknownConnection, NotLoggedIn, NoFileServer.
            InvalidUpload: with all problems at once.
            Cancelled: on request.
        """
        with (cancellation or Cancellation()).as_current():
            return self.session_manager.use(name, self.checks.plan, request)


def _md5_if(stored: str | None, file: FileToStore) -> str:
    """Return the MD5 of a local file that may be equal to a stored one; an empty text if it cannot be."""
    return "" if stored is None else md5_of_source(file.source)


def _collisions(files: Iterable[FileToStore], existing: Mapping[str, DataSetFile]) -> Iterator[FieldProblem]:
    """Yield a problem for each file with the name of a stored folder, and for the reverse."""
    wrong: dict[str, str] = {}
    for file in files:
        there = existing.get(file.path)
        if there and there.is_folder != file.source.is_folder:
            wrong[file.path] = "a folder" if there.is_folder else "a file"
        for above in folders_above(file.path):
            if above in existing and not existing[above].is_folder:
                wrong[above] = "a file"
    for path, kind in list(wrong.items())[:_MAX_PROBLEMS]:
        yield FieldProblem("file", f"{path}: there is {kind} of that name in openBIS")
    if len(wrong) > _MAX_PROBLEMS:
        yield FieldProblem("file", f"{len(wrong) - _MAX_PROBLEMS} more names are in use in openBIS")
