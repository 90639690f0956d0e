"""Limits for packages that come from anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_openbis_server.adapters.filesystem.folders.names import check_relative, checked_names
from jupyter_openbis_server.domain.errors import InvalidCrate, InvalidPath
from jupyter_openbis_server.domain.research_objects.portable_names import problem_of_names

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
    known = list(names)
    for each in known:
        _check_name(path, each)
    if problem := problem_of_names(known):
        raise InvalidCrate(path, problem)


def member_name(path: str, name: str) -> str:
    """Return the name of a file in an archive as programs unpack it: `a/b` for `a//b` and `./a/b`, which some write.

    Raises:
        InvalidCrate: it leads outside; `path` is for messages.
    """
    _check_place(path, name)
    return "/".join(each for each in name.split("/") if each not in ("", "."))


def _check_name(path: str, name: str) -> None:
    _check_place(path, name)
    try:
        parts = checked_names(name)
    except InvalidPath as error:
        raise InvalidCrate(path, f"the name {name[:100]!r} cannot be stored on this computer") from error
    if _CONTROL.search(name):
        raise InvalidCrate(path, f"the name {name[:100]!r} has control characters")
    if len(parts) > _MAX_DEPTH or any(len(part.encode()) > _MAX_NAME_BYTES for part in parts):
        raise InvalidCrate(path, f"the name {name[:100]!r} is too long")


def _check_place(path: str, name: str) -> None:
    try:
        check_relative(name)
    except InvalidPath as error:
        raise InvalidCrate(path, f"the name {name[:100]!r} leads outside it, or has invalid characters") from error
