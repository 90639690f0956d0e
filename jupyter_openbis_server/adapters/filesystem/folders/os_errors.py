"""Conversion of OSError to domain errors."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.folders.open_folder import NotAFolder
from jupyter_openbis_server.domain.errors import DiskFull, StorageError, TargetNotWritable

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def storage_error(path: str | Path, error: OSError) -> StorageError:
    """Return DiskFull for a full disk or exceeded quota, otherwise TargetNotWritable with the system's reason."""
    if error.errno in _FULL:
        return DiskFull(str(path))
    if isinstance(error, FileExistsError):  # from creating a folder
        return TargetNotWritable(str(path), "there is a file of that name")
    if isinstance(error, NotAFolder):
        return TargetNotWritable(str(path), str(error))
    return TargetNotWritable(str(path), error.strerror or type(error).__name__)


@contextmanager
def storage_errors(path: str | Path) -> Iterator[None]:
    """Convert each OSError of the block to a StorageError about `path`."""
    try:
        yield
    except OSError as error:
        raise storage_error(path, error) from error
