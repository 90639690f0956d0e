"""Paths inside data sets come from a server, and are not believed."""

from __future__ import annotations

import re

from jupyter_openbis_server.domain.errors import InvalidPath

_DRIVE = re.compile(r"^[A-Za-z]:(?:[/\\]|$)")


def checked_path(path: str) -> tuple[str, ...]:
    """Return the parts of a data set's path, e.g. `("original", "data.csv")`.

    Names that only some file systems refuse (backslashes, reserved words) are the file system's own business.

    Raises:
        InvalidPath: the path is empty, absolute, has a drive letter, a NUL byte or a part that leads elsewhere.
    """
    parts = tuple(path.split("/"))
    if not path or "\0" in path or _DRIVE.match(path):
        raise InvalidPath(path, "the data store names a file in a way that no folder can hold")
    if any(part in ("", ".", "..") for part in parts):
        raise InvalidPath(path, "the data store names a file outside its data set")
    return parts
