"""The part of a connection that creates objects and collections, also of entries of other notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.changes.new_entity import CreationRequest
from jupyter_openbis_server.domain.eln_archives.import_archive import ImportedObject
from jupyter_openbis_server.domain.eln_archives.plan_import import ImportRequest, PlannedObject
from jupyter_openbis_server.domain.eln_archives.results import ArchiveResults
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.entrypoints.library.entities.arguments import property_values, reference_of, references_of
from jupyter_openbis_server.entrypoints.library.entities.base import EntityObject
from jupyter_openbis_server.entrypoints.library.entities.entities import Collection, Object, Project, Space
from jupyter_openbis_server.entrypoints.library.entities.source import Source
from jupyter_openbis_server.entrypoints.library.local_paths import expanded
from jupyter_openbis_server.entrypoints.library.methods.base import ConnectionMethods
from jupyter_openbis_server.entrypoints.library.progress import ShowProgress, progress_of


@dataclass(frozen=True)
class ImportedEntry:
    """An entry of an `.eln` archive in openBIS.

    Attributes:
        object: Its object.
        is_new: Whether this import has created it.
        files: Number of its files.
        data_set: PermId of the data set of its files; empty for files of the object itself, or none.
    """

    object: Object
    is_new: bool
    files: int
    data_set: str

    @classmethod
    def of(cls, source: Source, done: ImportedObject) -> ImportedEntry:
        """Return an imported entry with its object."""
        return cls(Object(source, done.entity), done.is_new, done.files, done.data_set)


class ChangeMethods(ConnectionMethods):
    """Methods of `Connection`."""

    def create_object(
        self,
        type: str,  # noqa: A002 - what openBIS calls it
        in_: str | Collection | Project | Space,
        *,
        code: str | None = None,
        name: str | None = None,
        properties: Mapping[str, Any] | None = None,
        parents: str | Object | Iterable[str | Object] = (),
    ) -> Object:
        """Create an object (sample), and return it. Everything is checked first.

        Args:
            type: Code of its type.
            in_: The collection, project or space, or its identifier or permId.
            code: Its code; None to let openBIS generate it, if the type does.
            name: Its display name, the property `$NAME`.
            properties: Property code to value, see `upload`.
            parents: Parent objects, or their identifiers or permIds.

        Raises:
            InvalidChange: with all its `problems`; nothing was created.
            ChangeFailed: openBIS refuses, e.g. the user may not create it.
            ChangeUnconfirmed: it is unknown whether it was created; look for it before a retry.
            ReadOnly: changes are switched off.
        """
        request = _request(EntityKind.SAMPLE, type, in_, code, name, properties, references_of(parents))
        return Object(self._source, self._use_cases.changes.create(self.name, request).entity)

    def create_collection(
        self,
        type: str,  # noqa: A002 - as in `create_object`
        in_: str | Project,
        code: str,
        *,
        name: str | None = None,
        properties: Mapping[str, Any] | None = None,
    ) -> Collection:
        """Create a collection (experiment), and return it. Raises the errors of `create_object`.

        Args:
            type: Code of its type.
            in_: The project, or its identifier or permId.
            code: Its code.
            name: Its display name, the property `$NAME`.
            properties: Property code to value, see `upload`.
        """
        request = _request(EntityKind.EXPERIMENT, type, in_, code, name, properties, ())
        return Collection(self._source, self._use_cases.changes.create(self.name, request).entity)

    def plan_import(
        self,
        archive: str | Path,
        type: str,  # noqa: A002 - as in `create_object`
        in_: str | Collection | Project | Space,
        *,
        fields: Mapping[str, str] | None = None,
        files_as: str = "",
    ) -> ArchiveResults[PlannedObject]:
        """Return what `import_eln` would create with the same arguments, without creating anything.

        Returns:
            For each entry its `draft` with the new `identifier`, its `properties`, the fields that are `left_out`,
            and the object that an earlier import has created (`existing`). The result is a sequence; its `unused` has
            the files that belong to no entry, which are not imported.

        Raises:
            InvalidCrate: it is no archive, or not safe.
            InvalidChange: with the `problems` of all entries.
        """
        request = _import_request(archive, type, in_, fields, files_as)
        return self._use_cases.eln_archives.plan(self.name, request)

    def import_eln(
        self,
        archive: str | Path,
        type: str,  # noqa: A002 - as in `create_object`
        in_: str | Collection | Project | Space,
        *,
        fields: Mapping[str, str] | None = None,
        files_as: str = "",
        progress: ShowProgress = None,
        cancellation: Cancellation | None = None,
    ) -> ArchiveResults[ImportedEntry]:
        """Create an object for each entry of an `.eln` archive (eLabFTW and other notebooks), with its files.

        Everything is checked first. After an error, the same call continues: it finds the objects by their codes, which
        are derived from their entries, and looks for a data set whose registration openBIS has not confirmed.

        Args:
            archive: The archive, or a folder into which it was unpacked.
            type: Code of the type of the objects.
            in_: The collection, project or space, or its identifier or permId.
            fields: Codes of properties by names of fields, also for `name` and `text`. Default: the property with the
                name of the field as code or label, if the value fits there. Others are left out: see `plan_import`.
            files_as: Type of data sets for the files, one for each entry. What is registered is kept in
                `<archive>.journal`: the same files of the same object are registered once.
                Default: files of the objects themselves (openBIS 7).
            progress: Whether a bar is shown, or a callback: see `ShowProgress`.
            cancellation: Cancels it from another thread, between two requests.

        Returns:
            A sequence with a result for each entry; its `unused` has the files that belong to no entry, which are not
            imported.

        Raises:
            InvalidCrate: it is no archive, or not safe; nothing was created.
            InvalidChange: with the `problems` of all entries; nothing was created.
            NoFileServer: openBIS keeps no files of objects: name a type in `files_as`.
            UploadUnconfirmed: openBIS may have registered a data set; the same call looks for it, and continues.
            IntegrityError: a file was changed during the import; for files of objects the cause of a FilesNotUploaded.
            InvalidJournal: the journal belongs to another openBIS, or another program uses it.
            ReadOnly: changes are switched off.
        """
        request = _import_request(archive, type, in_, fields, files_as)
        plans: list[ArchiveResults[PlannedObject]] = []
        with progress_of(progress, "Import") as shown:
            run = self._use_cases.eln_archives.run(self.name, request, cancellation, shown, on_plan=plans.append)
            done = tuple(run)
        return ArchiveResults(
            tuple(ImportedEntry.of(self._source, each) for each in done), plans[0].unused, plans[0].missing
        )


def _import_request(
    archive: str | Path, type_code: str, owner: str | EntityObject, fields: Mapping[str, str] | None, files_type: str
) -> ImportRequest:
    path = str(expanded(archive).absolute())
    return ImportRequest(path, reference_of(owner), type_code, dict(fields or {}), files_type, f"{path}.journal")


def _request(
    kind: EntityKind,
    type_code: str,
    owner: str | EntityObject,
    code: str | None,
    name: str | None,
    properties: Mapping[str, Any] | None,
    parents: tuple[str, ...],
) -> CreationRequest:
    values = property_values(properties)
    if name is not None:
        values["$NAME"] = name
    return CreationRequest(kind, type_code, reference_of(owner), code, values, parents)
