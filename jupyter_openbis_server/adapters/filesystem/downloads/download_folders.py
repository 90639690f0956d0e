"""Downloads on the local disk."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.downloads.download_folder import FilesystemDownloadFolder
from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import UNRESTRICTED, DownloadPolicy
from jupyter_openbis_server.adapters.filesystem.folders.atomic import link_into
from jupyter_openbis_server.adapters.filesystem.folders.names import check_nameable, checked_names, resolved_inside
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import HAS_DESCRIPTORS, OpenFolder
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors
from jupyter_openbis_server.domain.downloads.folder_names import perm_id_in
from jupyter_openbis_server.domain.downloads.manifest import LocalDownload, Manifest
from jupyter_openbis_server.domain.errors import InvalidPath, TargetNotWritable

_MAX_EMPTY_FOLDERS = 10_000
"""Folders without a manifest that a search visits: the folder to search may be the root of a disk."""


class FilesystemDownloadFolders:
    """Port `DownloadFolders`: folders of the host that the user may write and the policy allows."""

    def __init__(self, places: DownloadPolicy = UNRESTRICTED, *, descriptors: bool = HAS_DESCRIPTORS) -> None:
        """Create the port.

        Args:
            places: The policy: where downloads may go.
            descriptors: Whether folders are held by descriptors, see `FolderTree`.
        """
        self._places = places
        self._descriptors = descriptors

    def check(self, folder: str) -> None:
        """See the port."""
        check_nameable(folder)
        if not Path(folder).is_absolute():
            raise InvalidPath(folder, "give the absolute path of a folder on the Jupyter server")
        self._places.check(Path(os.path.realpath(folder)), folder)

    def at(self, folder: str, *names: str) -> FilesystemDownloadFolder:
        """See the port."""
        path, real = self._place(folder, names)
        return FilesystemDownloadFolder(path, _perm_ids(names), root=real, descriptors=self._descriptors)

    def find(self, folder: str, *names: str, perm_id: str) -> str | None:
        """See the port."""
        self._check_names(folder, (*names, perm_id))
        place = Path(folder, *names)
        with suppress(OSError):
            if _is_folder(place / perm_id):
                return perm_id
            # bulk downloads ask this for each data set: the names are listed without their status
            candidates = (name for name in os.listdir(place) if name.endswith(f" ({perm_id})"))  # noqa: PTH208 - names
            return min((name for name in candidates if _is_folder(place / name)), default=None)
        return None

    def prepare(self, folder: str, *names: str) -> FilesystemDownloadFolder:
        """See the port."""
        path, real = self._place(folder, names)
        with storage_errors(path), closing(self._opened(real)) as made:
            identity = made.identity
        if not os.access(path, os.W_OK | os.X_OK):
            raise TargetNotWritable(str(path), "the folder is read-only or belongs to another user")
        return FilesystemDownloadFolder(
            path, _perm_ids(names), root=real, identity=identity, descriptors=self._descriptors
        )

    def link(self, folder: str, *names: str, target: str) -> str:
        """See the port. The link that is replaced is not followed: it may lead to a hanging mount."""
        self._check_names(folder, names)
        path = Path(folder, *names)
        real = resolved_inside(Path(folder), path.parent, str(path))
        self._places.check(real / path.name, str(path))
        with storage_errors(path), closing(self._opened(real)) as above:
            status = above.status(path.name)
            if status and not stat.S_ISLNK(status.st_mode):
                raise TargetNotWritable(str(path), "there is a file or folder of that name; remove it first")
            link_into(above, path.name, target)
        return str(path)

    def ensure_writable(self, folder: str) -> None:
        """See the port. A file is created and removed: on network disks, permissions alone prove nothing."""
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
        """See the port. It is unknown where nothing can be written at all, e.g. in /proc or on read-only media."""
        self.check(folder)
        for path in (Path(folder), *Path(folder).parents):
            try:
                return _free_at(path)
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
        """Yield downloads until too many folders without a manifest were visited.

        Each download allows one more, since it has one such folder itself: `original`.
        """
        budget = _MAX_EMPTY_FOLDERS
        for path in _candidates(folder):
            manifest = self._manifest_in(path)
            if manifest:
                yield LocalDownload(str(path), manifest)
            budget += 1 if manifest else -1
            if budget < 0:
                return

    def _manifest_in(self, path: Path) -> Manifest | None:
        return FilesystemDownloadFolder(path, (), descriptors=self._descriptors).manifest()

    def _check_names(self, folder: str, names: tuple[str, ...]) -> None:
        self.check(folder)
        for name in names:
            if len(checked_names(name)) != 1:
                raise InvalidPath(name, "this is not the permId of a data set")

    def _place(self, folder: str, names: tuple[str, ...]) -> tuple[Path, Path]:
        """Return the path of a data set's folder, as given and resolved. Raises InvalidPath."""
        self._check_names(folder, names)
        path = Path(folder, *names)
        real = resolved_inside(Path(folder), path, str(path))
        self._places.check(real, str(path))
        return path, real

    def _opened(self, real: Path) -> OpenFolder:
        """Open a folder; create it if it is missing. Raises OSError."""
        return OpenFolder.at(real, make=True, descriptors=self._descriptors)


def _perm_ids(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the permIds in the names of folders: partial files belong to these."""
    return tuple(map(perm_id_in, names))


def _is_folder(path: Path) -> bool:
    """Return whether a path is a folder or a link, which is not followed: it may lead to a hanging mount."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(mode) or stat.S_ISLNK(mode)


def _candidates(folder: Path) -> Iterator[Path]:
    """Yield a folder and its subfolders, two levels deep, without following links. Raises OSError: it is unreadable."""
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


def _free_at(path: Path) -> int | None:
    """Return the free space; None for a file system without space of its own, or that is read-only. Raises OSError."""
    usage = shutil.disk_usage(path)
    statvfs = getattr(os, "statvfs", None)
    is_read_only = statvfs and statvfs(path).f_flag & os.ST_RDONLY
    return None if is_read_only or not usage.total else usage.free
