"""The contents of data sets on disk, and as openBIS shows them (openbis-protocol 4)."""

import os
import shutil
import stat
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from jupyter_openbis_server.fake_openbis.state.entities import DataSet
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory

READABLE = frozenset({"AVAILABLE", "LOCKED", "BACKUP_PENDING"})
"""The states of physical data in which its content can be read (openbis-protocol 4.4)."""

Checksum: TypeAlias = Callable[[str, os.stat_result], int]

_BLOCK = 1024 * 1024


class ContentFailure(Exception):
    """Some content does not exist or cannot be read; the text is what openBIS says."""


@dataclass(frozen=True)
class Node:
    """One row of a file listing.

    Attributes:
        path: Relative to the root of the data set, ``/`` as separator; the root itself is ``""``.
        directory: Whether it is a folder.
        length: Size in bytes; 0 for a folder.
        crc32: Checksum as a signed 32-bit number; 0 for a folder.
        modified: When it was last changed, in seconds since 1970 UTC.
    """

    path: str
    directory: bool
    length: int = 0
    crc32: int = 0
    modified: float = 0.0


@dataclass(frozen=True)
class StoredFile:
    """A file of a data set that can be read: its path inside the data set, where it is, and its size in bytes."""

    path: str
    location: str
    length: int


class Store:
    """Finds and lists what is in the data sets of a laboratory. A container shows the contents of its components.

    Args:
        laboratory: Says which data sets there are, and where their files are.
    """

    def __init__(self, laboratory: Laboratory) -> None:
        self._laboratory = laboratory
        self._checksums: dict[str, tuple[int, int, int]] = {}
        self._lock = threading.Lock()

    def nodes(self, data_set: DataSet, *, checksums: bool = True) -> list[Node]:
        """Everything in the data set, depth first, from the root on; also of archived data (openbis-protocol 4.1).

        Args:
            data_set: What is listed.
            checksums: False leaves them 0, as on a server that does not compute them.

        Raises:
            ContentFailure: When the data set has no content at all.
        """
        checksum = self._checksum if checksums else None
        return [Node("", directory=True), *(node for node, _ in _walk(self._layers(data_set), "", checksum))]

    def location(self, data_set: DataSet, path: str) -> Path:
        """Where a file or folder of the data set is.

        Raises:
            ContentFailure: When there is no such path.
        """
        return Path(self._find(data_set, path)[0])

    def children(self, data_set: DataSet, path: str) -> list[Node]:
        """Return what is directly in a folder of the data set, without checksums."""
        return [node for node, _ in _entries(self._layers(data_set), path, None)]

    def files_below(self, data_set: DataSet, path: str) -> list[StoredFile]:
        """Return the file at this path, or all files below this folder.

        Raises:
            ContentFailure: When there is no such path, or its content is archived.
        """
        location, status = self._find(data_set, path)
        self.must_be_readable(data_set, path)
        if stat.S_ISREG(status.st_mode):
            return [StoredFile(path, location, status.st_size)]
        below = _walk(self._layers(data_set), path, None)
        return [StoredFile(node.path, file, node.length) for node, file in below if not node.directory]

    def must_be_readable(self, data_set: DataSet, path: str) -> None:
        """Check that the content is not archived.

        Raises:
            ContentFailure: When it is, or is about to be.
        """
        members = self._members(data_set)
        if any(member.physical_data and member.physical_data.status not in READABLE for member in members):
            raise ContentFailure(f"Resource '{path}' is currently unavailable. It might be archived.")

    def move_in(self, perm_id: str, incoming: Path) -> int:
        """Make a file or folder the content of a new data set, below ``original/``.

        Returns:
            The size of the data set in bytes.
        """
        original = self._laboratory.store_path(perm_id) / "original"
        original.mkdir(parents=True)
        shutil.move(incoming, original / incoming.name)
        return sum(file.stat().st_size for file in original.rglob("*") if file.is_file())

    def _find(self, data_set: DataSet, path: str) -> tuple[str, os.stat_result]:
        """Where a path of the data set is, and what is there; thousands of items may be asked for at once."""
        for layer in self._layers(data_set):
            candidate = f"{layer}/{path}"
            if ".." not in path.split("/"):
                with suppress(OSError, ValueError):
                    return candidate, os.stat(candidate)  # noqa: PTH116 -- a Path would cost more than the rest
        verb = "doesn't" if data_set.kind == "CONTAINER" else "does not"
        raise ContentFailure(f"Resource '{path}' {verb} exist.")

    def _layers(self, data_set: DataSet) -> list[str]:
        """Return the folders whose contents are overlaid, the uppermost first."""
        candidates = (str(self._laboratory.store_path(one.perm_id)) for one in self._members(data_set))
        layers = [folder for folder in candidates if os.path.isdir(folder)]  # noqa: PTH112 -- asked for each item
        if not layers:
            raise ContentFailure("Undefined contents" if data_set.kind == "CONTAINER" else _without_content(data_set))
        return layers

    def _members(self, data_set: DataSet) -> Iterator[DataSet]:
        """Yield the data set and its components, all the way down."""
        yield data_set
        for perm_id in data_set.components:
            component = self._laboratory.data_set(perm_id)
            if component is not None:
                yield from self._members(component)

    def _checksum(self, file: str, status: os.stat_result) -> int:
        """Return the signed CRC32 of a file, computed once as long as size and time of the file stay the same."""
        with self._lock:
            size, time, crc = self._checksums.get(file, (-1, -1, 0))
        if (size, time) != (status.st_size, status.st_mtime_ns):
            crc = signed_crc32(Path(file))
            with self._lock:
                self._checksums[file] = (status.st_size, status.st_mtime_ns, crc)
        return crc


def signed_crc32(file: Path) -> int:
    """Return the CRC32 of a file as openBIS writes it: a signed 32-bit number."""
    crc = 0
    with file.open("rb") as content:
        while block := content.read(_BLOCK):
            crc = zlib.crc32(block, crc)
    return crc - (1 << 32) if crc & 0x80000000 else crc


def _walk(layers: list[str], path: str, checksum: Checksum | None) -> Iterator[tuple[Node, str]]:
    """All that is below a folder of a data set, depth first, with its place on disk."""
    for node, location in _entries(layers, path, checksum):
        yield node, location
        if node.directory:
            yield from _walk(layers, node.path, checksum)


def _entries(layers: list[str], path: str, checksum: Checksum | None) -> list[tuple[Node, str]]:
    """Return what a folder of a data set holds, by name; the first layer that has a name wins."""
    found: dict[str, os.DirEntry[str]] = {}
    for folder in (f"{layer}/{path}" if path else layer for layer in layers):
        if os.path.isdir(folder):  # noqa: PTH112 -- the layers are texts for speed
            with os.scandir(folder) as entries:
                for entry in entries:
                    found.setdefault(entry.name, entry)
    return [(_node(path, found[name], checksum), found[name].path) for name in sorted(found)]


def _node(parent: str, entry: os.DirEntry[str], checksum: Checksum | None) -> Node:
    path = f"{parent}/{entry.name}" if parent else entry.name
    status = entry.stat()
    if entry.is_dir():
        return Node(path, True, modified=status.st_mtime)
    crc32 = checksum(entry.path, status) if checksum else 0
    return Node(path, False, status.st_size, crc32, status.st_mtime)


def _without_content(data_set: DataSet) -> str:
    return f"No content information is stored with data set '{data_set.code}'."
