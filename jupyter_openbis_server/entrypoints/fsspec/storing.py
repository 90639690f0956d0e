"""Changes of the files of samples and experiments by the use cases of the process, and transactions of fsspec."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fsspec.callbacks import DEFAULT_CALLBACK, Callback
from fsspec.transaction import Transaction

from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.domain.catalogue.entity import is_perm_id
from jupyter_openbis_server.domain.object_files.store_files import FileTarget
from jupyter_openbis_server.domain.workspace.source_files import SourceFile
from jupyter_openbis_server.entrypoints.fsspec.failures import is_a_folder, no_files_here, read_only, translate_errors
from jupyter_openbis_server.entrypoints.fsspec.location import locate
from jupyter_openbis_server.entrypoints.fsspec.openbis_path import OpenbisPath
from jupyter_openbis_server.entrypoints.fsspec.progress import CallbackProgress
from jupyter_openbis_server.entrypoints.library.shared_program import shared_program

_OF_DATA_SETS = (errors.EntityNotFound, errors.InvalidReference, errors.InvalidPath)
"""Errors of changes that may mean that the owner is a data set."""


@dataclass
class Pending:
    """A complete file that is to be stored. fsspec's transactions call `commit` or `discard`.

    Attributes:
        path: As `OpenbisPath`.
    """

    path: str
    target: FileTarget
    source: SourceFile
    is_complete = True

    @property
    def pending(self) -> Pending:
        """The file itself; see `WrittenFile.pending`."""
        return self

    def commit(self) -> None:
        """Store the file."""
        store_together([self])

    def discard(self) -> None:
        """Remove temporary data."""
        close = getattr(self.source, "close", None)
        if close:
            close()


def owner_key(place: OpenbisPath) -> tuple[str, str]:
    """Return openBIS's address and the permId of the owner: they are the same for all names of connection and owner.

    Only an identifier or link needs a request. What is no sample or experiment is returned as it is named.

    Raises:
        OpenbisError: see `LookUpTargets.owner`.
    """
    use_cases = shared_program().use_cases
    url = use_cases.connections.known.get(place.connection).instance.url
    if place.folder or is_perm_id(place.perm_id):
        return url, place.perm_id
    try:
        return url, use_cases.object_files.look_up.owner(*place.owner).perm_id
    except (errors.EntityNotFound, errors.InvalidReference):
        return url, place.perm_id


def file_key(path: str) -> tuple[str, str, str]:
    """Return the owner and path of a file or folder: they are the same for all its names. Raises as `place_of`."""
    place = place_of(path)
    with translate_errors(path):
        return *owner_key(place), _path_of(place)


def are_same(path: str, target: str) -> bool:
    """Return whether a target is the file or folder at a path; most need no request.

    Raises:
        OSError: as `place_of` for the target; FileNotFoundError if a code in the path names nothing.
    """
    if path == target:
        return True
    inside = _path_of(place_of(target))
    with translate_errors(path):
        is_possible = _path_of(locate(path)) == inside
    return is_possible and file_key(path) == file_key(target)


def without_duplicates(paths: Sequence[str]) -> list[str]:
    """Return one path, the first, for each file or folder. Raises as `place_of`."""
    places = {each: place_of(each) for each in paths}
    keys: dict[tuple[str, str], tuple[str, str]] = {each.owner: each.owner for each in places.values()}
    if len(keys) > 1:
        keys = {each.owner: file_key(path)[:2] for path, each in places.items()}
    found: dict[tuple[str, ...], str] = {}
    for path, place in places.items():
        found.setdefault((*keys[place.owner], _path_of(place)), path)
    return list(found.values())


def _path_of(place: OpenbisPath) -> str:
    """Return the path in the files of the owner as the file server names it."""
    return "/".join(filter(None, place.path.split("/")))


@contextmanager
def changing(path: str) -> Iterator[OpenbisPath]:
    """Translate the errors of a change; that of something in a data set says that these never change.

    Raises:
        OSError: there are no files at the path, but entities and data sets.
    """
    place = place_of(path)
    try:
        with translate_errors(path):
            yield place
    except OSError as error:
        if isinstance(error.__cause__, _OF_DATA_SETS) and _is_in_data_set(place):
            raise read_only(path) from error
        raise


def place_of(path: str) -> OpenbisPath:
    """Return whose files can be at a path. Raises OSError if there are none, but entities and data sets."""
    try:
        with translate_errors(path):
            place = locate(path)
            if place.connection:
                shared_program().ensure(place.connection)
    except OSError as error:
        if isinstance(error.__cause__, errors.EntityNotFound):
            raise no_files_here(path, exists=False) from error
        raise
    if not place.connection:
        raise is_a_folder(path)
    if not place.perm_id:
        raise no_files_here(path, exists=True)
    return place


def look_up(paths: Sequence[str]) -> list[FileTarget]:
    """Return the targets of files to be written, in order; those of one owner are looked up together.

    Raises:
        OSError: a file cannot be stored there: due to its name, its owner, or the rights of the user.
    """
    places = [place_of(path) for path in paths]
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, each in enumerate(places):
        groups[each.owner].append(index)
    found: dict[int, FileTarget] = {}
    for indices in groups.values():
        with changing(paths[indices[0]]) as place:
            wanted = [places[index].path for index in indices]
            if not all(wanted):
                raise is_a_folder(paths[indices[wanted.index("")]])
            targets = shared_program().use_cases.object_files.look_up(place.connection, place.perm_id, wanted)
        found |= zip(indices, targets, strict=True)
    return [found[index] for index in range(len(paths))]


def store_together(files: Sequence[Pending], callback: Callback = DEFAULT_CALLBACK) -> None:
    """Store files; those of one owner with each other. Of several with the same path, the last one counts."""
    groups: dict[tuple[str, str], dict[str, Pending]] = defaultdict(dict)
    for file in files:
        groups[OpenbisPath.of(file.path).connection, file.target.owner.perm_id][file.target.path] = file
    for (connection, _), group in groups.items():
        wanted = [(each.target, each.source) for each in group.values()]
        with changing(next(iter(group.values())).path):
            store = shared_program().use_cases.object_files.store
            store(connection, wanted, progress=CallbackProgress(callback))


class OpenbisTransaction(Transaction):  # type: ignore[misc]  # fsspec has no types
    """Stores the files of a `with fs.transaction` block together, at its end; nothing if the block raises an error."""

    def complete(self, commit: bool = True) -> None:
        """End the transaction."""
        files: list[Any] = list(self.files)  # `Pending` and `WrittenFile`
        self.files: deque[Any] = deque()
        try:
            if commit:
                store_together([each.pending for each in files if each.is_complete])
        finally:
            for each in files:
                each.discard()
            super().complete(commit=False)


def _is_in_data_set(place: OpenbisPath) -> bool:
    try:
        return not shared_program().tree(place.connection, place.perm_id).is_mutable
    except errors.OpenbisError:
        return False
