"""Reading of untrusted paths: pipes, devices and endless files are refused without blocking."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class NotRegular(OSError):
    """The path is not a regular file, or the file is too large; `strerror` is the reason."""


def read_regular(path: str | Path, most_bytes: int) -> bytes:
    """Return the content of a regular file; links are followed.

    Args:
        path: The file.
        most_bytes: Size limit.

    Raises:
        OSError: the file does not exist, is unreadable, not regular, or too large.
    """
    descriptor = _opened(path, most_bytes)
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:  # it has grown since it was opened
        raise _too_large(path, most_bytes)
    return content


def check_regular(path: str | Path, most_bytes: int) -> None:
    """Raise OSError unless a path leads to a regular file that can be opened and is not too large."""
    os.close(_opened(path, most_bytes))


def _opened(path: str | Path, most_bytes: int) -> int:
    try:
        descriptor = os.open(path, _OPEN)
    except ValueError as error:  # NUL bytes, lone surrogates
        raise OSError(errno.EINVAL, "this is no path", str(path)) from error
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode) and status.st_size <= most_bytes:
        return descriptor
    os.close(descriptor)
    if stat.S_ISREG(status.st_mode):
        raise _too_large(path, most_bytes)
    raise NotRegular(errno.EINVAL, "this is not a file", str(path))


def _too_large(path: str | Path, most_bytes: int) -> NotRegular:
    return NotRegular(errno.EFBIG, f"the file has more than {most_bytes >> 20} MiB", str(path))
