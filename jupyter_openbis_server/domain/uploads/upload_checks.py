"""Is an upload what openBIS will take? Everything that can be known beforehand is found out before a byte is sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import (
    EntityNotFound,
    FieldProblem,
    InvalidPath,
    InvalidReference,
    InvalidUpload,
    SourceNotReadable,
)
from jupyter_openbis_server.domain.model import (
    DataSetDraft,
    DataSetType,
    Entity,
    EntityReference,
    Session,
    SourceFile,
    UploadRequest,
)
from jupyter_openbis_server.domain.model.property_value import PropertyValue, is_unset
from jupyter_openbis_server.domain.ports import DataSets, DataSetTypes, Entities, Workspace

_MOST_NAMES_TOLD = 10
_SLASH = re.compile("/")


@dataclass(frozen=True)
class UploadChecks:
    """Compares what the user wants with what openBIS and the disk have. Changes nothing."""

    entities: Entities
    data_sets: DataSets
    types: DataSetTypes
    workspace: Workspace

    def draft(
        self,
        session: Session,
        request: UploadRequest,
        *,
        made: tuple[SourceFile, ...] = (),
        problems: Iterable[FieldProblem] = (),
    ) -> DataSetDraft:
        """Return the data set that would be registered.

        Args:
            session: Who uploads.
            request: What.
            made: Files to send besides those that the request names.
            problems: What is known to be wrong already: of the fields named there, nothing more is found out.

        Raises:
            InvalidUpload: with everything that is wrong.
        """
        problems = list(problems)
        is_hopeless = {each.field for each in problems}
        owner = self._owner(session, request.entity, problems)
        problems += self._problems_of_parents(session, request.parents)
        files = (*made, *self._sources(request.files, problems))
        if not (files or request.files or is_hopeless):
            problems.append(FieldProblem("file", "choose at least one file"))
        problems += _problems_of_names(source.name for source in files)
        type_ = None if "type" in is_hopeless else self._type(session, request.type_code, problems)
        properties = _properties(type_, request.properties, problems) if type_ else {}
        if problems or owner is None or type_ is None:
            raise InvalidUpload(problems)
        return DataSetDraft(type_.code, owner, files, request.parents, properties)

    def type_named(self, session: Session, code: str) -> DataSetType | None:
        """Return a data set type by its code in any case; one that seems missing is looked for in a fresh list."""
        wanted = code.strip().upper()
        for fresh in (False, True):
            for type_ in self.types.all(session, fresh=fresh):
                if type_.code.upper() == wanted:
                    return type_
        return None

    def _owner(self, session: Session, text: str, problems: list[FieldProblem]) -> Entity | None:
        if not text.strip():
            problems.append(FieldProblem("entityIdentifier", "please provide a sample or experiment identifier"))
            return None
        try:
            return self.entities.find(session, EntityReference.parse(text))
        except (EntityNotFound, InvalidReference) as error:
            problems.append(FieldProblem("entityIdentifier", str(error)))
            return None

    def _problems_of_parents(self, session: Session, parents: tuple[str, ...]) -> Iterator[FieldProblem]:
        if parents:
            for perm_id in self.data_sets.missing(session, parents):
                yield FieldProblem("parent", f"Parent DataSet not found: {perm_id}")

    def _sources(self, paths: tuple[str, ...], problems: list[FieldProblem]) -> tuple[SourceFile, ...]:
        sources: list[SourceFile] = []
        for path in paths:
            try:
                sources += self.workspace.sources(path)
            except (InvalidPath, SourceNotReadable) as error:
                problems.append(FieldProblem("file", str(error)))
        return tuple(sources)

    def _type(self, session: Session, code: str, problems: list[FieldProblem]) -> DataSetType | None:
        found = self.type_named(session, code)
        if found is None:
            problems.append(
                FieldProblem("type", f"No such data set type: {code}" if code else "choose a data set type")
            )
        return found


def _problems_of_names(names: Iterable[str]) -> Iterator[FieldProblem]:
    """Yield what is wrong where two files would get the same place in the data set."""
    times = Counter(names)
    several = [name for name, count in times.items() if count > 1]
    for name in several[:_MOST_NAMES_TOLD]:
        yield FieldProblem("file", f"{times[name]} files are called {name}; a data set keeps one of them")
    if len(several) > _MOST_NAMES_TOLD:
        yield FieldProblem("file", f"{len(several) - _MOST_NAMES_TOLD} more names occur several times")
    folders = {name[: slash.start()] for name in times for slash in _SLASH.finditer(name)}
    for name in sorted(folders & times.keys())[:_MOST_NAMES_TOLD]:
        yield FieldProblem("file", f"a file and a folder are called {name}; a data set keeps one of them")


def _properties(
    type_: DataSetType, raw_values: Mapping[str, object], problems: list[FieldProblem]
) -> dict[str, PropertyValue]:
    """Return the properties as openBIS takes them. Computed ones are its own: they are not sent."""
    given = {code.strip().upper(): value for code, value in raw_values.items()}
    times = Counter(code.strip().upper() for code in raw_values)
    problems += [FieldProblem(f"prop.{code}", "is given twice") for code, count in times.items() if count > 1]
    converted: dict[str, PropertyValue] = {}
    for assignment in type_.assignments:
        raw = given.pop(assignment.code, None)
        if assignment.is_computed:
            continue
        wrong = assignment.problems_of(raw)
        problems += [FieldProblem(f"prop.{assignment.code}", problem) for problem in wrong]
        value = None if wrong else assignment.convert(raw)
        if value is not None:
            converted[assignment.code] = value
    problems += [
        FieldProblem(f"prop.{each}", f"data sets of type {type_.code} have no such property")
        for each, raw in given.items()
        if not is_unset(raw)
    ]
    return converted
