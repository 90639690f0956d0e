"""Files in a synchronised folder that hold what is known about its files: one JSON document in each line.

`state.jsonl` has what is known about both sides, and `md5s.jsonl` the MD5s of local files only.

Lines are only appended; the last one about a path counts. A line that cannot be read is skipped: an older one about the
same path, or none, costs a comparison of contents, and no data (`decisions` compares with what is known, and never
deletes or replaces a file that differs from it).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from jupyter_openbis_server.adapters.filesystem.folders.atomic import write_into
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.domain.sync.entries import Seen, Stamp
from jupyter_openbis_server.domain.sync.errors import InvalidSyncState
from jupyter_openbis_server.domain.sync.ports import SyncTarget

STATE_NAME = "state.jsonl"
MD5S_NAME = "md5s.jsonl"
_VERSION = 1
_INVALID = (ValueError, RecursionError, KeyError, TypeError, ArithmeticError, AttributeError)
"""What lines raise whose values a disk has damaged: `1e999` is a number that is no integer, for example."""
_MAX_HEAD_LENGTH = 64 * 1024
_LINES_PER_BLOCK = 1_000
_LAST_BYTES = 256
_MAX_OLD_LINES = 10_000
"""The file is written again when this many lines, and a third of them, do not count any more."""


class StateReader:
    """What a state file says.

    Attributes:
        target: What the folder is synchronised with.
        seen: What is known, by path.
        lines: Number of lines after the first one.
    """

    def __init__(self, target: SyncTarget, seen: dict[str, Seen], lines: int) -> None:
        self.target, self.seen, self.lines = target, seen, lines

    @classmethod
    def of(cls, folder: OpenFolder, shown: str, name: str = STATE_NAME) -> StateReader | None:
        """Read a state file in a folder; None if there is none. Raises InvalidSyncState, OSError."""
        try:
            descriptor = folder.open(name)
        except FileNotFoundError:
            return None
        # All of it is ASCII; what a disk has damaged is no JSON, either. Text is parsed faster than bytes.
        with os.fdopen(descriptor, encoding="ascii", errors="replace", newline="\n") as file:
            target = _target(file.readline(_MAX_HEAD_LENGTH), shown)
            seen: dict[str, Seen] = {}
            lines = 0
            for lines, line in enumerate(file, start=1):  # noqa: B007 - the number is used after the loop
                _apply(line, seen)
        return cls(target, seen, lines)

    @property
    def is_long(self) -> bool:
        """Whether it is worth writing the file again."""
        return self.lines - len(self.seen) > max(_MAX_OLD_LINES, len(self.seen) // 2)


class FollowedState:
    """What a state file says, for callers that ask repeatedly: only what was appended since is read.

    Safe for use from several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[str, Seen] = {}
        self._file: tuple[int, int] | None = None
        self._end, self._last = 0, b""

    def __len__(self) -> int:
        return len(self._seen)

    def seen(self, folder: OpenFolder) -> Mapping[str, Seen]:
        """Return what is known, by path, of the state file in a folder; it is not changed later. Raises OSError."""
        with self._lock:
            return self._read(folder)

    def _read(self, folder: OpenFolder) -> Mapping[str, Seen]:
        try:
            descriptor = folder.open(STATE_NAME)
        except FileNotFoundError:
            return {}
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(file.fileno())
            if not self._continues(file, status):
                file.seek(0)
                self._begin_again(file.readline(_MAX_HEAD_LENGTH))
            self._file = (status.st_dev, status.st_ino)
            if status.st_size > self._end:
                file.seek(self._end)
                self._add(file)
        return self._seen

    def _continues(self, file: BinaryIO, status: os.stat_result) -> bool:
        """Return whether the file begins with what was read; it is replaced from time to time."""
        if self._file != (status.st_dev, status.st_ino) or status.st_size < self._end:
            return False
        file.seek(self._end - len(self._last))
        return file.read(len(self._last)) == self._last

    def _add(self, lines: Iterable[bytes]) -> None:
        """Apply complete lines; the last one may still be written."""
        seen, end, last = dict(self._seen), self._end, self._last
        for line in lines:
            if not line.endswith(b"\n"):
                break
            _apply(line.decode("ascii", "replace"), seen)
            end, last = end + len(line), line[-_LAST_BYTES:]
        self._seen, self._end, self._last = seen, end, last

    def _begin_again(self, head: bytes) -> None:
        self._seen, self._end, self._last = {}, len(head), head[-_LAST_BYTES:]


