"""Fake of the port `UploadJournals`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_openbis_server.domain.errors import InvalidJournal
from jupyter_openbis_server.domain.uploads.many.journal import JournalEntry


class MemoryUploadJournal:
    """`UploadJournal` in memory."""

    def __init__(self, earlier: list[JournalEntry]) -> None:
        self._earlier, self._kept = tuple(earlier), earlier

    def entries(self) -> tuple[JournalEntry, ...]:
        """See `UploadJournal.entries`."""
        return self._earlier

    def add(self, entry: JournalEntry) -> None:
        """See `UploadJournal.add`."""
        self._kept.append(entry)


class MemoryUploadJournals:
    """`UploadJournals` in memory.

    Attributes:
        kept: Entries by path.
    """

    def __init__(self) -> None:
        self.kept: dict[str, list[JournalEntry]] = {}
        self._urls: dict[str, str] = {}
        self._open: set[str] = set()

    @contextmanager
    def open(self, path: str, instance_url: str) -> Iterator[MemoryUploadJournal]:
        """See `UploadJournals.open`."""
        if path in self._open:
            raise InvalidJournal(path, "another program uses this journal")
        if self._urls.setdefault(path, instance_url) != instance_url:
            raise InvalidJournal(path, "this is the journal of uploads to another openBIS")
        self._open.add(path)
        try:
            yield MemoryUploadJournal(self.kept.setdefault(path, []))
        finally:
            self._open.discard(path)
