"""Packages on the disks of this computer."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import UNRESTRICTED, DownloadPolicy
from jupyter_openbis_server.adapters.filesystem.folders.atomic import write_into
from jupyter_openbis_server.adapters.filesystem.folders.names import check_nameable
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors
from jupyter_openbis_server.adapters.filesystem.packages.limits import Limits
from jupyter_openbis_server.adapters.filesystem.packages.reading import OpenPackage, archive_at, folder_at
from jupyter_openbis_server.adapters.filesystem.packages.unfinished import remove_unfinished
from jupyter_openbis_server.adapters.filesystem.packages.writing import write_folder, zipped
from jupyter_openbis_server.adapters.filesystem.workspace.source_files import problem_of
from jupyter_openbis_server.domain.errors import InvalidPath, SourceNotReadable, TargetNotWritable
from jupyter_openbis_server.domain.research_objects.portable_names import problem_of_names
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_ARCHIVE = ".zip"
_EXISTS = "there is something of that name already; choose another name"


class FilesystemPackages:
    """Port `Packages`.

    Args:
        places: The policy: which folders may be written and read.
        limits: Limits for packages that are read.
    """

    def __init__(self, places: DownloadPolicy = UNRESTRICTED, limits: Limits | None = None) -> None:
        self._places = places
        self._limits = limits or Limits()

    def write(self, target: str, files: Iterable[SourceFile], modified: dt.datetime) -> None:
        """See the port."""
        path = self._free(target)
        files = tuple(files)
        if problem := problem_of_names(each.name for each in files):
            raise InvalidPath(target, problem)
        with storage_errors(target), closing(OpenFolder.at(path.parent)) as parent:
            remove_unfinished(parent, path.name)
            if path.name.lower().endswith(_ARCHIVE):
                write_into(parent, path.name, zipped(files, modified))
            else:
                write_folder(parent, path.name, files)

    def ensure_free(self, target: str) -> None:
        """See the port."""
        self._free(target)

    def exists(self, path: str) -> bool:
        """See the port."""
        return os.path.lexists(self._checked(path))

    def remove(self, folder: str) -> None:
        """See the port."""
        path = self._checked(folder)
        with suppress(OSError), closing(OpenFolder.at(path.parent)) as parent:
            parent.remove_tree(path.name)

    @contextmanager
    def open(self, path: str) -> Iterator[OpenPackage]:
        """See the port. A link to the package itself is followed: the user has named it."""
        real = Path(os.path.realpath(self._checked(path)))
        self._places.check(real, path)
        try:
            is_folder = real.is_dir()
            package = folder_at(real, self._limits) if is_folder else None
        except OSError as error:
            raise SourceNotReadable(path, problem_of(error)) from error
        if package:
            yield package
            return
        with archive_at(real, self._limits) as archive:
            yield archive

    def _free(self, target: str) -> Path:
        """Return the path. Raises InvalidPath, TargetNotWritable."""
        path = self._checked(target)
        if os.path.lexists(path):
            raise TargetNotWritable(target, _EXISTS)
        return path

    def _checked(self, path: str) -> Path:
        """Return the path with a resolved parent folder. Raises InvalidPath."""
        check_nameable(path)
        given = Path(path)
        if not given.is_absolute() or given.name in ("", ".."):
            raise InvalidPath(path, "give the absolute path of an archive or folder")
        real = Path(os.path.realpath(given.parent), given.name)
        self._places.check(real, path)
        return real
