"""Errors of the local file system and the keyring."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_openbis_server.domain.errors.base import OpenbisError


class StorageError(OpenbisError):
    """The local file system or the keyring refused an operation."""

    code = "storage"


class TargetNotWritable(StorageError):
    """A folder or file cannot be written."""

    code = "target-not-writable"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path} cannot be written: {problem}")


class DiskFull(StorageError):
    """No space left, or a quota is exceeded. If sizes are given, this was known in advance and nothing was written."""

    code = "disk-full"

    def __init__(self, path: str, needed: int | None = None, free: int | None = None) -> None:
        known = f": {needed:,} bytes are needed, {free:,} are free" if needed is not None and free is not None else ""
        super().__init__(f"no space left for {path}{known}; free some and try again")


class SourceNotReadable(StorageError):
    """A file of the user is missing or cannot be read.

    Attributes:
        path: The file, as the user named it or as it is named in openBIS.
    """

    code = "source-not-readable"

    def __init__(self, path: str, problem: str = "File not found") -> None:
        self.path = path
        super().__init__(f"{problem}: {path}")


class FolderNotResponding(StorageError):
    """The file system of a folder hangs, or is very slow. It is unknown whether the operation was carried out."""

    code = "folder-not-responding"

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"{folder} does not respond; see whether the disk or network share that holds it can be reached, "
            "and try again"
        )


class KeyringUnavailable(StorageError):
    """The operating system's keyring is not installed, not available, or locked."""

    code = "keyring-unavailable"

    def __init__(self, problem: str) -> None:
        super().__init__(f"The keyring cannot be used: {problem}")


class FileConflict(OpenbisError):
    """The folder has files with the names of the data set's that must not be replaced. Nothing was changed."""

    code = "file-conflict"

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        super().__init__(f"these files are there already and differ from openBIS's: {', '.join(self.paths)}")


class FileOfAnotherNotebook(OpenbisError):
    """A file in the folder of a notebook belongs to another notebook, or to the user. Nothing was written.

    Attributes:
        path: The file, relative to Jupyter's root folder.
        owner: Name of the other notebook; None if the file does not contain it.
        other_names: File names that are available for the notebook.
    """

    code = "file-of-another-notebook"

    def __init__(self, path: str, owner: str | None, other_names: Iterable[str]) -> None:
        self.path, self.owner, self.other_names = path, owner, tuple(other_names)
        whose = f"belongs to {owner}" if owner else "is there already, and was not saved from this notebook"
        super().__init__(f"{path} {whose}. Replace it, or save {' and '.join(self.other_names)} instead")
