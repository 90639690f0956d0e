"""Use case that imports an `.eln` archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.changes.create_entity import CreateEntity
from jupyter_openbis_server.domain.changes.new_entity import CreationRequest
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry
from jupyter_openbis_server.domain.eln_archives.entry_data_sets import EntryDataSets
from jupyter_openbis_server.domain.eln_archives.plan_import import ImportRequest, PlanImport, PlannedObject
from jupyter_openbis_server.domain.eln_archives.results import ArchiveResults
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.object_files import FileUploadPlan, FileUploadRequest
from jupyter_openbis_server.domain.object_files.plan_file_upload import FileUploadChecks
from jupyter_openbis_server.domain.object_files.upload_files import UploadFiles
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.uploads.many.ports import UploadJournal, UploadJournals
from jupyter_openbis_server.domain.uploads.upload_data_set import UploadDataset


@dataclass(frozen=True)
class ImportedObject:
    """An object with the files of its entry.

    Attributes:
        is_new: Whether this import has created it.
        data_set: PermId of the data set of its files; empty for files of the object itself, or none.
    """

    entity: Entity
    is_new: bool
    files: int
    data_set: str = ""


@dataclass(frozen=True)
class Uploads:
    """Both ways to store the files of an entry."""

    data_sets: UploadDataset
    files: UploadFiles
    file_checks: FileUploadChecks
    journals: UploadJournals


@dataclass(frozen=True)
class ImportArchive:
    """Create an object for each entry of an archive, with its files.

    The code of an object is a digest of its entry: a second import finds the objects of the first one, and stores the
    files that are missing. Files of objects are compared with those in openBIS. Data sets are kept in a journal by
    their objects and the contents of their files: other files of an entry are another data set.

    Attributes:
        clock: Returns the current time, with a time zone.
    """

    plan: PlanImport
    create: CreateEntity
    uploads: Uploads
    connections: Connections
    clock: Callable[[], dt.datetime]
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(
        self,
        name: str,
        request: ImportRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
        *,
        on_plan: Callable[[ArchiveResults[PlannedObject]], None] = lambda _: None,
    ) -> Iterator[ImportedObject]:
        """Return an iterator that creates the objects, and yields each when its files are stored.

        Args:
            name: Name of the connection.
            request: The archive and the options.
            cancellation: Cancels the work between two requests; the same import continues it.
            progress: Notified of the transfer of files, of each object from its beginning.
            on_plan: Called with the plan, before anything is created.

        Raises:
            ReadOnly: changes are switched off.
            InvalidCrate, SourceNotReadable, InvalidChange, FilesNeedDataSets: nothing was done; see `PlanImport`.
            InvalidJournal: the journal is that of another openBIS, or another program uses it.
            UploadUnconfirmed: openBIS may have registered a data set; the same import looks for it, and continues.
            IntegrityError: a file for a data set was changed during the import; it is not registered.
            OpenbisError: as `CreateEntity`, `UploadFiles` and `UploadDataset`; the same import continues.
            Cancelled: on request.
        """
        self.guard.check()
        return self._imported(name, request, cancellation or Cancellation(), progress, on_plan)

    def _imported(
        self,
        name: str,
        request: ImportRequest,
        cancellation: Cancellation,
        progress: Progress | None,
        on_plan: Callable[[ArchiveResults[PlannedObject]], None],
    ) -> Iterator[ImportedObject]:
        with cancellation.as_current(), self.plan.opened(request.archive) as archive:
            planned = self.plan.checked(name, request, archive)
            on_plan(planned)
            run = _Run(self, name, request, cancellation, progress)
            if not request.files_type:
                yield from map(run.imported, planned)
                return
            url = self.connections.get(name).instance.url
            with self.uploads.journals.open(request.journal, url) as journal:
                run.use_data_sets(journal, planned)
                yield from map(run.imported, planned)


@dataclass
class _Run:
    """One import."""

    use_case: ImportArchive
    name: str
    request: ImportRequest
    cancellation: Cancellation
    progress: Progress | None
    data_sets: EntryDataSets | None = None

    def use_data_sets(self, journal: UploadJournal, planned: Iterable[PlannedObject]) -> None:
        """Store files in data sets from now on; the journal knows those of earlier imports."""
        upload, clock = self.use_case.uploads.data_sets, self.use_case.clock
        self.data_sets = EntryDataSets(
            self.name, self.request.files_type, upload, journal, self.cancellation, self.progress, clock
        )
        self.data_sets.verify_recorded((each.existing, each.entry) for each in planned if each.existing)

    def imported(self, planned: PlannedObject) -> ImportedObject:
        """Create an object, unless it exists, and store its files."""
        self.cancellation.check()
        entity, entry = planned.existing, planned.entry
        if entity is None:
            wanted = CreationRequest(
                EntityKind.SAMPLE, planned.draft.type.code, self.request.owner, entry.code, planned.properties
            )
            entity = self.use_case.create(self.name, wanted).entity
        done = ImportedObject(entity, planned.existing is None, len(entry.files))
        if not entry.files:
            return done
        if self.data_sets is None:
            self._store_files(entity, entry)
            return done
        return replace(done, data_set=self.data_sets.store(entity, entry))

    def _store_files(self, entity: Entity, entry: ElnEntry) -> None:
        uploads, request = self.use_case.uploads, FileUploadRequest(entity.perm_id, ())

        def plan(session: Session) -> FileUploadPlan:
            return uploads.file_checks.plan(session, request, made_for=lambda _: entry.files)

        uploads.files.store(self.name, plan, self.cancellation, self.progress)
