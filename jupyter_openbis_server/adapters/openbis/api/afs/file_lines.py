"""Lists of files as the file server (AFS) sends them (openbis-afs 3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FIELDS = 6
_BOOLEANS = {"true": True, "false": False}
_NUMBER = re.compile(r"\d{1,18}")
_MILLISECONDS = re.compile(r"-?\d{1,18}")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)


class MalformedList(Exception):
    """An answer is no list of files."""


@dataclass(frozen=True, slots=True)
class AfsFile:
    """A file or folder of an owner.

    Attributes:
        path: With a slash at its start, relative to the folder of its owner.
        size: Bytes; 0 for folders.
        modified: When it was last changed, to the millisecond; None if the server does not state it.
    """

    path: str
    is_folder: bool
    size: int
    modified: dt.datetime | None


def files_in(pieces: Iterable[bytes], owner: str) -> Iterator[AfsFile]:
    r"""Yield the files of an answer while it arrives: a line each, with fields separated by tabs, joined by `\n`.

    Fields are owner, path, name, whether it is a folder, size (empty for folders), milliseconds since 1970.

    Raises:
        MalformedList: a line has other fields, or is about another owner.
    """
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from (_file(line, owner) for line in lines)
    if rest:
        yield _file(rest, owner)


def _file(line: bytes, owner: str) -> AfsFile:
    try:
        fields = line.decode().split("\t")
    except UnicodeDecodeError:
        raise MalformedList from None
    if len(fields) != _FIELDS:
        raise MalformedList
    of, path, _, folder, size, milliseconds = fields
    is_folder = _BOOLEANS.get(folder.lower())
    if of != owner or not path.startswith("/") or is_folder is None:
        raise MalformedList
    return AfsFile(path, is_folder, 0 if is_folder else _size(size), _time(milliseconds))


def _size(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise MalformedList
    return int(text)


def _time(text: str) -> dt.datetime | None:
    if not text:
        return None
    if not _MILLISECONDS.fullmatch(text):
        raise MalformedList
    try:
        time = _EPOCH + dt.timedelta(milliseconds=int(text))
    except OverflowError:
        raise MalformedList from None
    return time if dt.MINYEAR < time.year < dt.MAXYEAR else None  # at the edges, zones lead out of the calendar