def read_target(folder: OpenFolder, shown: str) -> SyncTarget | None:
    """Return what a folder is synchronised with; None without a state file. Raises InvalidSyncState, OSError."""
    try:
        descriptor = folder.open(STATE_NAME)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, encoding="ascii", errors="replace", newline="\n") as file:
        return _target(file.readline(_MAX_HEAD_LENGTH), shown)


class StateFile:
    """Appends to a state file. Used by one thread at a time."""

    def __init__(self, folder: OpenFolder, target: SyncTarget, name: str = STATE_NAME) -> None:
        """Open the file for appending; it is created if it is missing. Raises OSError."""
        if folder.status(name) is None:
            write_into(folder, name, [_line(_head(target))])
        self._file: BinaryIO = os.fdopen(folder.open(name, os.O_RDWR | os.O_APPEND), "r+b", buffering=0)
        self._end_last_line()

    @staticmethod
    def write(folder: OpenFolder, target: SyncTarget, seen: Iterable[Seen], name: str = STATE_NAME) -> None:
        """Write the whole file again, atomically. Raises OSError."""
        write_into(folder, name, _in_blocks([_line(_head(target))], map(_line, map(_document, seen))))

    def append(self, seen: Iterable[Seen], forgotten: Iterable[str] = ()) -> None:
        """Append what is known about paths, and the paths to forget. Raises OSError."""
        lines = [*map(_line, map(_document, seen)), *(_line({"p": path, "x": 1}) for path in forgotten)]
        view = memoryview(b"".join(lines))
        while view:
            view = view[self._file.write(view) :]

    def close(self) -> None:
        """Close the file when it is on the disk."""
        with self._file, suppress(OSError):
            os.fsync(self._file.fileno())

    def _end_last_line(self) -> None:
        """End a line that was cut off by the end of a program, so that it does not spoil the next one."""
        size = self._file.seek(0, os.SEEK_END)
        self._file.seek(max(0, size - 1))
        if self._file.read(1) not in (b"\n", b""):
            self._file.write(b"\n")


def _in_blocks(*parts: Iterable[bytes]) -> Iterator[bytes]:
    block: list[bytes] = []
    for part in parts:
        for line in part:
            block.append(line)
            if len(block) == _LINES_PER_BLOCK:
                yield b"".join(block)
                block.clear()
    yield b"".join(block)


def _head(target: SyncTarget) -> dict[str, Any]:
    return {"sync": _VERSION, "openbis": target.url, "owner": target.owner, "identifier": target.identifier}


def _target(line: str, shown: str) -> SyncTarget:
    with suppress(*_INVALID):
        head = json.loads(line)
        if head["sync"] == _VERSION:
            return SyncTarget(str(head["openbis"]), str(head["owner"]), str(head["identifier"]))
    raise InvalidSyncState(
        shown, "this is no state of a synchronisation that this version can read; it is not changed. Move it away"
    )


def _line(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode() + b"\n"


def _document(seen: Seen) -> dict[str, Any]:
    if seen.is_folder:
        return {"p": seen.path, "d": 1}
    document: dict[str, Any] = {"p": seen.path, "s": seen.size}
    if seen.stamp:
        stamp = seen.stamp
        document["l"] = [stamp.size, stamp.modified_ns, stamp.changed_ns, stamp.file_id, int(stamp.is_certain)]
    if seen.modified:
        document["m"] = seen.modified.isoformat()
    if seen.md5:
        document["h"] = seen.md5
    if seen.copy:
        document["c"] = seen.copy
    return document


def _apply(line: str, seen: dict[str, Seen]) -> None:
    with suppress(*_INVALID):
        document = json.loads(line)
        path = document["p"]
        if not isinstance(path, str):
            return
        if document.get("x"):
            seen.pop(path, None)
        else:
            seen[path] = _seen(path, document)


def _seen(path: str, document: Mapping[str, Any]) -> Seen:
    """Return what a line says. Raises one of `_INVALID`."""
    if document.get("d"):
        return Seen.folder(path)
    modified, md5, copy = document.get("m"), document.get("h"), document.get("c")
    return Seen(
        path,
        False,
        _stamp(document.get("l")),
        int(document["s"]),
        dt.datetime.fromisoformat(modified) if modified else None,
        str(md5) if md5 else None,
        str(copy) if copy else None,
    )


def _stamp(values: list[int] | None) -> Stamp | None:
    if values is None:
        return None
    size, modified_ns, changed_ns, file_id, is_certain = map(int, values)
    return Stamp(size, modified_ns, changed_ns, file_id, bool(is_certain))
