"""Ports of uploads of many data sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from jupyter_openbis_server.domain.uploads.many.journal import JournalEntry

T = TypeVar("T")
R = TypeVar("R")


class UploadJournal(Protocol):
    """An open journal. Safe for use from several threads."""

    def entries(self) -> tuple[JournalEntry, ...]:
        """Return the entries of earlier runs, in their order. An entry that was not completely written is omitted."""

    def add(self, entry: JournalEntry) -> None:
        """Append an entry. It survives the end of the process and of the computer from now on.

        Raises:
            TargetNotWritable, DiskFull.
        """


class UploadJournals(Protocol):
    """Journals of uploads, which survive the program."""

    def open(self, path: str, instance_url: str) -> AbstractContextManager[UploadJournal]:
        """Open a journal; it is created if it is missing. Only one program can use it at a time.

        Args:
            path: Absolute path of the journal.
            instance_url: Address of the openBIS instance.

        Raises:
            InvalidJournal: the file is no journal, is one of another openBIS, or another program uses it.
            TargetNotWritable, DiskFull.
        """


class Workers(Protocol):
    """Runs work in several threads."""

    def each(
        self, action: Callable[[T], R], items: Sequence[T], max_concurrent: int, on_error: Callable[[], None]
    ) -> Iterator[R]:
        """Yield the results of an action for all items, as they become available.

        If an action raises an error, or the caller is interrupted, `on_error` is called, no further action begins, and
        the error is raised when the running ones have ended.
        """
