"""The files of a data set as a tree in which one can look around."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from jupyter_openbis_server.domain.errors import FileNotInDataSet, OpenbisError
from jupyter_openbis_server.domain.model.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.model.page import PageRequest
from jupyter_openbis_server.domain.model.progress import Amount


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
class FolderRow:
    """A file or folder as a listing shows it.

    Attributes:
        amount: Of a folder, of everything in it.
    """

    entry: TreeEntry
    amount: Amount

    @property
    def name(self) -> str:
        """The last part of its path."""
        return posixpath.basename(self.entry.path)


@dataclass(frozen=True)
class FolderPage:
    """Some rows of what lies directly in a folder: folders first, then files, both by name.

    Attributes:
        folder: Its path, without slashes at its ends; empty for the root.
        total: How many rows there are in all.
        amount: Of everything in the folder, at any depth.
    """

    folder: str
    rows: tuple[FolderRow, ...]
    request: PageRequest
    total: int
    amount: Amount


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

    def page(self, path: str, request: PageRequest) -> FolderPage:
        """Return some rows of what is in a folder. Raises what `children` raises."""
        if path not in self._sorted:
            found = (FolderRow(entry, self._amount(entry)) for entry in self.children(path))
            self._sorted[path] = sorted(found, key=_files_last_by_name)
        rows = self._sorted[path]
        shown = tuple(rows[request.start : request.start + request.count])
        return FolderPage(path, shown, request, len(rows), self._amount(self.entry(path)))

    def _amount(self, entry: TreeEntry) -> Amount:
        return self._amounts.get(entry.path, Amount()) if entry.file.is_folder else Amount(1, entry.file.size)

    @cached_property
    def _amounts(self) -> Mapping[str, Amount]:
        """What all files in a folder come to, by the folder's path."""
        amounts: dict[str, Amount] = {}
        for entry in reversed(self.entries):  # what is in a folder comes before the folder
            own = amounts.get(entry.path, Amount()) if entry.file.is_folder else Amount(1, entry.file.size)
            folder = posixpath.dirname(entry.path)
            amounts[folder] = amounts.get(folder, Amount()) + own
        return amounts

    @cached_property
    def _sorted(self) -> dict[str, list[FolderRow]]:
        """The rows of folders that were looked into: paging through a large one sorts it once."""
        return {}

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


def _files_last_by_name(row: FolderRow) -> tuple[bool, str, str]:
    return not row.entry.file.is_folder, row.name.casefold(), row.name
