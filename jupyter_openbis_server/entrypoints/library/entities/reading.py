"""Files of data sets as Python's file objects."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from typing import IO, Any, Protocol

from jupyter_openbis_server.domain.errors import FileNotInDataSet, InvalidInput
from jupyter_openbis_server.domain.files.file_tree import FileTree, TreeEntry
from jupyter_openbis_server.entrypoints.library.entities.source import Source

_BUFFER_BYTES = 4 * 2**20
"""Bytes that are read ahead: four of the chunks in which openBIS sends files."""


class _Bytes(Protocol):
    """Where the bytes of an open file come from."""

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from `start` to `end`."""

    def close(self) -> None:
        """Release the resources."""


class _RemoteFile(io.RawIOBase):
    """A file of a data set, for reading at any position."""

    def __init__(self, name: str, size: int, content: _Bytes) -> None:
        self.name, self._size, self._content, self._position = name, size, content, 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the position."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Set and return the position; see `io.IOBase.seek`."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("negative seek position")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a writable buffer
        """Read bytes into a buffer and return their number."""
        view = memoryview(buffer)
        end = min(self._position + len(view), self._size)
        if end <= self._position:
            return 0
        content = self._content.read(self._position, end)
        view[: len(content)] = content
        self._position += len(content)
        return len(content)

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            self._content.close()
        super().close()


def file_entry(tree: FileTree, path: str) -> TreeEntry:
    """Return the file at a path; openBIS's top-level folder `original/` may be left out.

    Raises:
        FileNotInDataSet: there is no file of that path.
    """
    wanted = path.strip("/")
    for each in (wanted, f"original/{wanted}"):
        try:
            found = tree.entry(each)
        except FileNotInDataSet:
            continue
        if not found.file.is_folder:
            return found
    raise FileNotInDataSet(tree.root.perm_id, path)


def open_entry(
    source: Source, tree: FileTree, entry: TreeEntry, mode: str, encoding: str | None, newline: str | None
) -> IO[Any]:
    """Return an open file. Raises InvalidInput: the mode is not for reading."""
    if mode not in ("r", "rt", "rb"):
        raise InvalidInput(f"{mode!r}: files are opened for reading, with the mode 'r' (text) or 'rb' (bytes)")
    raw = _RemoteFile(entry.path, entry.file.size, _content(source, tree, entry))
    buffered = io.BufferedReader(raw, _BUFFER_BYTES)
    if mode == "rb":
        return buffered
    return io.TextIOWrapper(buffered, encoding=encoding or "utf-8", newline=newline)


def _content(source: Source, tree: FileTree, entry: TreeEntry) -> _Bytes:
    """Return the bytes of a file; of a server that sends whole files only, by a temporary copy."""
    from jupyter_openbis_server.entrypoints.fsspec.opened_file import Parts, TemporaryCopy  # noqa: PLC0415 - slow

    files, data_set, file = source.use_cases.files, entry.data_set, entry.file
    if tree.reads_parts or file.size <= _BUFFER_BYTES:
        read: Callable[[int, int], bytes] = partial(_read, source, entry)
        check = partial(files.read.check_unchanged, source.name, data_set, file) if data_set.is_mutable else None
        return Parts(read, file.size, partial(files.read.end_reading, data_set, file), check)
    return TemporaryCopy(partial(files.copy, source.name, data_set, file))


def _read(source: Source, entry: TreeEntry, start: int, end: int) -> bytes:
    is_part = end < entry.file.size
    return source.use_cases.files.read(source.name, entry.data_set, entry.file, start, end, again=is_part)
