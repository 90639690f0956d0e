"""Fake of the port `Packages`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath

from jupyter_openbis_server.domain.errors import InvalidCrate, InvalidPath, SourceNotReadable, TargetNotWritable
from jupyter_openbis_server.domain.files.data_set_path import checked_path
from jupyter_openbis_server.domain.research_objects.digests import blocks_of
from jupyter_openbis_server.domain.research_objects.portable_names import problem_of_names
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from jupyter_openbis_server.domain.workspace.source_files import SourceFile
from jupyter_openbis_server.testing.fakes.workspace import MemoryWorkspace


@dataclass(frozen=True)
class MemoryPackage:
    """`Package` in memory."""

    files: Mapping[str, SourceFile]


class MemoryPackages:
    """`Packages` whose folders are those of a workspace, and whose archives are mappings.

    Attributes:
        archives: Maps the path of an archive to its files.
        linked: Paths of packages that have a link.
    """

    def __init__(self, workspace: MemoryWorkspace) -> None:
        self.archives: dict[str, dict[str, bytes]] = {}
        self.linked: set[str] = set()
        self._workspace = workspace

    def write(self, target: str, files: Iterable[SourceFile], modified: dt.datetime) -> None:
        """See `Packages.write`."""
        del modified
        self.ensure_free(target)
        files = tuple(files)
        if problem := problem_of_names(each.name for each in files):
            raise InvalidPath(target, problem)
        contents = {"/".join(checked_path(each.name)): _content(each) for each in files}
        if target.endswith(".zip"):
            self.archives[target] = contents
            return
        inside = self._inside(target)
        self._workspace.files.update({f"{inside}/{name}": content for name, content in contents.items()})

    def ensure_free(self, target: str) -> None:
        """See `Packages.ensure_free`."""
        if self.exists(target):
            raise TargetNotWritable(target, "there is something of that name already; choose another name")

    def exists(self, path: str) -> bool:
        """See `Packages.exists`."""
        return path in self.archives or bool(self._in_folder(path))

    def remove(self, folder: str) -> None:
        """See `Packages.remove`."""
        for name in self._in_folder(folder):
            del self._workspace.files[f"{self._inside(folder)}/{name}"]

    @contextmanager
    def open(self, path: str) -> Iterator[MemoryPackage]:
        """See `Packages.open`."""
        if path in self.linked:
            raise InvalidCrate(path, "it has a link")
        contents = self.archives.get(path) or self._in_folder(path)
        if not contents:
            raise SourceNotReadable(path)
        yield MemoryPackage({name: ContentFile(name, content) for name, content in sorted(contents.items())})

    def _in_folder(self, path: str) -> dict[str, bytes]:
        prefix = f"{self._inside(path)}/"
        files = self._workspace.files.items()
        return {name[len(prefix) :]: content for name, content in files if name.startswith(prefix)}

    def _inside(self, path: str) -> str:
        return PurePath(path).relative_to(self._workspace.root).as_posix()


def _content(source: SourceFile) -> bytes:
    with source.open() as file:
        return b"".join(blocks_of(file, source.name))
