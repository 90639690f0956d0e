"""Writing of packages: a zip archive in one pass, a folder under a temporary name."""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress

from jupyter_openbis_server.adapters.filesystem.downloads.partials.partial_names import PartialName
from jupyter_openbis_server.adapters.filesystem.folders.names import check_relative, checked_names
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.domain.errors import SourceNotReadable
from jupyter_openbis_server.domain.research_objects.digests import blocks_of
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_FIRST = dt.datetime(1980, 1, 1, tzinfo=dt.timezone.utc)
"""Earliest time in archives."""
_MODE = 0o100644 << 16
_LARGE = 1 << 31
_UNIX = 3


def zipped(files: Iterable[SourceFile], modified: dt.datetime) -> Iterator[bytes]:
    """Yield the bytes of an archive.

    Raises:
        InvalidPath, SourceNotReadable, Cancelled.
    """
    time = max(modified.astimezone(dt.timezone.utc), _FIRST)
    buffer = _Buffer()
    with zipfile.ZipFile(buffer, "w") as archive:
        for each in files:
            check_relative(each.name)
            checked_names(each.name)
            info = zipfile.ZipInfo(each.name, time.timetuple()[:6])
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, _MODE, _UNIX
            with archive.open(info, "w", force_zip64=each.size >= _LARGE) as target:
                for block in _content(each):
                    target.write(block)
                    yield buffer.taken()
            yield buffer.taken()
    yield buffer.taken()


def write_folder(parent: OpenFolder, name: str, files: Iterable[SourceFile]) -> None:
    """Write a folder that must not exist. Raises OSError, InvalidPath, SourceNotReadable, Cancelled."""
    temporary = PartialName.new(name).part
    try:
        with closing(parent.enter(temporary, make=True)) as root:
            for each in files:
                check_relative(each.name)
                *folders, last = checked_names(each.name)
                _write(root, folders, last, each)
        _check_free(parent, name)
        parent.rename(temporary, name)
    except BaseException:
        with suppress(OSError):
            parent.remove_tree(temporary)
        raise


def _check_free(parent: OpenFolder, name: str) -> None:
    if parent.status(name) is not None:
        raise FileExistsError(name)


def _write(root: OpenFolder, folders: list[str], name: str, source: SourceFile) -> None:
    folder = root
    opened: list[OpenFolder] = []
    try:
        for each in folders:
            folder = folder.enter(each, make=True)
            opened.append(folder)
        with os.fdopen(folder.create(name), "wb") as file:
            for block in _content(source):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
    finally:
        for folder in opened:
            folder.close()


def _content(source: SourceFile) -> Iterator[bytes]:
    """Yield the content of a file. Raises SourceNotReadable, also if its size has changed; Cancelled."""
    size = 0
    with source.open() as file:
        for block in blocks_of(file, source.name):
            size += len(block)
            yield block
    if size != source.size:
        raise SourceNotReadable(source.name, "The file has changed while it was read")


class _Buffer(io.RawIOBase):
    """Receives an archive as it is written; it is not kept."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last call."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken
