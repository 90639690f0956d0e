"""Atomic writes of files and links."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.downloads.partials.partial_names import PartialName
from jupyter_openbis_server.adapters.filesystem.downloads.partials.positioned_file import positioned
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors


def write_atomically(target: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a file atomically: readers see the old or the new content, and a failure keeps the old one.

    Args:
        target: Path of the file; its folder exists. A link there is replaced, not followed.
        content: The new content.
        mode: Permissions before the umask.

    Raises:
        TargetNotWritable, DiskFull: the file system refuses; no new file remains.
    """
    with storage_errors(target), closing(OpenFolder.at(Path(os.path.realpath(target.parent)))) as folder:
        write_into(folder, target.name, [content], mode=mode)


def write_into(folder: OpenFolder, name: str, content: Iterable[bytes], *, mode: int = 0o666) -> None:
    """Write a file atomically into an open folder; the content may come in parts. Raises OSError."""
    part = PartialName.new(name).part
    file = positioned(folder.create(part, mode))
    try:
        size = 0
        for piece in content:
            file.write(piece, size)
            size += len(piece)
        os.fsync(file.descriptor)
        file.close()
        folder.rename(part, name)
    finally:
        file.close()
        with suppress(OSError):
            folder.remove(part)


def link_into(folder: OpenFolder, name: str, target: str) -> None:
    """Create a link in an open folder; replace a link of that name atomically. Raises OSError."""
    part = PartialName.new(name).part
    folder.link(part, target)
    try:
        folder.rename(part, name)
    except BaseException:
        with suppress(OSError):
            folder.remove(part)
        raise
