"""Operations that change files: write, create, delete, copy, move, truncate, snapshot (openbis-afs 2 and 4).

Each prepares a change and refuses what cannot be done. As in openBIS, the answer does not depend on the commit, whose
errors clients never see (openbis-afs 4).
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_openbis_server.fake_openbis.afs import hidden
from jupyter_openbis_server.fake_openbis.afs.encodings import Chunk, Content
from jupyter_openbis_server.fake_openbis.afs.errors import AfsError, Kind, java_error
from jupyter_openbis_server.fake_openbis.afs.faults import AfsFaults
from jupyter_openbis_server.fake_openbis.afs.owners import Owners, Place, Right
from jupyter_openbis_server.fake_openbis.afs.paths import TRASH, check_may_change
from jupyter_openbis_server.fake_openbis.afs.reading import given
from jupyter_openbis_server.fake_openbis.state.sessions import Session


@dataclass(frozen=True)
class Change:
    """A prepared change: the path that it changes, from the owner's folder on, and what carries it out."""

    path: str
    commit: Callable[[], None]


class Changing:
    """The operations.

    Args:
        owners: The owners of files.
        faults: What goes wrong.
    """

    def __init__(self, owners: Owners, faults: AfsFaults) -> None:
        self._owners = owners
        self._faults = faults

    def write(self, session: Session, chunks: Sequence[Chunk]) -> list[Change]:
        """Put bytes into files, which are created if missing and never become shorter.

        Raises:
            AfsError: 10014 for a folder, 10027 or 10028 in trash or snapshots. Then no chunk is written.
        """
        sources = [(given(chunk.owner), given(chunk.source)) for chunk in chunks]
        places = self._owners.places(session, "Write", sources, "Write")
        for place in places:
            self._faults.check_may_prepare("Write", place)
        for place in places:
            check_may_change("Write", place.source, place.shown)
            if place.kind == "folder":
                raise AfsError(Kind.PATH_NOT_REGULAR_FILE, "Write", place.shown)
        return [_writing(place, chunk) for place, chunk in zip(places, chunks, strict=True)]

    def create(self, session: Session, owner: str, source: str, *, directory: bool) -> Change:
        """Create an empty file or a folder, with the folders above.

        Raises:
            AfsError: 10016 when there is a file or folder; 10027 or 10028 in trash or snapshots.
        """
        place = self._place(session, "Create", owner, source, "Write")
        check_may_change("Create", place.source, place.shown)
        _check_new("Create", place)
        return Change(place.source, lambda: _create(place.path, directory=directory))

    def delete(self, session: Session, owner: str, source: str, *, trash: bool) -> Change:
        """Delete a file or folder, or move it to the trash; what is there already is deleted.

        Raises:
            AfsError: 10015 when there is nothing.
        """
        place = self._place(session, "Delete", owner, source, "Write")
        _check_exists("Delete", place)
        if not trash or place.path.relative_to(place.folder).parts[:1] == (TRASH,):
            return Change(place.source, lambda: hidden.delete(place.path))
        return Change(place.source, lambda: hidden.move_to_trash(place))

    def copy(self, session: Session, source_owner: str, source: str, target_owner: str, target: str) -> Change:
        """Copy a file or folder; a file at the target is replaced.

        Raises:
            AfsError: 10015 when there is no source; 10027 or 10028 for a target in trash or snapshots.
        """
        start = self._place(session, "Copy", source_owner, source, "Read")
        end = self._place(session, "Copy", target_owner, target, "Write")
        _check_exists("Copy", start)
        check_may_change("Copy", end.source, end.shown)
        return Change(end.source, lambda: _copy(start.path, end))

    def move(self, session: Session, source_owner: str, source: str, target_owner: str, target: str) -> Change:
        """Move a file or folder.

        Raises:
            AfsError: 10015 when there is no source, 10016 when there is a target; 10027 or 10028 for a target in trash
                or snapshots.
        """
        start = self._place(session, "Move", source_owner, source, "Read", "Write")
        end = self._place(session, "Move", target_owner, target, "Write")
        _check_exists("Move", start)
        check_may_change("Move", end.source, end.shown)
        _check_new("Move", end)
        return Change(end.source, lambda: hidden.move(start.path, end.path))

    def truncate(self, session: Session, owner: str, source: str, size: int) -> Change:
        """Cut a file off; one that is shorter stays as it is.

        Raises:
            AfsError: 10015 when there is no file, 10014 for a folder, 10029 for a negative size; 10027 or 10028 in
                trash or snapshots.
        """
        place = self._changed_file(session, "Truncate", owner, source)
        if size < 0:
            raise AfsError(Kind.PARAMETER_INVALID, "Truncate", "Size cannot be < 0")
        return Change(place.source, lambda: _truncate(place.path, size))

    def snapshot(self, session: Session, owner: str, source: str) -> Change:
        """Keep a copy of a file in its present state.

        Raises:
            AfsError: 10015 when there is no file, 10014 for a folder; 10027 or 10028 in trash or snapshots.
        """
        place = self._changed_file(session, "Snapshot", owner, source)
        return Change(place.source, lambda: hidden.add_snapshot(place.path))

    def _place(self, session: Session, operation: str, owner: str, source: str, *rights: Right) -> Place:
        place = self._owners.place(session, operation, owner, source, *rights)
        self._faults.check_may_prepare(operation, place)
        return place

    def _changed_file(self, session: Session, operation: str, owner: str, source: str) -> Place:
        place = self._place(session, operation, owner, source, "Write")
        check_may_change(operation, place.source, place.shown)
        _check_exists(operation, place)
        if place.kind == "folder":
            raise AfsError(Kind.PATH_NOT_REGULAR_FILE, operation, place.shown)
        return place


def _check_exists(operation: str, place: Place) -> None:
    if place.kind == "missing":
        raise AfsError(Kind.PATH_NOT_IN_STORE, operation, place.shown)


def _check_new(operation: str, place: Place) -> None:
    if place.kind != "missing":
        raise AfsError(Kind.PATH_IN_STORE, operation, place.shown)


def _writing(place: Place, chunk: Chunk) -> Change:
    offset, data = given(chunk.offset), _data_of(chunk)
    return Change(place.source, lambda: _write(place.path, offset, data))


def _data_of(chunk: Chunk) -> Content:
    if chunk.data is None:
        raise java_error("NullPointerException", None)
    return chunk.data


def _write(path: Path, offset: int, data: Content) -> None:
    with open(_opened(path), "r+b", buffering=0) as file:
        file.seek(offset)
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]
    hidden.clear_caches(path)


def _opened(path: Path) -> int:
    """Return the descriptor of a file, which is created with the folders above if it is missing."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)


def _create(path: Path, *, directory: bool) -> None:
    if directory:
        path.mkdir(parents=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(exist_ok=False)


def _copy(source: Path, end: Place) -> None:
    """Copy outside the owner's folder first: a folder can be copied into itself, and no listing shows half a copy."""
    target = end.path
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=end.folder.parent) as folder:
        draft = Path(folder) / "draft"
        if source.is_dir():
            shutil.copytree(source, draft, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(source, draft)
        draft.replace(target)
    hidden.clear_caches(target)


def _truncate(path: Path, size: int) -> None:
    if size < path.stat().st_size:
        os.truncate(path, size)
    hidden.clear_caches(path)
