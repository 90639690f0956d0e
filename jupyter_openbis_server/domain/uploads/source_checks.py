"""Checks that uploads of all kinds share: the owner, the local files and their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from jupyter_openbis_server.domain.catalogue.data_set_references import owner_named
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.ports import Entities
from jupyter_openbis_server.domain.errors import (
    EntityNotFound,
    FieldProblem,
    InvalidPath,
    InvalidReference,
    OpenbisError,
    SourceNotReadable,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.domain.workspace.ports import Workspace
from jupyter_openbis_server.domain.workspace.source_files import SourceFile, Sources

_MAX_NAMES_SHOWN = 10
_SLASH = re.compile("/")


def find_owner(entities: Entities, session: Session, text: str, problems: list[FieldProblem]) -> Entity | None:
    """Return the sample or experiment that a text names; None if there is none, which is added to the problems."""
    if not text.strip():
        problems.append(FieldProblem("entityIdentifier", "please provide a sample or experiment identifier"))
        return None
    try:
        return owner_named(entities, session, text)
    except (EntityNotFound, InvalidReference) as error:
        problems.append(FieldProblem("entityIdentifier", str(error)))
        return None


def find_sources(
    workspace: Workspace, paths: Iterable[str], exclusion: Exclusion, problems: list[FieldProblem]
) -> Sources:
    """Return the files at paths of the workspace; those that cannot be found or read are added to the problems."""
    files: list[SourceFile] = []
    left_out: list[str] = []
    for path in paths:
        try:
            found = workspace.find(path, exclusion)
        except (InvalidPath, SourceNotReadable) as error:
            problems.append(FieldProblem("file", _problem_of(path, error)))
        else:
            files += found.files
            left_out += found.left_out
    return Sources(tuple(files), tuple(left_out))


def problems_of_names(names: Iterable[str], owner: str = "a data set") -> Iterator[FieldProblem]:
    """Yield a problem for each path that several files, or a file and a folder, would have; `owner` is for messages."""
    times = Counter(names)
    several = [name for name, count in times.items() if count > 1]
    for name in several[:_MAX_NAMES_SHOWN]:
        yield FieldProblem("file", f"{times[name]} files are called {name}; {owner} keeps one of them")
    if len(several) > _MAX_NAMES_SHOWN:
        yield FieldProblem("file", f"{len(several) - _MAX_NAMES_SHOWN} more names occur several times")
    folders = {name[: slash.start()] for name in times for slash in _SLASH.finditer(name)}
    for name in sorted(folders & times.keys())[:_MAX_NAMES_SHOWN]:
        yield FieldProblem("file", f"a file and a folder are called {name}; {owner} keeps one of them")


def _problem_of(path: str, error: OpenbisError) -> str:
    if isinstance(error, SourceNotReadable) and path.startswith("~"):
        return f"{error}; ~ has no meaning here: give the path relative to Jupyter's root folder"
    return str(error)
