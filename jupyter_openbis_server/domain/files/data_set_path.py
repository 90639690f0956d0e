"""Paths in data sets, and of files of samples and experiments; those of a server are not trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_openbis_server.domain.errors import InvalidPath

_DRIVE = re.compile(r"^[A-Za-z]:(?:[/\\]|$)")


def checked_path(path: str) -> tuple[str, ...]:
    """Return the parts of a path in a data set, e.g. `("original", "data.csv")`.

    Names that only some file systems reject (backslashes, reserved words) are not checked here.

    Raises:
        InvalidPath: the path is empty, absolute, has a drive letter, a NUL byte, or a part that is empty, `.` or `..`.
    """
    parts = tuple(path.split("/"))
    if not path or "\0" in path or _DRIVE.match(path):
        raise InvalidPath(path, "the data store names a file in a way that no folder can hold")
    if any(part in ("", ".", "..") for part in parts):
        raise InvalidPath(path, "the data store names a file outside its data set")
    return parts


def folders_above(path: str) -> Iterator[str]:
    """Yield the folders above a path, the uppermost first."""
    names = path.split("/")
    return ("/".join(names[:number]) for number in range(1, len(names)))
