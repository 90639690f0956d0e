"""Files of data sets, and of objects and collections that have files of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, overload

from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadReport
from jupyter_openbis_server.domain.downloads.folder_names import FolderNames
from jupyter_openbis_server.domain.errors import NoFilesMatch
from jupyter_openbis_server.domain.files.file_tree import FileTree, TreeEntry
from jupyter_openbis_server.domain.files.selection import Selection
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.entrypoints.library.entities.reading import file_entry, open_entry
from jupyter_openbis_server.entrypoints.library.entities.source import Source

if TYPE_CHECKING:
    from jupyter_openbis_server.entrypoints.library.progress import ShowProgress

EVERYTHING = "**"


@dataclass(frozen=True)
class DataFile:
    """A file of a data set.

    Attributes:
        path: Its path in the data set, e.g. `original/run 1/data.csv`; in a container, it begins with the component.
        size: Bytes.
        crc32: CRC32 of the content; None if openBIS does not know it.
        modified: When it was changed, for files that can change (AFS); else None.
        url: Its address for fsspec, pandas and others: `openbis://…`.
    """

    path: str
    size: int
    crc32: int | None
    modified: dt.datetime | None
    url: str
    _owner: FileMethods = field(repr=False, compare=False)

    def __str__(self) -> str:
        return self.path

    @overload
    def open(self, mode: Literal["rb"] = "rb") -> IO[bytes]: ...

    @overload
    def open(self, mode: Literal["r", "rt"], encoding: str | None = None, newline: str | None = None) -> IO[str]: ...

    def open(self, mode: str = "rb", encoding: str | None = None, newline: str | None = None) -> IO[Any]:
        """Open the file for reading: see `DataSet.open`."""
        return self._owner._open(self.path, mode, encoding, newline)  # noqa: SLF001 - of this module


class FileMethods:
    """Methods of entities with files."""

    perm_id: str
    _source: Source
    _tree: FileTree | None = None

    def files(self, pattern: str | Iterable[str] = EVERYTHING) -> tuple[DataFile, ...]:
        """Return the files that match; empty if none does. openBIS is asked once, unless the files can change.

        Args:
            pattern: A path or pattern, or several, e.g. `**/*.csv`; a folder means all files in it. `original/`, the
                top-level folder of openBIS, may be left out.

        Raises:
            DataNotAvailable: the files cannot be listed, e.g. of a link data set.
        """
        tree = self._listed()
        patterns = (pattern,) if isinstance(pattern, str) else tuple(pattern)
        entries = [each for each in tree.entries if not each.file.is_folder]
        if patterns != (EVERYTHING,):
            entries = _matching(tree, entries, patterns)
        return tuple(self._file(each) for each in entries)

    @overload
    def open(self, path: str, mode: Literal["rb"] = "rb") -> IO[bytes]: ...

    @overload
    def open(
        self, path: str, mode: Literal["r", "rt"], encoding: str | None = None, newline: str | None = None
    ) -> IO[str]: ...

    def open(self, path: str, mode: str = "rb", encoding: str | None = None, newline: str | None = None) -> IO[Any]:
        """Open a file for reading, without downloading it: only what is read is requested, with some bytes ahead.

        Args:
            path: Its path; `original/` may be left out.
            mode: `rb` for bytes, `r` for text.
            encoding: Encoding of a text, default UTF-8.
            newline: See Python's `open`.

        Raises:
            FileNotInDataSet: there is no such file.
            DataNotAvailable: it cannot be read now, e.g. it is archived.
        """
        return self._open(path, mode, encoding, newline)

    def url(self, path: str = "") -> str:
        """Return the address of a file or folder for fsspec, pandas and others: `openbis://<connection>/<permId>/…`.

        The file need not exist. Other programs need a connection of the same name.
        """
        from jupyter_openbis_server.entrypoints.fsspec.openbis_path import OpenbisPath  # noqa: PLC0415 - slow

        return f"openbis://{OpenbisPath(self._source.name, self.perm_id, path.strip('/'))}"

    def download(
        self,
        to: str | Path = ".",
        *,
        files: str | Iterable[str] = (),
        flat: bool = False,
        overwrite: bool = True,
        folder_names: FolderNames | str = FolderNames.PERM_ID,
        progress: ShowProgress = None,
        cancellation: Cancellation | None = None,
    ) -> DownloadReport:
        """Download the files into a folder named by `folder_names`. Repeating the call resumes and repairs.

        Args:
            to: The folder in which that folder is created; `~` is the home folder.
            files: See `Connection.download`.
            flat: Leave out openBIS's folder `original`.
            overwrite: Replace files that differ from openBIS's.
            folder_names: See `Connection.download`.
            progress: See `Connection.download`.
            cancellation: Cancels it from another thread.

        Raises:
            NoFilesMatch: no file fits `files`.
            OpenbisError: the download failed; complete files are kept.
        """
        report = self._source.download(
            self.perm_id,
            to,
            files=files,
            flat=flat,
            overwrite=overwrite,
            folder_names=folder_names,
            progress=progress,
            cancellation=cancellation,
        )
        report.raise_first()
        return report

    def _open(self, path: str, mode: str, encoding: str | None, newline: str | None) -> IO[Any]:
        tree = self._listed()
        return open_entry(self._source, tree, file_entry(tree, path), mode, encoding, newline)

    def _listed(self) -> FileTree:
        tree = self._tree
        if tree is None or tree.is_mutable:
            self._tree = tree = self._source.list_files(self.perm_id)
        return tree

    def _file(self, entry: TreeEntry) -> DataFile:
        file = entry.file
        return DataFile(entry.path, file.size, file.crc32, file.modified, self.url(entry.path), self)


def _matching(tree: FileTree, entries: list[TreeEntry], patterns: tuple[str, ...]) -> list[TreeEntry]:
    """Return the entries that patterns select; the rules are those of downloads."""
    named = {each.path: each for each in entries}
    everything = [replace(each.file, path=each.path) for each in tree.entries]  # the path in a container
    try:
        chosen = Selection(patterns).of(tree.root.perm_id, everything)
    except NoFilesMatch:
        return []
    return [named[each.path] for each in chosen if each.path in named]
