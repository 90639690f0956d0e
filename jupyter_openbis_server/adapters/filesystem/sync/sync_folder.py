"""A folder that is synchronised, for reading."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.folders.folder_tree import FolderTree
from jupyter_openbis_server.adapters.filesystem.folders.names import checked_names
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_error
from jupyter_openbis_server.adapters.filesystem.sync.places import in_state_folder
from jupyter_openbis_server.adapters.filesystem.sync.scanning import Scan, stamp_of
from jupyter_openbis_server.adapters.filesystem.sync.state_file import StateReader
from jupyter_openbis_server.adapters.filesystem.workspace.source_files import FilesystemSourceFile, problem_of
from jupyter_openbis_server.domain.errors import SourceNotReadable
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen, Stamp
from jupyter_openbis_server.domain.sync.ports import STATE_FOLDER, LocalFiles, SyncTarget
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion

_BLOCK_BYTES = 1024 * 1024


class FilesystemSyncFolder:
    """Port `SyncFolder`.

    Args:
        path: The folder, as the user named it; it need not exist.
        root: Its resolved path.
        closed: Resolved paths of folders in it that must not be read.
        now_ns: Returns the current time, in nanoseconds since the epoch.
    """

    def __init__(
        self, path: Path, root: Path, closed: Collection[Path] = (), now_ns: Callable[[], int] = time.time_ns
    ) -> None:
        self._path, self._root, self._closed, self._now_ns = path, root, closed, now_ns
        self._tree = FolderTree(root, None)
        self._known = self._read()

    @property
    def path(self) -> str:
        """See the port."""
        return str(self._path)

    @property
    def real_path(self) -> str:
        """See the port."""
        return str(self._root)

    @property
    def target(self) -> SyncTarget | None:
        """See the port."""
        return self._known.target if self._known else None

    def seen(self) -> Mapping[str, Seen]:
        """See the port."""
        return self._known.seen if self._known else {}

    def files(self, exclusion: Exclusion, cancellation: Cancellation) -> LocalFiles:
        """See the port."""
        return Scan(self._tree, self._root, exclusion, self.seen(), self._closed, self._now_ns).run(cancellation)

    def md5(self, entry: LocalEntry, cancellation: Cancellation) -> str | None:
        """See the port."""
        *above, name = entry.path.split("/")
        try:
            with self._tree.using(tuple(above), entry.path) as folder:
                descriptor = folder.open(name)
            with os.fdopen(descriptor, "rb", buffering=0) as file:
                if not self._is_as_listed(file.fileno(), entry):
                    return None
                digest = hashlib.md5(usedforsecurity=False)
                while block := file.read(_BLOCK_BYTES):
                    cancellation.check()
                    digest.update(block)
                return digest.hexdigest() if self._is_as_listed(file.fileno(), entry) else None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SourceNotReadable(entry.path, problem_of(error)) from error

    def source(self, entry: LocalEntry) -> FilesystemSourceFile:
        """See the port."""
        return FilesystemSourceFile(entry.path, entry.size, self._root / entry.path, is_folder=entry.is_folder)

    def entry(self, path: str) -> LocalEntry | None:
        """See the port."""
        *above, name = checked_names(path)
        try:
            with self._tree.using(tuple(above), path) as folder:
                status = folder.status(name)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise storage_error(path, error) from error
        if status is None:
            return None
        return LocalEntry(path) if stat.S_ISDIR(status.st_mode) else LocalEntry(path, self._stamp(status))

    def _stamp(self, status: os.stat_result) -> Stamp:
        return stamp_of(status, self._now_ns())

    def _is_as_listed(self, descriptor: int, entry: LocalEntry) -> bool:
        return entry.stamp is not None and self._stamp(os.fstat(descriptor)).is_like(entry.stamp)

    def _read(self) -> StateReader | None:
        shown = f"{self._path}/{STATE_FOLDER}"
        return in_state_folder(self._tree, self._root, str(self._path), lambda opened: StateReader.of(opened, shown))
