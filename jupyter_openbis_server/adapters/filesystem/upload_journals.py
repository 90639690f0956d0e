"""Journals of uploads: one JSON document in each line."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from jupyter_openbis_server.adapters.filesystem.folders.file_locks import Locked, lock
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors
from jupyter_openbis_server.domain.errors import InvalidJournal
from jupyter_openbis_server.domain.uploads.many.journal import JournalEntry, RowState
from jupyter_openbis_server.domain.uploads.upload import RegistrationMark

_VERSION = 1
_MAX_HEAD_BYTES = 64 * 1024


class UploadJournalFiles:
    """Port `UploadJournals`."""

    @contextmanager
    def open(self, path: str, instance_url: str) -> Iterator[UploadJournalFile]:
        """See the port. The file is locked; a line that was cut off by the end of a program is removed."""
        with storage_errors(path), Path(path).open("a+b", buffering=0) as file:
            _lock(path, file)
            entries = _entries(path, file, instance_url)
            journal = UploadJournalFile(path, file, entries or ())
            if entries is None:
                journal.write(_head(instance_url))
            yield journal


class UploadJournalFile:
    """Port `UploadJournal`."""

    def __init__(self, path: str, file: BinaryIO, entries: tuple[JournalEntry, ...]) -> None:
        self._path, self._file, self._entries = path, file, entries
        self._lock = threading.Lock()

    def entries(self) -> tuple[JournalEntry, ...]:
        """See the port."""
        return self._entries

    def add(self, entry: JournalEntry) -> None:
        """See the port."""
        document: dict[str, Any] = {"key": entry.key, "state": entry.state.value, "at": entry.at.isoformat()}
        if entry.perm_id:
            document["permId"] = entry.perm_id
        if entry.mark:
            document["since"] = entry.mark.since and entry.mark.since.isoformat()
            document["known"] = list(entry.mark.known)
        with storage_errors(self._path):
            self.write(document)

    def write(self, document: dict[str, Any]) -> None:
        """Append a line and wait until it is on the disk. Raises OSError."""
        with self._lock:
            view = memoryview(_line(document))
            while view:
                view = view[self._file.write(view) :]
            os.fsync(self._file.fileno())


def _lock(path: str, file: BinaryIO) -> None:
    """Lock a file until it is closed. Raises InvalidJournal."""
    try:
        lock(file)
    except Locked:
        raise InvalidJournal(path, "another program uses this journal; wait until it has ended") from None
    except OSError:  # a file system without locks
        return


def _entries(path: str, file: BinaryIO, instance_url: str) -> tuple[JournalEntry, ...] | None:
    """Return the entries; None if the file has no head yet. An incomplete last line is removed.

    Raises:
        InvalidJournal: the file is not changed then.
    """
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        raise _no_journal(path)
    file.seek(0)
    head = file.readline(_MAX_HEAD_BYTES)
    if not head.endswith(b"\n"):
        # Only what an ended program has left may be removed: any other file may be the only copy of something.
        if not _line(_head(instance_url)).startswith(head):
            raise _no_journal(path)
        file.truncate(0)
        return None
    _check_head(path, _document(path, head), instance_url)
    content = file.read()
    end = content.rfind(b"\n") + 1
    entries = tuple(_entry(path, _document(path, each)) for each in content[:end].splitlines())
    if end < len(content):
        file.truncate(len(head) + end)
    return entries


def _head(instance_url: str) -> dict[str, Any]:
    return {"journal": "uploads", "version": _VERSION, "openbis": instance_url}


def _line(document: dict[str, Any]) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode() + b"\n"


def _document(path: str, line: bytes) -> dict[str, Any]:
    with suppress(ValueError, RecursionError):
        document = json.loads(line)
        if isinstance(document, dict):
            return document
    raise _no_journal(path)


def _check_head(path: str, head: dict[str, Any], instance_url: str) -> None:
    if (head.get("journal"), head.get("version")) != ("uploads", _VERSION):
        raise _no_journal(path)
    if head.get("openbis") != instance_url:
        raise InvalidJournal(path, "this is the journal of uploads to another openBIS; name another file")


def _entry(path: str, line: dict[str, Any]) -> JournalEntry:
    with suppress(KeyError, TypeError, ValueError):
        state, perm_id = RowState(line["state"]), line.get("permId")
        if state is not RowState.DONE or perm_id:  # a row that is done without a permId would be uploaded again
            mark = _mark(line) if state is RowState.BEGUN else None
            return JournalEntry(str(line["key"]), state, _time(line["at"]), str(perm_id) if perm_id else None, mark)
    raise _no_journal(path)


def _mark(line: dict[str, Any]) -> RegistrationMark:
    """Return the mark of a row that has begun. Raises TypeError, ValueError."""
    since, known = line.get("since"), line.get("known", [])
    if not isinstance(known, list):
        raise TypeError(known)
    return RegistrationMark(_time(since) if since else None, tuple(map(str, known)))


def _time(text: str) -> dt.datetime:
    """Return a time with its zone. Raises TypeError, ValueError."""
    time = dt.datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(text)
    return time


def _no_journal(path: str) -> InvalidJournal:
    return InvalidJournal(path, "this file is not a journal of uploads; it is not changed. Name another file")
