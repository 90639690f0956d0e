"""A local folder and the files of a sample, which users change on both sides, and synchronisations between them."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from jupyter_openbis_server.adapters.filesystem.sync.sync_folders import FilesystemSyncFolders
from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.files.data_set_path import folders_above
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.sync.plan import SyncPlan
from jupyter_openbis_server.domain.sync.planning.plan_sync import PlanSync
from jupyter_openbis_server.domain.sync.ports import STATE_FOLDER
from jupyter_openbis_server.domain.sync.report import SyncReport
from jupyter_openbis_server.domain.sync.request import Direction, SyncRequest
from jupyter_openbis_server.domain.sync.running.run_sync import RunSync
from jupyter_openbis_server.testing.fakes.openbis.data_store import MemoryDataStore
from jupyter_openbis_server.testing.fakes.openbis.entities import MemoryEntities
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.object_files import MemoryObjectFiles
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.sessions import MemorySessions
from jupyter_openbis_server.testing.fakes.openbis.stored import StoredObjectFile
from jupyter_openbis_server.testing.fakes.sync.sync_folders import MemorySyncFolders

TRASH = ".afs.trash"


class Side(Protocol):
    """What a user does with files on one side. Paths that are in the way make an operation do nothing."""

    def write(self, path: str, content: bytes) -> None:
        """Write a file, with the folders above it."""

    def remove(self, path: str) -> None:
        """Remove a file."""

    def rename(self, path: str, to: str) -> None:
        """Rename a file to a path that is not in use."""

    def is_folder(self, path: str) -> bool:
        """Return whether there is a folder."""

    def contents(self) -> dict[str, bytes]:
        """Return the files by path."""

    def trash(self) -> list[bytes]:
        """Return the contents of deleted and replaced files."""


def may_write(side: Side, path: str) -> bool:
    """Return whether a file can be written: no file is where a folder is needed, and no folder where the file goes."""
    files = side.contents()
    return not side.is_folder(path) and not any(above in files for above in folders_above(path))


@dataclass
class LocalMemory:
    """The local side in memory."""

    folders: MemorySyncFolders = field(default_factory=MemorySyncFolders)
    path: str = "/data/lab"

    def write(self, path: str, content: bytes) -> None:
        self.tree.write(path, content)

    def remove(self, path: str) -> None:
        self.tree.remove(path)

    def rename(self, path: str, to: str) -> None:
        self.tree.rename(path, to)

    def is_folder(self, path: str) -> bool:
        return path in self.tree.files and self.tree.files[path].content is None

    def contents(self) -> dict[str, bytes]:
        return {path: each.content for path, each in self.tree.files.items() if each.content is not None}

    def trash(self) -> list[bytes]:
        return [content for _, content in self.tree.trash]

    @property
    def tree(self) -> Any:
        self.folders.look(self.path)
        return self.folders.trees[self.path]


class LocalDisk:
    """The local side on the disk. Files get modification times of long ago, one second apart, so stamps are certain."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folders = FilesystemSyncFolders()
        self._times = count(1_500_000_000)

    @property
    def path(self) -> str:
        return str(self.folder)

    def write(self, path: str, content: bytes) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        self._date(place)

    def remove(self, path: str) -> None:
        place = self.folder / path
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink()

    def rename(self, path: str, to: str) -> None:
        target = self.folder / to
        target.parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).rename(target)

    def is_folder(self, path: str) -> bool:
        return (self.folder / path).is_dir()

    def contents(self) -> dict[str, bytes]:
        return {path: content for path, content in self._all() if not path.startswith(STATE_FOLDER)}

    def trash(self) -> list[bytes]:
        return [content for path, content in self._all() if path.startswith(f"{STATE_FOLDER}/trash/")]

    def _all(self) -> Iterator[tuple[str, bytes]]:
        for each in self.folder.rglob("*"):
            if each.is_file():
                yield str(each.relative_to(self.folder)), each.read_bytes()

    def _date(self, place: Path) -> None:
        seconds = next(self._times)
        os.utime(place, (seconds, seconds))


