"""The files of a data set as a tree of folders."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from jupyter_openbis_server.domain.catalogue.data_set import ORIGINAL, DataSet, DataSetFile
from jupyter_openbis_server.domain.errors import FileNotInDataSet, OpenbisError
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.shared.sorting import sorted_in_steps


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A file or folder.

    Attributes:
        path: Its path in the tree, without leading or trailing slash; empty for the root.
        data_set: The data set that has it; in a container, the component.
        file: The file as the data store lists it; its path is relative to `data_set`.
        problem: Error that prevented the listing of a folder.
    """

    path: str
    data_set: DataSet
    file: DataSetFile
    problem: OpenbisError | None = None


@dataclass(frozen=True)
class FolderRow:
    """A row of a listing: a file or folder.

    Attributes:
        amount: Number and bytes of files; for a folder, at any depth in it.
    """

    entry: TreeEntry
    amount: Amount

    @property
    def name(self) -> str:
        """The last part of its path."""
        return posixpath.basename(self.entry.path)


@dataclass(frozen=True)
class FolderPage:
    """A page of the direct contents of a folder: folders first, then files, both sorted by name.

    Attributes:
        folder: Its path, without leading or trailing slash; empty for the root.
        total: Number of rows on all pages.
        amount: Number and bytes of the files in the folder, at any depth.
    """

    folder: str
    rows: tuple[FolderRow, ...]
    request: PageRequest
    total: int
    amount: Amount


@dataclass(frozen=True)
class FileTree:
    """All files and folders of a data set; for a container, those of its components.

    Each component has a folder, named by its permId.

    Attributes:
        root: The data set itself.
        entries: All entries except the root; parents before children.
        reads_parts: Whether reading a part of a file costs about as much as the part is long.
    """

    root: DataSet
    entries: tuple[TreeEntry, ...]
    reads_parts: bool = True

    @property
    def is_mutable(self) -> bool:
        """Whether any of the files can change after this listing; see `DataSet.is_mutable`."""
        return self.root.is_mutable or any(entry.data_set.is_mutable for entry in self.entries)

    def entry(self, path: str) -> TreeEntry:
        """Return the file or folder at a path. Raises FileNotInDataSet."""
        try:
            return self._by_path[path]
        except KeyError:
            raise FileNotInDataSet(self.root.perm_id, path) from None

    def named(self, path: str) -> TreeEntry:
        """Return the file or folder that a user names; the leading `original/` may be omitted, as in `Selection`.

        Raises:
            FileNotInDataSet.
        """
        inside = path.strip("/")
        return self._by_path.get(inside) or self._by_path.get(f"{ORIGINAL}/{inside}") or self.entry(inside)

    def children(self, path: str) -> tuple[TreeEntry, ...]:
        """Return the direct contents of a folder; for a file, the file itself.

        Raises:
            FileNotInDataSet: there is no entry at the path.
            DataNotAvailable: the entry is a component of a container whose files cannot be listed.
        """
        entry = self.entry(path)
        if entry.problem:
            raise detached(entry.problem)
        return tuple(self._by_folder.get(path, ())) if entry.file.is_folder else (entry,)

    def page(self, path: str, request: PageRequest) -> FolderPage:
        """Return a page of the contents of a folder. Raises the errors of `children`."""
        if path not in self._sorted:
            self._sorted[path] = sorted_in_steps(self.children(path), _files_last_by_name)
        entries = self._sorted[path]
        shown = entries[request.start : request.start + request.count]
        rows = tuple(FolderRow(entry, self._amount(entry)) for entry in shown)
        return FolderPage(path, rows, request, len(entries), self._amount(self.entry(path)))

    def _amount(self, entry: TreeEntry) -> Amount:
        return self._amounts.get(entry.path, Amount()) if entry.file.is_folder else Amount(1, entry.file.size)

    @cached_property
    def _amounts(self) -> Mapping[str, Amount]:
        """Number and bytes of all files in a folder, by the folder's path."""
        amounts: dict[str, Amount] = {}
        for entry in reversed(self.entries):  # the contents of a folder come before the folder
            own = amounts.get(entry.path, Amount()) if entry.file.is_folder else Amount(1, entry.file.size)
            folder = posixpath.dirname(entry.path)
            amounts[folder] = amounts.get(folder, Amount()) + own
        return amounts

    @cached_property
    def _sorted(self) -> dict[str, list[TreeEntry]]:
        """Cache of sorted folder contents: paging through a large folder sorts it once."""
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


def _files_last_by_name(entry: TreeEntry) -> str:
    """Return a sort key; it is one text, since no character of a name sorts before the separator."""
    name = posixpath.basename(entry.path)
    return f"{'' if entry.file.is_folder else 'f'}\0{name.casefold()}\0{name}"
