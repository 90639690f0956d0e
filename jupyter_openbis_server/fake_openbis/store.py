"""The contents of data sets as they lie on disk, and as openBIS shows them (openbis-protocol 4)."""

import os
import shutil
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from .entities import DataSet
from .laboratory import Laboratory

READABLE = frozenset({"AVAILABLE", "LOCKED", "BACKUP_PENDING"})
"""The states of physical data in which its content can be read (openbis-protocol 4.4)."""

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
    """

    path: str
    directory: bool
    length: int = 0
    crc32: int = 0


@dataclass(frozen=True)
class StoredFile:
    """A file of a data set that can be read: its path inside the data set, where it is, and its size in bytes."""

    path: str
    location: Path
    length: int


class Store:
    """Finds and lists what is in the data sets of a laboratory. A container shows the contents of its components.

    Args:
        laboratory: Says which data sets there are, and where their files are.
    """

    def __init__(self, laboratory: Laboratory) -> None:
        self._laboratory = laboratory
        self._checksums: dict[Path, tuple[int, int, int]] = {}
        self._lock = threading.Lock()

    def nodes(self, data_set: DataSet, *, checksums: bool = True) -> list[Node]:
        """Everything in the data set, depth first, from the root on; also of archived data (openbis-protocol 4.1).

        Args:
            data_set: What is listed.
            checksums: False leaves them 0, as on a server that does not compute them.

        Raises:
            ContentFailure: When the data set has no content at all.
        """
        nodes = [Node("", directory=True)]
        for node, location in _walk(self._layers(data_set), ""):
            nodes.append(replace(node, crc32=self._checksum(location)) if checksums and not node.directory else node)
        return nodes

    def location(self, data_set: DataSet, path: str) -> Path:
        """Where a file or folder of the data set is.

        Raises:
            ContentFailure: When there is no such path.
        """
        for layer in self._layers(data_set):
            candidate = layer / path
            if ".." not in Path(path).parts and candidate.exists():
                return candidate
        verb = "doesn't" if data_set.kind == "CONTAINER" else "does not"
        raise ContentFailure(f"Resource '{path}' {verb} exist.")

    def children(self, data_set: DataSet, path: str) -> list[Node]:
        """What is directly in a folder of the data set, without checksums."""
        return [node for node, _ in _entries(self._layers(data_set), path)]

    def files_below(self, data_set: DataSet, path: str) -> list[StoredFile]:
        """The file at this path, or all files below this folder.

        Raises:
            ContentFailure: When there is no such path, or its content is archived.
        """
        location = self.location(data_set, path)
        self.must_be_readable(data_set, path)
        if location.is_file():
            return [StoredFile(path, location, location.stat().st_size)]
        below = _walk(self._layers(data_set), path)
        return [StoredFile(node.path, file, node.length) for node, file in below if not node.directory]

    def must_be_readable(self, data_set: DataSet, path: str) -> None:
        """Checks that the content is not archived.

        Raises:
            ContentFailure: When it is, or is about to be.
        """
        members = [data_set, *self._components(data_set)]
        if any(member.physical_data and member.physical_data.status not in READABLE for member in members):
            raise ContentFailure(f"Resource '{path}' is currently unavailable. It might be archived.")

    def move_in(self, perm_id: str, incoming: Path) -> int:
        """Makes a file or folder the content of a new data set, below ``original/``.

        Returns:
            The size of the data set in bytes.
        """
        original = self._laboratory.store_path(perm_id) / "original"
        original.mkdir(parents=True)
        shutil.move(incoming, original / incoming.name)
        return sum(file.stat().st_size for file in original.rglob("*") if file.is_file())

    def _layers(self, data_set: DataSet) -> list[Path]:
        """The folders whose contents lie over one another, the uppermost first."""
        candidates = [data_set, *self._components(data_set)]
        layers = [folder for one in candidates if (folder := self._laboratory.store_path(one.perm_id)).is_dir()]
        if not layers:
            raise ContentFailure("Undefined contents" if data_set.kind == "CONTAINER" else _without_content(data_set))
        return layers

    def _components(self, data_set: DataSet) -> Iterator[DataSet]:
        for perm_id in data_set.components:
            component = self._laboratory.data_set(perm_id)
            if component is not None:
                yield component
                yield from self._components(component)

    def _checksum(self, file: Path) -> int:
        """The signed CRC32 of a file, computed once as long as size and time of the file stay the same."""
        status = file.stat()
        with self._lock:
            size, time, crc = self._checksums.get(file, (-1, -1, 0))
        if (size, time) != (status.st_size, status.st_mtime_ns):
            crc = signed_crc32(file)
            with self._lock:
                self._checksums[file] = (status.st_size, status.st_mtime_ns, crc)
        return crc


def signed_crc32(file: Path) -> int:
    """The CRC32 of a file as openBIS writes it: a signed 32-bit number."""
    crc = 0
    with file.open("rb") as content:
        while block := content.read(_BLOCK):
            crc = zlib.crc32(block, crc)
    return crc - (1 << 32) if crc & 0x80000000 else crc


def _walk(layers: list[Path], path: str) -> Iterator[tuple[Node, Path]]:
    """All that is below a folder of a data set, depth first, with its place on disk."""
    for node, location in _entries(layers, path):
        yield node, location
        if node.directory:
            yield from _walk(layers, node.path)


def _entries(layers: list[Path], path: str) -> list[tuple[Node, Path]]:
    """What a folder of a data set holds, by name; the first layer that has a name wins."""
    found: dict[str, os.DirEntry[str]] = {}
    for folder in (layer / path for layer in layers):
        if folder.is_dir():
            with os.scandir(folder) as entries:
                for entry in entries:
                    found.setdefault(entry.name, entry)
    return [(_node(path, found[name]), Path(found[name])) for name in sorted(found)]


def _node(parent: str, entry: os.DirEntry[str]) -> Node:
    path = f"{parent}/{entry.name}" if parent else entry.name
    return Node(path, True) if entry.is_dir() else Node(path, False, entry.stat().st_size)


def _without_content(data_set: DataSet) -> str:
    return f"No content information is stored with data set '{data_set.code}'."
