"""Downloads on the local disk."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.atomic import create_beside
from jupyter_openbis_server.adapters.filesystem.incoming_file import FilesystemIncomingFile
from jupyter_openbis_server.adapters.filesystem.names import (
    ON_WINDOWS,
    check_nameable,
    is_reserved_on_windows,
    resolved_inside,
)
from jupyter_openbis_server.adapters.filesystem.os_errors import storage_errors
from jupyter_openbis_server.domain.errors import InvalidPath, TargetNotWritable
from jupyter_openbis_server.domain.model import DataSetFile
from jupyter_openbis_server.domain.model.data_set_path import checked_path


class FilesystemDownloadFolders:
    """Port `DownloadFolders`: any folder of the host that the user may write."""

    def check(self, folder: str) -> None:
        """See the port."""
        check_nameable(folder)
        if not Path(folder).is_absolute():
            raise InvalidPath(folder, "give the absolute path of a folder on the Jupyter server")

    def prepare(self, folder: str, perm_id: str) -> FilesystemDownloadFolder:
        """See the port."""
        self.check(folder)
        if len(_parts(perm_id)) != 1:
            raise InvalidPath(perm_id, "this is not the permId of a data set")
        path = Path(folder, perm_id)
        resolved_inside(Path(folder), path, str(path))
        with storage_errors(path):
            path.mkdir(parents=True, exist_ok=True)
        if not os.access(path, os.W_OK | os.X_OK):
            raise TargetNotWritable(str(path), "the folder is read-only or belongs to somebody else")
        return FilesystemDownloadFolder(path)


class FilesystemDownloadFolder:
    """Port `DownloadFolder`: one folder that exists and belongs to one data set."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._root = Path(os.path.realpath(path))
        self._names = _PublishedNames()

    @property
    def path(self) -> str:
        """See the port."""
        return str(self._path)

    def make_folder(self, path: str) -> None:
        """See the port."""
        self._folder(path, _parts(path))

    def receive(self, file: DataSetFile) -> FilesystemIncomingFile:
        """See the port. Folders on the way to the file are made."""
        *folders, name = _parts(file.path)
        target = self._folder(file.path, tuple(folders)) / name
        resolved_inside(self._root, target, file.path)
        if target.is_dir():
            raise TargetNotWritable(str(target), "there is a folder of that name")
        with storage_errors(target):
            unfinished = create_beside(target)
        return FilesystemIncomingFile(file, unfinished, lambda path: self._names.publish(path, target))

    def _folder(self, shown: str, parts: tuple[str, ...]) -> Path:
        """Return a folder of the data set, made if it is missing; each part is checked before it is entered."""
        folder = self._root
        for part in parts:
            folder = folder / part
            resolved_inside(self._root, folder, shown)
            with storage_errors(folder):
                folder.mkdir(exist_ok=True)
        return folder


class _PublishedNames:
    """Gives files their final names, and notices when two names of a data set are one to the file system.

    Some file systems do not tell `a.txt` from `A.txt`, or two spellings of an umlaut: the second file would silently
    replace the first. What is one name there leads to one and the same inode.
    """

    def __init__(self) -> None:
        self._targets: dict[tuple[int, int], Path] = {}
        self._lock = threading.Lock()

    def publish(self, unfinished: Path, target: Path) -> None:
        """Rename the file. Raises TargetNotWritable: the name is taken by another file of the data set; OSError."""
        with self._lock:
            if target.exists() and self._targets.get(_identity(target), target) != target:
                raise TargetNotWritable(str(target), "another file of the data set has the same name on this disk")
            unfinished.replace(target)
            self._targets[_identity(target)] = target


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _parts(path: str) -> tuple[str, ...]:
    parts = checked_path(path)
    check_nameable(path)
    if ON_WINDOWS and any(map(is_reserved_on_windows, parts)):
        raise InvalidPath(path, "Windows does not allow this name")
    return parts
