"""Validation of the files of entries, before the first object is created: whether they are intact and can be stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.entity_types import find_type
from jupyter_openbis_server.domain.catalogue.ports import EntityTypes
from jupyter_openbis_server.domain.eln_archives.checked_files import CheckedFile
from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry
from jupyter_openbis_server.domain.eln_archives.errors import FilesNeedDataSets
from jupyter_openbis_server.domain.errors import FieldProblem, InvalidChange
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.ports import ObjectFiles
from jupyter_openbis_server.domain.properties.property_checks import converted_properties
from jupyter_openbis_server.domain.uploads.source_checks import problems_of_names

MAX_PROBLEMS = 10
"""Of all entries; a user who sees these knows enough."""
_DAMAGED = "its size or checksum differs from what the archive states: export it again"


def with_checked_files(entries: Iterable[ElnEntry]) -> tuple[ElnEntry, ...]:
    """Read all files, and compare them with what their archive states. Return the entries with the files as checked.

    Raises:
        InvalidChange: they differ; with the first problems.
        SourceNotReadable: one cannot be read.
        Cancelled: by the current cancellation.
    """
    checked: list[ElnEntry] = []
    problems: list[FieldProblem] = []
    for entry in entries:
        files = tuple(_checked(entry, problems))
        checked.append(replace(entry, files=files))
        if len(problems) >= MAX_PROBLEMS:
            break
    if problems:
        raise InvalidChange(problems[:MAX_PROBLEMS])
    return tuple(checked)


def _checked(entry: ElnEntry, problems: list[FieldProblem]) -> Iterator[CheckedFile]:
    """Yield the files as checked, and add the problems of others."""
    for file in entry.files:
        checked = CheckedFile.of(file)
        if not all(stated.matches(checked.digest) for stated in entry.digests.get(file.name, ())):
            problems.append(FieldProblem("files", f"{entry.name}: {file.name}: {_DAMAGED}"))
            if len(problems) >= MAX_PROBLEMS:
                return
        yield checked


@dataclass(frozen=True)
class EntryFileChecks:
    """Check whether openBIS can store the files of entries: with their objects, or in data sets of a type."""

    object_files: ObjectFiles
    types: EntityTypes

    def problems_of(self, session: Session, entries: Sequence[ElnEntry], files_type: str) -> Iterator[FieldProblem]:
        """Yield the problems.

        Args:
            session: The session.
            entries: The entries.
            files_type: Type of the data sets; empty for files of the objects.

        Raises:
            FilesNeedDataSets: the server keeps no files of objects.
        """
        with_files = [each for each in entries if each.files]
        if not with_files:
            return
        if files_type:
            yield from self._problems_of_type(session, files_type)
        elif not self.object_files.is_available(session):
            raise FilesNeedDataSets
        for entry in with_files:
            problems = self._problems_of_names(entry, files_type)
            yield from (FieldProblem("files", f"{entry.name}: {each}") for each in problems)

    def _problems_of_type(self, session: Session, code: str) -> Iterator[FieldProblem]:
        problems: list[FieldProblem] = []
        type_ = find_type(self.types, session, EntityKind.DATA_SET, code, problems)
        if type_:
            converted_properties(type_, {}, problems)
        yield from (FieldProblem("files", f"in data sets, {each.field}: {each.problem}") for each in problems)

    def _problems_of_names(self, entry: ElnEntry, files_type: str) -> Iterator[str]:
        names = [each.name for each in entry.files]
        if files_type:
            yield from (each.problem for each in problems_of_names(names))
            return
        yield from (f"{name}: {problem}" for name in names if (problem := self.object_files.problem_of(name)))
        yield from (each.problem for each in problems_of_names(names, "an object"))
