"""Validation of file names and paths."""

from __future__ import annotations

import os
import re
from pathlib import Path, PureWindowsPath

from jupyter_openbis_server.domain.errors import InvalidPath
from jupyter_openbis_server.domain.files.data_set_path import checked_path

_SEPARATORS = re.compile(r"[/\\]")
_WINDOWS_RESERVED = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)', re.IGNORECASE)
ON_WINDOWS = os.name == "nt"


def check_nameable(path: str) -> None:
    """Raise InvalidPath if no file system can store the path: it has NUL bytes or lone surrogates."""
    if "\0" in path:
        raise InvalidPath(path, "a path cannot hold NUL bytes")
    try:
        os.fsencode(path)
    except UnicodeEncodeError as error:
        raise InvalidPath(path, "the path holds characters that are none") from error


def check_relative(path: str) -> None:
    """Raise InvalidPath unless the path is relative and stays below its folder, by the rules of POSIX and Windows.

    Links are not considered: see `resolved_inside`.
    """
    check_nameable(path)
    anchor = PureWindowsPath(path)
    if anchor.root or (ON_WINDOWS and anchor.drive):
        raise InvalidPath(path, "give a path relative to Jupyter's root folder")
    if ".." in _SEPARATORS.split(path):
        raise InvalidPath(path, "the path leads outside its folder")


def checked_names(path: str) -> tuple[str, ...]:
    """Return the parts of a data set's path. Raises InvalidPath if one of them is no valid name on this host."""
    parts = checked_path(path)
    check_nameable(path)
    if ON_WINDOWS and any(map(is_reserved_on_windows, parts)):
        raise InvalidPath(path, "Windows does not allow this name")
    return parts


def resolved_inside(folder: Path, path: Path, shown: str) -> Path:
    """Return the resolved `path`; `shown` is the path for messages.

    Raises:
        InvalidPath: it is not below `folder`.
    """
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(os.path.realpath(folder)):
        raise InvalidPath(shown, "a link leads outside the folder")
    return real


def is_reserved_on_windows(name: str) -> bool:
    """Return whether Windows refuses the name or uses it for a stream or device."""
    return _WINDOWS_RESERVED.search(name) is not None
