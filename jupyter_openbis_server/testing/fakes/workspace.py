"""Jupyter's root folder, in memory."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Mapping
from typing import BinaryIO
from urllib.parse import unquote

from jupyter_openbis_server.domain.errors import InvalidPath, SourceNotReadable, TargetNotWritable


class MemoryWorkspace:
    """`Workspace` over a mapping.

    Attributes:
        files: Path relative to the root to content. A path's folders exist with it.
        folders: Further folders, relative to the root.
        read_only: Set it to let all writing fail.
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

    def sources(self, path: str) -> tuple[MemorySourceFile, ...]:
        """See `Workspace.sources`."""
        for candidate in (path, unquote(path)):
            inside = _inside(candidate)
            if inside == ".":
                raise InvalidPath(path, "this is Jupyter's root folder as a whole; choose something in it")
            if inside in self.files:
                return (MemorySourceFile(self, inside, posixpath.basename(inside)),)
            if self._is_folder(inside):
                return self._below(inside)
        raise SourceNotReadable(path)

    def write_texts(self, texts: Mapping[str, str]) -> None:
        """See `Workspace.write_texts`."""
        checked = {self._writable(path): text.encode() for path, text in texts.items()}
        if self.read_only:
            raise TargetNotWritable(next(iter(checked), self._root), "permission denied")
        self.files.update(checked)

    def _below(self, folder: str) -> tuple[MemorySourceFile, ...]:
        start = len(posixpath.dirname(folder)) + 1 if "/" in folder else 0
        folders = {folder, *(each for each in self.folders if each.startswith(f"{folder}/"))}
        empty = {each for each in folders if not any(path.startswith(f"{each}/") for path in (*self.files, *folders))}
        found = [path for path in self.files if path.startswith(f"{folder}/")] + list(empty)
        sources = [MemorySourceFile(self, path, path[start:], is_folder=path in empty) for path in found]
        return tuple(sorted(sources, key=lambda source: source.name))

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


def _inside(path: str) -> str:
    normal = posixpath.normpath(path)
    if posixpath.isabs(path) or "\0" in path or normal.split("/")[0] == "..":
        raise InvalidPath(path, "the path leads out of Jupyter's root folder")
    return normal
