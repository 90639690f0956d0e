"""Files and links that appear under their name only when they are complete."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.os_errors import storage_errors
from jupyter_openbis_server.adapters.filesystem.partial_names import PartialName
from jupyter_openbis_server.adapters.filesystem.positioned_file import positioned


def write_atomically(target: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a whole file: readers see the old content or the new one, and a failure leaves the old one alone.

    Args:
        target: Path of the file; its folder exists. A link there is replaced, not followed.
        content: The new content.
        mode: Permissions before the umask.

    Raises:
        TargetNotWritable, DiskFull: the file system refuses; nothing new is left behind.
    """
    with storage_errors(target), closing(OpenFolder.at(Path(os.path.realpath(target.parent)))) as folder:
        write_into(folder, target.name, content, mode=mode)


def write_into(folder: OpenFolder, name: str, content: bytes, *, mode: int = 0o666) -> None:
    """Do the same in a folder that is open. Raises OSError."""
    part = PartialName.new(name).part
    file = positioned(folder.create(part, mode))
    try:
        file.write(content, 0)
        os.fsync(file.descriptor)
        file.close()
        folder.rename(part, name)
    finally:
        file.close()
        with suppress(OSError):
            folder.remove(part)


def link_into(folder: OpenFolder, name: str, target: str) -> None:
    """Make a link in a folder that is open; a link of that name is replaced in one step. Raises OSError."""
    part = PartialName.new(name).part
    folder.link(part, target)
    try:
        folder.rename(part, name)
    except BaseException:
        with suppress(OSError):
            folder.remove(part)
        raise