class Remote:
    """The files of one sample in an openBIS in memory."""

    def __init__(self) -> None:
        times = count()
        start = dt.datetime(2024, 5, 1, tzinfo=dt.timezone.utc)
        self.openbis = MemoryOpenbis(has_file_server=True, clock=lambda: start + dt.timedelta(seconds=next(times)))
        self.owner = self.openbis.add_sample("/LAB/YEAST/PLATES")
        self.files: dict[str, StoredObjectFile] = self.openbis.object_files.setdefault(self.owner.perm_id, {})

    def write(self, path: str, content: bytes) -> None:
        for above in folders_above(path):
            self.files.setdefault(above, StoredObjectFile(None, self.openbis.clock()))
        self.files[path] = StoredObjectFile(content, self.openbis.clock())

    def remove(self, path: str) -> None:
        for each in [each for each in self.files if each == path or each.startswith(f"{path}/")]:
            del self.files[each]

    def rename(self, path: str, to: str) -> None:
        file = self.files.pop(path)
        self.write(to, file.content or b"")
        self.files[to] = file

    def is_folder(self, path: str) -> bool:
        return path in self.files and self.files[path].content is None

    def contents(self) -> dict[str, bytes]:
        return {
            path: each.content
            for path, each in self.files.items()
            if each.content is not None and not path.startswith(TRASH)
        }

    def trash(self) -> list[bytes]:
        return [each.content for path, each in self.files.items() if each.content and path.startswith(TRASH)]


class Interrupted(BaseException):
    """The end of the program."""


@dataclass
class Interruption:
    """Does something at the nth change that a synchronisation makes, before or after it."""

    at: int
    action: Callable[[], None]
    is_after: bool = False
    changes: int = 0

    def around(self, change: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            self.changes += 1
            is_now = self.changes == self.at
            if is_now and not self.is_after:
                self.action()
            result = change(*arguments, **options)
            if is_now and self.is_after:
                self.action()
            return result

        return run


NEVER = Interruption(0, lambda: None)


class _Interruptible:
    """Passes calls on; those that change something may be interrupted."""

    def __init__(self, inner: object, changes: frozenset[str], interruption: Interruption) -> None:
        self._inner, self._changes, self._interruption = inner, changes, interruption

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        return self._interruption.around(value) if name in self._changes else value


class _InterruptibleFolders:
    def __init__(self, inner: Any, interruption: Interruption) -> None:
        self._inner, self._interruption = inner, interruption

    def look(self, folder: str) -> Any:
        return self._inner.look(folder)

    @contextmanager
    def open(self, folder: str, target: Any) -> Iterator[Any]:
        with self._inner.open(folder, target) as opened:
            yield _Interruptible(opened, _CHANGES_HERE, self._interruption)


_CHANGES_HERE = frozenset({"note", "forget", "place", "discard", "move", "make_folder"})
_CHANGES_THERE = frozenset({"store", "move", "delete", "list_files", "md5s"})


class SyncWorld:
    """Both sides, and synchronisations between them."""

    def __init__(self, here: LocalMemory | LocalDisk) -> None:
        self.here, self.there = here, Remote()
        network = MemoryNetwork(self.there.openbis)
        self.connections = ConnectionRegistry()
        credentials = Credentials("anna", Secret(self.there.openbis.users["anna"]))
        self.connections.add(Connection(self.there.openbis.instance("lab"), "anna", credentials))
        self.sessions = SessionManager(self.connections, MemorySessions(network))
        self.object_files, self.data_store = MemoryObjectFiles(network), MemoryDataStore(network)
        self.entities = MemoryEntities(network)

    def request(self, direction: Direction = Direction.BOTH, **how: Any) -> SyncRequest:
        return SyncRequest(self.here.path, self.there.owner.perm_id, direction, **how)

    def plan(self, direction: Direction = Direction.BOTH, **how: Any) -> SyncPlan:
        return self.planner()("lab", self.request(direction, **how))

    def sync(
        self, direction: Direction = Direction.BOTH, *, interruption: Interruption = NEVER, **how: Any
    ) -> SyncReport:
        folders: Any = _InterruptibleFolders(self.here.folders, interruption)
        object_files: Any = _Interruptible(self.object_files, _CHANGES_THERE, interruption)
        return self.run(folders, object_files)("lab", self.request(direction, **how))

    def planner(self, folders: Any = None) -> PlanSync:
        return PlanSync(self.sessions, self.entities, self.object_files, folders or self.here.folders)

    def run(self, folders: Any = None, object_files: Any = None) -> RunSync:
        folders, object_files = folders or self.here.folders, object_files or self.object_files
        return RunSync(self.sessions, self.planner(folders), object_files, self.data_store, folders)
