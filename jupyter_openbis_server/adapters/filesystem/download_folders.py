"""Downloads on the local disk."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.atomic import put_link
from jupyter_openbis_server.adapters.filesystem.download_folder import FilesystemDownloadFolder
from jupyter_openbis_server.adapters.filesystem.names import check_nameable, checked_names, resolved_inside
from jupyter_openbis_server.adapters.filesystem.open_folder import HAS_DESCRIPTORS
from jupyter_openbis_server.adapters.filesystem.os_errors import storage_errors
from jupyter_openbis_server.domain.errors import InvalidPath, TargetNotWritable
from jupyter_openbis_server.domain.model import LocalDownload, Manifest

_MOST_IN_VAIN = 10_000
"""So many folders without a download are looked at, at most: where one looks may be anybody's whole disk."""


class FilesystemDownloadFolders:
    """Port `DownloadFolders`: any folder of the host that the user may write."""

    def __init__(self, *, descriptors: bool = HAS_DESCRIPTORS) -> None:
        """Take note of whether folders are held by descriptors, see `FolderTree`."""
        self._descriptors = descriptors

    def check(self, folder: str) -> None:
        """See the port."""
        check_nameable(folder)
        if not Path(folder).is_absolute():
            raise InvalidPath(folder, "give the absolute path of a folder on the Jupyter server")

    def at(self, folder: str, *names: str) -> FilesystemDownloadFolder:
        """See the port."""
        return FilesystemDownloadFolder(self._path(folder, names), names, descriptors=self._descriptors)

    def prepare(self, folder: str, *names: str) -> FilesystemDownloadFolder:
        """See the port."""
        path = self._path(folder, names)
        with storage_errors(path):
            path.mkdir(parents=True, exist_ok=True)
            status = path.stat()
        if not os.access(path, os.W_OK | os.X_OK):
            raise TargetNotWritable(str(path), "the folder is read-only or belongs to somebody else")
        identity = status.st_dev, status.st_ino
        return FilesystemDownloadFolder(path, names, identity=identity, descriptors=self._descriptors)

    def link(self, folder: str, *names: str, target: str) -> str:
        """See the port. The link that is replaced is not followed: it may lead to a mount that hangs."""
        self._check_names(folder, names)
        path = Path(folder, *names)
        resolved_inside(Path(folder), path.parent, str(path))
        with storage_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            if os.path.lexists(path) and not path.is_symlink():
                raise TargetNotWritable(str(path), "there is a file or folder of that name; remove it first")
            put_link(path, target)
        return str(path)

    def must_be_writable(self, folder: str) -> None:
        """See the port. A file is really made, and removed: network disks promise more than they hold."""
        self.check(folder)
        with storage_errors(folder):
            Path(folder).mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass

    def identity(self, folder: str) -> str:
        """See the port."""
        self.check(folder)
        return os.path.normcase(os.path.realpath(folder))

    def free_bytes(self, folder: str) -> int | None:
        """See the port."""
        self.check(folder)
        for path in (Path(folder), *Path(folder).parents):
            try:
                return shutil.disk_usage(path).free
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:
                break
        return None

    def downloads(self, folder: str) -> tuple[LocalDownload, ...]:
        """See the port."""
        self.check(folder)
        with storage_errors(folder):
            found = list(self._found_in(Path(folder)))
        return tuple(sorted(found, key=lambda each: each.path))

    def _found_in(self, folder: Path) -> Iterator[LocalDownload]:
        """Yield downloads until too many folders hold none. Each download may have one such in it: `original`."""
        may_be_in_vain = _MOST_IN_VAIN
        for path in _candidates(folder):
            manifest = self._manifest_in(path)
            if manifest:
                yield LocalDownload(str(path), manifest)
            may_be_in_vain += 1 if manifest else -1
            if may_be_in_vain < 0:
                return

    def _manifest_in(self, path: Path) -> Manifest | None:
        return FilesystemDownloadFolder(path, (), descriptors=self._descriptors).manifest()

    def _check_names(self, folder: str, names: tuple[str, ...]) -> None:
        self.check(folder)
        for name in names:
            if len(checked_names(name)) != 1:
                raise InvalidPath(name, "this is not the permId of a data set")

    def _path(self, folder: str, names: tuple[str, ...]) -> Path:
        self._check_names(folder, names)
        path = Path(folder, *names)
        resolved_inside(Path(folder), path, str(path))
        return path


def _candidates(folder: Path) -> Iterator[Path]:
    """Yield a folder, those in it and those in them; links are not followed. Raises OSError: it cannot be read."""
    yield folder
    below = _folders_in(folder)
    yield from below
    for each in below:
        with suppress(OSError):
            yield from _folders_in(each)


def _folders_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [folder / each.name for each in entries if each.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return []
