"""Limits for packages that come from anybody."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_openbis_server.adapters.filesystem.folders.names import check_relative, checked_names
from jupyter_openbis_server.domain.errors import InvalidCrate, InvalidPath
from jupyter_openbis_server.domain.files.data_set_path import folders_above

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_MAX_NAME_BYTES, _MAX_DEPTH = 255, 50


@dataclass(frozen=True)
class Limits:
    """Limits of one package.

    Attributes:
        files: Number of files and folders.
        bytes: Size of all files after unpacking.
        ratio: Size after unpacking, relative to that of the archive; for archives that unpack to `free_bytes` or more.
        free_bytes: Size after unpacking up to which any ratio is allowed.
        directory: Bytes of the table of contents of an archive.
    """

    files: int = 100_000
    bytes: int = 1 << 40
    ratio: int = 200
    free_bytes: int = 256 << 20
    directory: int = 64 << 20


def check_names(path: str, names: Iterable[str]) -> None:
    """Raise InvalidCrate unless all names can be stored below one folder on every disk, each as a file of its own.

    Args:
        path: The package, for messages.
        names: The names of its files, with `/` as separator.
    """
    files: dict[str, str] = {}
    for name in names:
        _check_name(path, name)
        key = unicodedata.normalize("NFC", name).casefold()
        if key in files:
            raise InvalidCrate(path, f"{files[key]!r} and {name!r} are the same name on many disks")
        files[key] = name
    for key, name in files.items():
        if any(folder in files for folder in folders_above(key)):
            raise InvalidCrate(path, f"{name!r} is in a folder that is a file, too")


def _check_name(path: str, name: str) -> None:
    try:
        check_relative(name)
        parts = checked_names(name)
    except InvalidPath as error:
        raise InvalidCrate(path, f"the name {name!r} is not allowed ({error.problem})") from error
    if _CONTROL.search(name):
        raise InvalidCrate(path, f"the name {name!r} has control characters")
    if len(parts) > _MAX_DEPTH or any(len(part.encode()) > _MAX_NAME_BYTES for part in parts):
        raise InvalidCrate(path, f"the name {name[:100]!r} is too long")
