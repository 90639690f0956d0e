"""Fake of the port `Workspace`."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator, Mapping
from typing import BinaryIO
from urllib.parse import unquote

from jupyter_openbis_server.domain.errors import InvalidPath, SourceNotReadable, TargetNotWritable
from jupyter_openbis_server.domain.workspace.exclusion import NO_EXCLUSION, Exclusion
from jupyter_openbis_server.domain.workspace.source_files import SourceFile, Sources


class MemoryWorkspace:
    """`Workspace` based on a mapping.

    Attributes:
        files: Maps paths relative to the root to contents. The parent folders of a path exist implicitly.
        folders: Further folders, relative to the root.
        read_only: Set it to make all writes fail.
    """

    def __init__(self, files: Mapping[str, bytes] | None = None, root: str = "/home/jovyan") -> None:
        self.files = dict(files or {})
        self.folders: set[str] = set()
        self.read_only = False
        self._root = root

    @property
    def root(self) -> str:
        """See `Workspace.root`."""
        return self._root

    def sources(self, path: str) -> tuple[SourceFile, ...]:
        """See `Workspace.sources`."""
        return self.find(path, NO_EXCLUSION).files

    def find(self, path: str, exclusion: Exclusion) -> Sources:
        """See `Workspace.find`."""
        for candidate in (path, unquote(path)):
            inside = _inside(candidate)
            if inside == ".":
                raise InvalidPath(path, "this is Jupyter's root folder as a whole; choose something in it")
            if inside in self.files:
                return Sources((MemorySourceFile(self, inside, posixpath.basename(inside)),))
            if self._is_folder(inside):
                return self._below(inside, exclusion)
        raise SourceNotReadable(path)

    def write_texts(self, texts: Mapping[str, str]) -> None:
        """See `Workspace.write_texts`."""
        checked = {self._writable(path): text.encode() for path, text in texts.items()}
        if self.read_only:
            raise TargetNotWritable(next(iter(checked), self._root), "permission denied")
        self.files.update(checked)

    def _below(self, folder: str, exclusion: Exclusion) -> Sources:
        start = len(posixpath.dirname(folder)) + 1 if "/" in folder else 0
        below = [path for path in (*self.files, *self.folders) if path.startswith(f"{folder}/")]
        above = {parent for path in below for parent in _parents(path, folder)}
        left_out = {each for each in (*below, *above) if exclusion.leaves_out(each[len(folder) + 1 :])}
        left_out -= {each for each in left_out if any(each.startswith(f"{other}/") for other in left_out)}
        wanted = {
            path
            for path in (*below, *above)
            if path not in left_out and not any(path.startswith(f"{each}/") for each in left_out)
        } | {folder}
        folders = wanted - set(self.files)
        empty = {each for each in folders if not any(path.startswith(f"{each}/") for path in wanted)}
        found = [path for path in wanted if path in self.files] + list(empty)
        sources = [MemorySourceFile(self, path, path[start:], is_folder=path in empty) for path in found]
        names = (f"{path[start:]}{'' if path in self.files else '/'}" for path in left_out)
        return Sources(tuple(sorted(sources, key=lambda source: source.name)), tuple(sorted(names)))

    def _writable(self, path: str) -> str:
        inside = _inside(path)
        if not self._is_folder(posixpath.dirname(inside)):
            raise InvalidPath(path, "its folder does not exist")
        if self._is_folder(inside):
            raise TargetNotWritable(path, "there is a folder of that name")
        return inside

    def _is_folder(self, path: str) -> bool:
        if path in ("", "."):
            return True
        return path in self.folders or any(file.startswith(f"{path}/") for file in self.files)


class MemorySourceFile:
    """`SourceFile` of a `MemoryWorkspace`."""

    def __init__(self, workspace: MemoryWorkspace, path: str, name: str, *, is_folder: bool = False) -> None:
        self._workspace = workspace
        self._path = path
        self._name = name
        self._is_folder = is_folder

    @property
    def name(self) -> str:
        """See `SourceFile.name`."""
        return self._name

    @property
    def size(self) -> int:
        """See `SourceFile.size`."""
        return len(self._workspace.files.get(self._path, b""))

    @property
    def is_folder(self) -> bool:
        """See `SourceFile.is_folder`."""
        return self._is_folder

    def open(self) -> BinaryIO:
        """See `SourceFile.open`."""
        if self._path not in self._workspace.files:
            raise SourceNotReadable(self._path)
        return io.BytesIO(self._workspace.files[self._path])


def _parents(path: str, folder: str) -> Iterator[str]:
    """Yield the folders between a folder and a path in it."""
    while (path := posixpath.dirname(path)) != folder:
        yield path


def _inside(path: str) -> str:
    normal = posixpath.normpath(path)
    if posixpath.isabs(path) or "\0" in path or normal.split("/")[0] == "..":
        raise InvalidPath(path, "the path leads out of Jupyter's root folder")
    return normal
