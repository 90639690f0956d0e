"""What the operating system says about files, in the domain's words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.open_folder import NotAFolder
from jupyter_openbis_server.domain.errors import DiskFull, StorageError, TargetNotWritable

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def storage_error(path: str | Path, error: OSError) -> StorageError:
    """Return DiskFull for a used-up disk or quota, TargetNotWritable with the system's reason for all else."""
    if error.errno in _FULL:
        return DiskFull(str(path))
    if isinstance(error, FileExistsError):  # met where a folder was to be made
        return TargetNotWritable(str(path), "there is a file of that name")
    if isinstance(error, NotAFolder):
        return TargetNotWritable(str(path), str(error))
    return TargetNotWritable(str(path), error.strerror or type(error).__name__)


@contextmanager
def storage_errors(path: str | Path) -> Iterator[None]:
    """Turn each OSError of the block into a StorageError about `path`."""
    try:
        yield
    except OSError as error:
        raise storage_error(path, error) from error
