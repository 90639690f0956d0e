"""Ports of research objects: the document that describes one, and the folder or archive that contains it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from jupyter_openbis_server.domain.research_objects.crate import Crate
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

ParseNotebook = Callable[[str, bytes], Mapping[str, Any]]
"""Parse a notebook, given its path for messages and its content. Raises NotANotebook."""


class CrateWriter(Protocol):
    """Writes the document that describes a research object."""

    def document(self, crate: Crate) -> bytes:
        """Return `ro-crate-metadata.json`; the same bytes for an equal research object."""


class CrateReader(Protocol):
    """Reads the document that describes a research object. It comes from anybody: nothing in it is trusted."""

    def crate(self, name: str, document: bytes, files: Mapping[str, SourceFile]) -> Crate:
        """Return the research object.

        Args:
            name: Used in messages.
            document: Content of `ro-crate-metadata.json`.
            files: The files beside it, by their paths.

        Raises:
            InvalidCrate: the document is invalid, too large, or describes no notebook.
        """


class Package(Protocol):
    """An open folder or zip archive. Its names are relative, unique, and stay inside it; it has no links."""

    @property
    def files(self) -> Mapping[str, SourceFile]:
        """All files by their paths, with `/` as separator."""


class Packages(Protocol):
    """Folders and zip archives on this computer."""

    def write(self, target: str, files: Iterable[SourceFile], modified: dt.datetime) -> None:
        """Write a new folder, or a new archive if the name ends with `.zip`.

        It gets its name only when it is complete. The same files and time result in the same bytes.

        Args:
            target: Absolute path; its parent folder exists.
            files: The content; `name` is the path. Each is read once.
            modified: Time of the files in an archive.

        Raises:
            InvalidPath: a name leads outside, the target is closed, or two files have the same name on some disks.
            TargetNotWritable: the target exists, or the file system refuses.
            DiskFull, SourceNotReadable.
            Cancelled: by the current cancellation; nothing remains.
        """

    def ensure_free(self, target: str) -> None:
        """Raise TargetNotWritable if the target exists, InvalidPath if it is closed. See `write`."""

    def exists(self, path: str) -> bool:
        """Return whether there is a file or folder at an absolute path. Raises InvalidPath if the path is closed."""

    def remove(self, folder: str) -> None:
        """Delete a folder with its content, as far as possible; no error if there is none.

        Args:
            folder: Absolute path of a folder that this program has created.

        Raises:
            InvalidPath: the path is closed.
        """

    def open(self, path: str) -> AbstractContextManager[Package]:
        """Open a folder or archive for reading; it may come from anybody.

        Args:
            path: Absolute path.

        Raises:
            InvalidCrate: it is neither; or it has too many files, is too large when it is unpacked, or has links,
                encrypted files, or names that lead outside or cannot be stored on every computer.
            SourceNotReadable: it cannot be read.
        """
