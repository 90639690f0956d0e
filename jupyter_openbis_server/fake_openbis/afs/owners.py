"""Owners of files, and what a session may do with them (openbis-afs 6)."""

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Literal

from jupyter_openbis_server.fake_openbis.afs.errors import AfsError, Kind, java_error
from jupyter_openbis_server.fake_openbis.afs.paths import check_path
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.sessions import Session
from jupyter_openbis_server.fake_openbis.state.store import READABLE

Right = Literal["Read", "Write"]
FileKind = Literal["missing", "file", "folder"]


@dataclass(frozen=True)
class Place:
    """A path of an owner.

    Attributes:
        owner: The owner as the request has it.
        source: The path as the request has it, from the owner's folder on.
        folder: The owner's folder on disk.
        shown: Owner's folder and path inside the storage, as messages show them.
        is_own: Whether AFS keeps the files; those of other data sets it only reads.
    """

    owner: str
    source: str
    folder: Path
    shown: str
    is_own: bool

    @cached_property
    def path(self) -> Path:
        """Where it is on disk."""
        return self.folder.joinpath(*PurePosixPath(self.source).parts[1:])

    @property
    def kind(self) -> FileKind:
        """What is there."""
        return kind_of(self.path)


def kind_of(path: Path) -> FileKind:
    """Return what is at a path; also one that is too long or below a file is missing."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return "missing"
    return "folder" if stat.S_ISDIR(mode) else "file"


@dataclass(frozen=True)
class _Folder:
    """The folder of an owner; `shown` and `is_own` as in `Place`."""

    path: Path
    shown: str
    is_own: bool


class Owners:
    """Samples, experiments and data sets with the folders of their files.

    Args:
        context: The fake openBIS.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._laboratory = context.laboratory

    def place(self, session: Session, operation: str, owner: str, source: str, *rights: Right) -> Place:
        """Return the path of an owner, if the session has the rights.

        Args:
            session: Whose request it is.
            operation: Name of the operation as messages have it.
            owner: PermId of a sample, experiment or data set.
            source: Path from the owner's folder on; ``""`` stands for the root when listing.
            rights: What the operation needs.

        Raises:
            AfsError: 40001 for an unknown owner, missing rights or immutable data; 10017, 10018 or 10023 for a path
                that AFS does not accept; 30001 for a data set without files of its own.
        """
        return self.places(session, operation, [(owner, source)], *rights)[0]

    def places(
        self, session: Session, operation: str, sources: Iterable[tuple[str, str]], *rights: Right
    ) -> list[Place]:
        """Return the paths of owners that a request names; each owner is looked up once. Raises as `place`."""
        folders: dict[str, _Folder | None] = {}
        places = []
        for owner, source in sources:
            if owner not in folders:
                folders[owner] = self._owner_folder(session.user, owner, rights)
            folder = folders[owner]
            if folder is None:
                raise AfsError(Kind.NO_RIGHTS, session.token, ", ".join(rights), owner, source, operation)
            path = "/" if operation == "List" and not source else source
            shown = f"{folder.shown}/{path.removeprefix('/')}".rstrip("/")
            check_path(operation, path, shown)
            places.append(Place(owner, path, folder.path, shown, folder.is_own))
        return places

    def _owner_folder(self, user: str, owner: str, rights: tuple[Right, ...]) -> "_Folder | None":
        path = self._folder(user, owner, rights)
        if path is None:
            return None
        root = os.path.relpath(path, self._laboratory.folder / "store")
        return _Folder(path, root, path == self._laboratory.afs_path(owner))

    def _folder(self, user: str, owner: str, rights: tuple[Right, ...]) -> Path | None:
        """Return the folder of an owner; None if the user does not see the owner or lacks a right."""
        lab = self._laboratory
        entity = lab.samples.get(owner) or lab.experiments.get(owner)
        if entity is not None:
            may_write = not entity.immutable_data and user not in self._context.settings.afs_observers
            allowed = lab.may_see(user, entity) and ("Write" not in rights or may_write)
            return lab.afs_path(owner) if allowed else None
        return self._data_set_folder(user, owner) if "Write" not in rights else None

    def _data_set_folder(self, user: str, owner: str) -> Path | None:
        """Return the folder of a data set, which does not exist if its content is archived."""
        lab = self._laboratory
        data_set = lab.data_set(owner)
        if data_set is None or not lab.may_see(user, data_set):
            return None
        if data_set.physical_data is None:
            raise java_error("NullPointerException", None)
        folder = lab.store_path(owner)
        return folder if data_set.physical_data.status in READABLE else folder.with_name(f"{owner}.archived")
