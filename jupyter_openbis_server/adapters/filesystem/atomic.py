"""Files that appear under their name only when they are complete."""

from __future__ import annotations

import os
import secrets
from functools import partial
from io import FileIO
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.os_errors import storage_errors

_SHOWN_BYTES = 100
"""So much of a file's name is repeated in that of its unfinished copy. File systems allow 143 to 255 bytes in all."""


def create_beside(target: Path, *, mode: int = 0o666) -> FileIO:
    """Create an empty hidden file with a new name in the target's folder and open it, unbuffered, to write and read.

    Args:
        target: The file that it will become.
        mode: Permissions; the kernel takes away what the umask (or the folder's default ACL) withholds.

    Returns:
        The open file; its `name` is its path.

    Raises:
        OSError: the file system refuses.
    """
    path = target.with_name(f".{_shortened(target.name)}.{secrets.token_hex(8)}.part")
    return FileIO(str(path), "x+", opener=partial(os.open, mode=mode))


def write_all(file: FileIO, data: bytes | memoryview) -> None:
    """Write all of the data where the file stands; a single `write` may stop early."""
    rest = memoryview(data).cast("B")
    while rest:
        rest = rest[file.write(rest) :]


def write_atomically(target: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a whole file: readers see the old content or the new one, and a failure leaves the old one alone.

    Args:
        target: Path of the file; its folder exists. A link there is replaced, not followed.
        content: The new content.
        mode: Permissions before the umask.

    Raises:
        TargetNotWritable, DiskFull: the file system refuses; nothing new is left behind.
    """
    with storage_errors(target):
        file = create_beside(target, mode=mode)
        unfinished = Path(os.fsdecode(file.name))
        try:
            with file:
                write_all(file, content)
                os.fsync(file.fileno())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def _shortened(name: str) -> str:
    encoded = os.fsencode(name)
    return name if len(encoded) <= _SHOWN_BYTES else encoded[:_SHOWN_BYTES].decode(errors="ignore")
