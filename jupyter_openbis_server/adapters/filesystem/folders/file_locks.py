"""Locks of open files, by the means of the system: `fcntl` (Linux, macOS) or `msvcrt` (Windows)."""

from __future__ import annotations

import os
from types import ModuleType
from typing import BinaryIO

fcntl: ModuleType | None
msvcrt: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
try:
    import msvcrt
except ImportError:  # Linux, macOS
    msvcrt = None

_LOCKED_BYTE = 2**31 - 2
"""Offset of the byte that is locked on Windows, where other programs cannot read locked bytes: beyond the content."""


class NotLockable(OSError):
    """The system has no locks of files."""


class Locked(OSError):
    """Another program has locked the file."""


def lock(file: BinaryIO) -> None:
    """Lock a file until it is closed or this process ends. The position in the file may change.

    Raises:
        Locked: another program has locked it.
        NotLockable: this system has no locks.
        OSError: the file system refuses, e.g. a network file system without locks.
    """
    if fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Locked("the file is locked") from error
    elif msvcrt is not None:
        file.seek(_LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise Locked("the file is locked") from error
    else:
        raise NotLockable("this system has no locks of files")
