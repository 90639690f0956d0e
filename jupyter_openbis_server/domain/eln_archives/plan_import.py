"""Use case that plans the import of an `.eln` archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityReference, ReferenceKind
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.entity_types import find_type
from jupyter_openbis_server.domain.catalogue.ports import Entities, EntityTypes
from jupyter_openbis_server.domain.changes.create_entity import PLACES, CreationChecks
from jupyter_openbis_server.domain.changes.new_entity import CreationRequest, EntityDraft
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry
from jupyter_openbis_server.domain.eln_archives.entry_files import MAX_PROBLEMS, EntryFileChecks, with_checked_files
from jupyter_openbis_server.domain.eln_archives.mapping import problems_of_mapping, properties_of
from jupyter_openbis_server.domain.eln_archives.ports import ElnReader
from jupyter_openbis_server.domain.eln_archives.results import ArchiveResults
from jupyter_openbis_server.domain.errors import (
    EntityNotFound,
    FieldProblem,
    InvalidChange,
    InvalidReference,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.research_objects.described_files import described_files, files_outside
from jupyter_openbis_server.domain.research_objects.ports import Packages
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


@dataclass(frozen=True)
class ImportRequest:
    """An import, as requested by the user; not validated.

    Attributes:
        archive: Absolute path.
        owner: Identifier, permId or link of the experiment, project or space of the new objects.
        type_code: Type of the objects.
        mapping: See `properties_of`. A field that no entry has, or a property that the type does not have, is refused.
        files_type: Type of the data sets of their files; empty for files of the objects themselves (openBIS 7).
        journal: Absolute path of the journal of data sets.
    """

    archive: str
    owner: str
    type_code: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    files_type: str = ""
    journal: str = ""


@dataclass(frozen=True)
class PlannedObject:
    """An entry, and what becomes of it.

    Attributes:
        draft: Its object.
        properties: Raw values by code.
        existing: The object, if an earlier import has created it.
        left_out: Fields for which the type has no fitting property.
    """

    entry: ElnEntry
    draft: EntityDraft
    properties: Mapping[str, object]
    existing: Entity | None
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class OpenArchive:
    """Open an archive, which may come from anybody."""

    packages: Packages
    reader: ElnReader

    @contextmanager
    def __call__(self, path: str) -> Iterator[ArchiveResults[ElnEntry]]:
        """Open an archive for a `with` block; the files of its entries can be read there.

        Raises:
            InvalidCrate: it is none, or not safe.
            SourceNotReadable: it cannot be read.
        """
        with self.packages.open(path) as package:
            document, files = described_files(path, package.files)
            archive = self.reader.archive(path, document, files)
            yield replace(archive, unused=(*archive.unused, *files_outside(path, package.files)))


@dataclass(frozen=True)
class PlanImport:
    """Read an archive and compare it with openBIS, without changes to either."""

    session_manager: SessionManager
    opened: OpenArchive
    entities: Entities
    types: EntityTypes
    checks: CreationChecks
    file_checks: EntryFileChecks

    def __call__(self, name: str, request: ImportRequest) -> ArchiveResults[PlannedObject]:
        """Return what would be created.

        Raises:
            UnknownConnection, NotLoggedIn.
            InvalidCrate, SourceNotReadable: the archive cannot be used.
            InvalidChange: with the problems of all entries and their files.
            FilesNeedDataSets: the server keeps no files of objects: name a type for data sets.
        """
        with self.opened(request.archive) as archive:
            return self.checked(name, request, archive)

    def checked(
        self, name: str, request: ImportRequest, archive: ArchiveResults[ElnEntry]
    ) -> ArchiveResults[PlannedObject]:
        """Return what would be created from an open archive, with checked files. Raises as above."""
        planned = self.session_manager.use(name, self._planned, request, archive)
        checked = with_checked_files(archive)
        objects = tuple(replace(each, entry=entry) for each, entry in zip(planned, checked, strict=True))
        return ArchiveResults(objects, archive.unused, archive.missing)

    def _planned(
        self, session: Session, request: ImportRequest, entries: Sequence[ElnEntry]
    ) -> tuple[PlannedObject, ...]:
        """Return what would be created from entries. Raises InvalidChange, FilesNeedDataSets."""
        problems: list[FieldProblem] = []
        type_ = find_type(self.types, session, EntityKind.SAMPLE, request.type_code, problems)
        owner = self._owner(session, request, problems)
        if type_:
            problems += problems_of_mapping(request.mapping, entries, type_)
        if problems or type_ is None or owner is None:
            raise InvalidChange(problems[:MAX_PROBLEMS])
        problems += self.file_checks.problems_of(session, entries, request.files_type)
        found = []
        for entry in entries:
            Cancellation.current().check()
            properties, left_out = properties_of(entry, type_, request.mapping)
            draft = EntityDraft(EntityKind.SAMPLE, type_, owner, entry.code)
            existing = self._existing(session, draft.identifier or "")
            if existing is None:
                wanted = CreationRequest(EntityKind.SAMPLE, type_.code, request.owner, entry.code, properties)
                try:
                    draft = self.checks.draft(session, wanted)
                except InvalidChange as error:
                    problems += (FieldProblem(each.field, f"{entry.name}: {each.problem}") for each in error.problems)
            found.append(PlannedObject(entry, draft, properties, existing, left_out))
            if len(problems) >= MAX_PROBLEMS:
                break
        if problems:
            raise InvalidChange(problems[:MAX_PROBLEMS])
        return tuple(found)

    def _owner(self, session: Session, request: ImportRequest, problems: list[FieldProblem]) -> Entity | None:
        try:
            return self.entities.find(session, EntityReference.parse(request.owner), PLACES[EntityKind.SAMPLE])
        except (EntityNotFound, InvalidReference) as error:
            problems.append(FieldProblem("in", str(error), is_missing=True))
            return None

    def _existing(self, session: Session, identifier: str) -> Entity | None:
        try:
            reference = EntityReference(identifier, ReferenceKind.IDENTIFIER)
            return self.entities.find(session, reference, (EntityKind.SAMPLE,))
        except EntityNotFound:
            return None
