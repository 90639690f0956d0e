"""Entries of journals of uploads."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_openbis_server.domain.uploads.upload import RegistrationMark


class RowState(str, enum.Enum):
    """What a journal knows about a row."""

    BEGUN = "begun"
    """openBIS is asked to register the data set; it may have done so."""
    DONE = "done"
    """The data set is registered."""
    FAILED = "failed"
    """The upload failed; no data set is registered."""


@dataclass(frozen=True)
class JournalEntry:
    """An event of a row.

    Attributes:
        key: See `UploadRow`.
        at: When it happened, by the clock of this computer.
        perm_id: Of a row that is done.
        mark: Of a row that has begun.
    """

    key: str
    state: RowState
    at: dt.datetime
    perm_id: str | None = None
    mark: RegistrationMark | None = None


@dataclass(frozen=True)
class KnownRows:
    """The last entry of each row."""

    last: dict[str, JournalEntry]

    @classmethod
    def of(cls, entries: Iterable[JournalEntry]) -> KnownRows:
        """Return the state after all entries."""
        return cls({each.key: each for each in entries})

    def done(self, key: str) -> str | None:
        """Return the permId of a row that is done; None for another one."""
        entry = self.last.get(key)
        return entry.perm_id if entry and entry.state is RowState.DONE else None

    def unconfirmed(self, key: str) -> JournalEntry | None:
        """Return the entry of a row that openBIS may have registered; None for another one."""
        entry = self.last.get(key)
        return entry if entry and entry.state is RowState.BEGUN else None
