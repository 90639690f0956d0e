"""Open folders: they stay the same folder even if paths are renamed or replaced."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

_ENTER = (
    getattr(os, "O_PATH", os.O_RDONLY)  # entering a folder does not need permission to list it
    | getattr(os, "O_DIRECTORY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)
_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
HAS_DESCRIPTORS = {os.open, os.mkdir, os.stat, os.unlink, os.rename, os.symlink} <= os.supports_dir_fd
"""Whether the system can open files relative to an open folder. On Windows, paths are used instead."""

CAN_WALK = hasattr(os, "O_PATH")
"""Whether folders without list permission can be entered. Otherwise a path cannot be opened component by component."""


class NotAFolder(OSError):
    """There is a link or a file instead of a folder."""


class NotAFile(OSError):
    """There is a pipe, folder or device instead of a file."""


class Entry(NamedTuple):
    """An entry of a folder; links are not followed."""

    name: str
    is_folder: bool
    is_link: bool


class OpenFolder:
    """A folder, held by a descriptor if the system supports it. No operation follows a link in it.

    All methods raise OSError.
    """

    def __init__(self, path: str, descriptor: int | None) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def at(cls, path: Path, *, make: bool = False, descriptors: bool = HAS_DESCRIPTORS) -> OpenFolder:
        """Open the folder at a resolved path.

        A link on the path was created after the path was resolved; it is not followed: NotAFolder.

        Args:
            path: The resolved path.
            make: Create the folder and its parents if they are missing.
            descriptors: Whether it is held by a descriptor. Otherwise only its path is checked.
        """
        if descriptors and CAN_WALK:
            return cls._walked(path, make=make)
        if make:
            path.mkdir(parents=True, exist_ok=True)
        _ensure_folder(path)
        folder = cls(str(path), os.open(path, _ENTER) if descriptors else None)
        try:
            _ensure_folder(path)
        except OSError:
            folder.close()
            raise
        return folder

    @classmethod
    def _walked(cls, path: Path, *, make: bool) -> OpenFolder:
        folder = cls(path.anchor, os.open(path.anchor, _ENTER))
        for name in path.parts[1:]:
            above = folder
            try:
                folder = above.enter(name, make=make)
            finally:
                above.close()
        return folder

    def enter(self, name: str, *, make: bool) -> OpenFolder:
        """Open a subfolder; with `make`, create it if it is missing. Raises NotAFolder, also for a link."""
        try:
            return self._enter(name)
        except FileNotFoundError:
            if not make:
                raise
        with suppress(FileExistsError):
            os.mkdir(self._at(name), dir_fd=self._descriptor)
        return self._enter(name)

    def create(self, name: str, mode: int = 0o666) -> int:
        """Create a new file and open it for reading and writing."""
        return os.open(self._at(name), os.O_RDWR | os.O_CREAT | os.O_EXCL | _PLAIN, mode=mode, dir_fd=self._descriptor)

    def open(self, name: str, flags: int = os.O_RDONLY) -> int:
        """Open a regular file. Raises NotAFile for any other kind."""
        descriptor = os.open(self._at(name), flags | _PLAIN, dir_fd=self._descriptor)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise NotAFile("not a file")
        return descriptor

    def status(self, name: str) -> os.stat_result | None:
        """Return the status of an entry without following links; None if it does not exist."""
        try:
            return os.stat(self._at(name), dir_fd=self._descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def rename(self, name: str, to: str) -> None:
        """Rename a file within the folder; replace a file or link of that name."""
        here = self._descriptor
        os.replace(self._at(name), self._at(to), src_dir_fd=here, dst_dir_fd=here)

    def move(self, name: str, folder: OpenFolder, to: str) -> None:
        """Move an entry to another folder of the same file system; replace a file or link of that name."""
        os.replace(self._at(name), folder._at(to), src_dir_fd=self._descriptor, dst_dir_fd=folder._descriptor)

    def add_name(self, name: str, folder: OpenFolder, to: str) -> None:
        """Give a file a further name in another folder of the same file system; FileExistsError if it is in use."""
        os.link(
            self._at(name),
            folder._at(to),
            src_dir_fd=self._descriptor,
            dst_dir_fd=folder._descriptor,
            follow_symlinks=False,
        )

    def remove_folder(self, name: str) -> None:
        """Remove an empty subfolder."""
        os.rmdir(self._at(name), dir_fd=self._descriptor)

    def set_modified(self, name: str, nanoseconds: int) -> None:
        """Set the modification time of a file, in nanoseconds since the epoch."""
        times = (nanoseconds, nanoseconds)
        if self._descriptor is None:
            os.utime(self._at(name), ns=times)
        else:
            os.utime(name, ns=times, dir_fd=self._descriptor, follow_symlinks=False)

    def link(self, name: str, target: str) -> None:
        """Create a link to a folder; the name must not exist."""
        os.symlink(target, self._at(name), target_is_directory=True, dir_fd=self._descriptor)

    def remove(self, name: str) -> None:
        """Remove a file. Does nothing if it does not exist."""
        with suppress(FileNotFoundError):
            os.unlink(self._at(name), dir_fd=self._descriptor)

    def remove_tree(self, name: str) -> None:
        """Remove a folder with all that is in it; links in it are removed, too, and not followed. Raises OSError."""
        with closing(self.enter(name, make=False)) as folder:
            for each in folder.entries():
                remove = folder.remove_tree if each.is_folder else folder.remove
                remove(each.name)
        self.remove_folder(name)

    def entries(self) -> list[Entry]:
        """Return all entries of the folder."""
        if self._descriptor is None:
            return _entries(self.path)
        listing = self._listing()
        try:
            return _entries(listing)
        finally:
            os.close(listing)

    def statuses(self) -> Iterator[tuple[str, os.stat_result]]:
        """Yield the names and statuses of all entries, in any order; links are not followed."""
        listing = self.path if self._descriptor is None else self._listing()
        try:
            with os.scandir(listing) as entries:
                for each in entries:
                    with suppress(FileNotFoundError):
                        yield each.name, each.stat(follow_symlinks=False)
        finally:
            if isinstance(listing, int):
                os.close(listing)

    @property
    def identity(self) -> tuple[int, int]:
        """The device and inode of the folder."""
        status = Path(self.path).stat() if self._descriptor is None else os.fstat(self._descriptor)
        return status.st_dev, status.st_ino

    def close(self) -> None:
        """Close the folder."""
        if self._descriptor is not None:
            os.close(self._descriptor)

    def _enter(self, name: str) -> OpenFolder:
        path = f"{self.path.rstrip(os.sep)}{os.sep}{name}"
        if self._descriptor is not None:
            try:
                return OpenFolder(path, os.open(self._at(name), _ENTER, dir_fd=self._descriptor))
            except FileNotFoundError:
                raise
            except OSError as error:
                # The error for a link depends on the system: ELOOP, ENOTDIR, EMLINK.
                status = self.status(name)
                if status is None or stat.S_ISDIR(status.st_mode):
                    raise
                raise _not_a_folder(path) from error
        Path(path).lstat()
        # Python does not report a junction of Windows as a link; its resolved path differs.
        if not Path(path).is_dir() or Path(path).resolve() != Path(self.path).resolve() / name:
            raise _not_a_folder(path)
        return OpenFolder(path, None)

    def _listing(self) -> int:
        """Open the folder once more: threads that list it would share one position."""
        return os.open(".", os.O_RDONLY | os.O_DIRECTORY, dir_fd=self._descriptor)

    def _at(self, name: str) -> str:
        return name if self._descriptor is not None else f"{self.path}{os.sep}{name}"


def _entries(folder: str | int) -> list[Entry]:
    with os.scandir(folder) as entries:
        return [Entry(each.name, each.is_dir(follow_symlinks=False), each.is_symlink()) for each in entries]


def _ensure_folder(path: Path) -> None:
    if not stat.S_ISDIR(path.lstat().st_mode) or os.path.realpath(path) != str(path):
        raise _not_a_folder(str(path))


def _not_a_folder(path: str) -> NotAFolder:
    return NotAFolder(f"there is a file or a link instead of the folder {path}")
