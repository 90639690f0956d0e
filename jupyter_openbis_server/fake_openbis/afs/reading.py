"""Operations that change no files: list, read, hash, preview, free (openbis-afs 2 to 4)."""

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from jupyter_openbis_server.fake_openbis.afs import hidden
from jupyter_openbis_server.fake_openbis.afs.encodings import Chunk, FileLine
from jupyter_openbis_server.fake_openbis.afs.errors import AfsError, Kind, java_error, no_such_file
from jupyter_openbis_server.fake_openbis.afs.faults import AfsFaults
from jupyter_openbis_server.fake_openbis.afs.owners import Owners, Place, kind_of
from jupyter_openbis_server.fake_openbis.afs.previews import preview_of
from jupyter_openbis_server.fake_openbis.faults.faults import FaultKind
from jupyter_openbis_server.fake_openbis.state.sessions import Session

MAX_READ_BYTES = 10_485_760
"""Of one chunk; the default of openBIS's setting ``maxReadSizeInBytes``."""

ValueT = TypeVar("ValueT")
_FREE_SPACE = "ch.ethz.sis.afsapi.dto.FreeSpace"


class Reading:
    """The operations.

    Args:
        owners: The owners of files.
        faults: What goes wrong.
    """

    def __init__(self, owners: Owners, faults: AfsFaults) -> None:
        self._owners = owners
        self._faults = faults

    def listing(self, session: Session, owner: str, source: str, *, recursively: bool) -> list[FileLine]:
        """Return a file, or what is in a folder, and below it if asked: the content comes before its folder.

        Names are in order, unlike those of a real server, whose order is that of its file system.

        Raises:
            AfsError: 30001 with ``NoSuchFileException`` and the path when there is nothing, also when a file vanishes
                while the folders above it are listed.
        """
        place = self._owners.place(session, "List", owner, source, "Read")
        self._faults.check_may_read("List", place)
        inside = "/" + "/".join(place.path.relative_to(place.folder).parts)
        match place.kind:
            case "missing":
                raise no_such_file(place.path)
            case "file":
                return [_line(place, inside, place.path.stat())]
        lines = []
        for path, entry in _walk(place.path, inside.rstrip("/"), recursively=recursively):
            self._faults.check_is_there(place, path)
            lines.append(_line(place, path, entry.stat()))
        return lines

    def read(self, session: Session, chunks: Sequence[Chunk]) -> list[Chunk]:
        """Return the chunks with their data; rights and limits of all are checked before the first is read.

        Raises:
            AfsError: 40004 for a limit above 10 MiB, 10014 for a folder, 30001 when there is no such file or it ends
                before the chunk.
        """
        sources = [(given(chunk.owner), given(chunk.source)) for chunk in chunks]
        places = self._owners.places(session, "Read", sources, "Read")
        for chunk in chunks:
            if given(chunk.limit) > MAX_READ_BYTES:
                raise AfsError(Kind.MAX_READ_SIZE, session.token, chunk.limit, MAX_READ_BYTES)
        return [self._read(chunk, place) for chunk, place in zip(chunks, places, strict=True)]

    def hash(self, session: Session, owner: str, source: str) -> str:
        """Return the MD5 of a file in lower-case hexadecimal digits, which is kept until the file changes.

        Raises:
            AfsError: 10015 when there is no such file, 10014 for a folder.
        """
        place = self._file(session, "Hash", owner, source)
        kept = hidden.cached(place.path, hidden.HASH)
        if kept is None:
            before = place.path.stat().st_mtime_ns
            kept = _md5(place.path).encode()
            if place.path.stat().st_mtime_ns == before:  # else it is that of content that is no more
                _keep(place, hidden.HASH, kept)
        return kept.decode()

    def preview(self, session: Session, owner: str, source: str) -> bytes:
        """Return a JPEG of an image, which is kept until the file changes; nothing for any other file.

        Raises:
            AfsError: 10015 when there is no such file, 10014 for a folder.
        """
        place = self._file(session, "Preview", owner, source)
        kept = hidden.cached(place.path, hidden.PREVIEW)
        if kept is None:
            kept = preview_of(place.path)
            _keep(place, hidden.PREVIEW, kept)
        return kept

    def free(self, session: Session, owner: str, source: str) -> bytes:
        """Size and free space of the disk in bytes, as JSON; the path need not exist."""
        path = self._owners.place(session, "Free", owner, source, "Read").path
        while kind_of(path) == "missing":
            path = path.parent
        usage = shutil.disk_usage(path)
        space = {"total": usage.total, "free": usage.free}
        return json.dumps({"id": "1", "result": [_FREE_SPACE, space], "error": None}).encode()

    def _file(self, session: Session, operation: str, owner: str, source: str) -> Place:
        place = self._owners.place(session, operation, owner, source, "Read")
        self._faults.check_may_prepare(operation, place)
        if place.kind == "missing":
            raise AfsError(Kind.PATH_NOT_IN_STORE, operation, place.shown)
        if place.kind == "folder":
            raise AfsError(Kind.PATH_NOT_REGULAR_FILE, operation, place.shown)
        return place

    def _read(self, chunk: Chunk, place: Place) -> Chunk:
        self._faults.check_may_read("Read", place)
        if place.kind == "folder":
            raise AfsError(Kind.PATH_NOT_REGULAR_FILE, "Read", place.shown)
        self._faults.change_file("Read", place)
        data = _content(place.path, given(chunk.offset), given(chunk.limit))
        if self._faults.strikes(FaultKind.AFS_SHORT_READ, "Read", place):
            data = data[:-1]
        return Chunk(chunk.owner, chunk.source, chunk.offset, chunk.limit, data)


def given(value: ValueT | None) -> ValueT:
    """Return a value of a chunk that must not be null.

    Raises:
        AfsError: 30001 when it is.
    """
    if value is None:
        raise java_error("NullPointerException", None)
    return value


def _keep(place: Place, suffix: str, content: bytes) -> None:
    """Keep what was computed; not beside files of DSS, whose data sets would show it."""
    if content and place.is_own:
        hidden.keep(place.path, suffix, content)


def _content(path: Path, offset: int, length: int) -> bytes:
    try:
        with path.open("rb", buffering=0) as file:
            file.seek(offset)
            data = file.read(length)
    except FileNotFoundError as error:
        raise no_such_file(path) from error
    if len(data) < length:
        message = f"Expected to read {length} bytes but was only {len(data) or -1}."
        raise java_error("IOException", message)
    return data


def _md5(path: Path) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(2**20):
            digest.update(block)
    return digest.hexdigest()


def _walk(folder: str | Path, inside: str, *, recursively: bool) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield what is in a folder, with its path from the owner's folder on; `inside` is that of the folder."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        path = f"{inside}/{entry.name}"
        if recursively and entry.is_dir():
            yield from _walk(entry.path, path, recursively=True)
        yield path, entry


def _line(place: Place, path: str, status: os.stat_result) -> FileLine:
    directory = stat.S_ISDIR(status.st_mode)
    return FileLine(place.owner, path, directory, None if directory else status.st_size, status.st_mtime_ns // 10**6)
