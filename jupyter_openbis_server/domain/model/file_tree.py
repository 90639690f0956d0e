"""The files of a data set as a tree in which one can look around."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from jupyter_openbis_server.domain.errors import FileNotInDataSet, OpenbisError
from jupyter_openbis_server.domain.model.data_set import DataSet, DataSetFile


@dataclass(frozen=True)
class TreeEntry:
    """A file or folder.

    Attributes:
        path: Where it is in the tree, without slashes at its ends; empty for the root.
        data_set: Whose it is: of a container, the component.
        file: What the data store states; its own path begins at that data set.
        problem: Why nobody knows what a folder holds.
    """

    path: str
    data_set: DataSet
    file: DataSetFile
    problem: OpenbisError | None = None


@dataclass(frozen=True)
class FileTree:
    """All files and folders of a data set; of a container those of its components, each in a folder of its own.

    These folders are called by the permIds of the components.

    Attributes:
        root: The data set itself.
        entries: All but the root; parents before children.
        reads_parts: Whether parts of its files can be read at about the cost of their size.
    """

    root: DataSet
    entries: tuple[TreeEntry, ...]
    reads_parts: bool = True

    def entry(self, path: str) -> TreeEntry:
        """Return the file or folder of that path. Raises FileNotInDataSet."""
        try:
            return self._by_path[path]
        except KeyError:
            raise FileNotInDataSet(self.root.perm_id, path) from None

    def children(self, path: str) -> tuple[TreeEntry, ...]:
        """Return what is in a folder, or the file itself if that is one.

        Raises:
            FileNotInDataSet: there is nothing of that name.
            DataNotAvailable: it is a component of a container, and its files cannot be listed.
        """
        entry = self.entry(path)
        if entry.problem:
            raise entry.problem
        return tuple(self._by_folder.get(path, ())) if entry.file.is_folder else (entry,)

    @cached_property
    def _by_path(self) -> Mapping[str, TreeEntry]:
        root = TreeEntry("", self.root, DataSetFile("", is_folder=True))
        return {entry.path: entry for entry in (root, *self.entries)}

    @cached_property
    def _by_folder(self) -> Mapping[str, Iterable[TreeEntry]]:
        folders: dict[str, list[TreeEntry]] = {}
        for entry in self.entries:
            folders.setdefault(posixpath.dirname(entry.path), []).append(entry)
        return folders
