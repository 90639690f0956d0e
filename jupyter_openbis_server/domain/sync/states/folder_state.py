"""States of the files and folders in a synchronised folder."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple

from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptStatus
from jupyter_openbis_server.domain.sync.ports import SyncTarget


class EntryState(str, enum.Enum):
    """State of a file, or the worst one of what is in a folder. The order is from the best to the worst."""

    IGNORED = "ignored"
    """It is excluded, or cannot be synchronised."""
    SAME = "same"
    """It is as it was after the last synchronisation."""
    UNKNOWN = "unknown"
    """There is too much in the folder to look at all of it each time."""
    WAITING = "waiting"
    """It may still be written."""
    NEW = "new"
    CHANGED = "changed"
    COPY = "copy"
    """openBIS's version of a file that both sides have changed."""
    CONFLICT = "conflict"
    """Both sides have changed it; a copy of openBIS's version is beside it."""
    FAILED = "failed"
    """The last synchronisation could not transfer it."""

    @property
    def rank(self) -> int:
        """A number that is the higher, the worse the state is."""
        return _RANKS[self]


_RANKS = {state: rank for rank, state in enumerate(EntryState)}


class EntryWithState(NamedTuple):
    """A file or folder.

    Attributes:
        name: Its name.
        problem: Why it failed, or why it is ignored; empty if there is nothing to say.
    """

    name: str
    state: EntryState
    problem: str = ""


@dataclass(frozen=True)
class Synchronised:
    """A folder that is, or is in, a synchronised one.

    Attributes:
        folder: Absolute path of the synchronised folder.
        target: What it is synchronised with.
        connection: Name of a connection to that openBIS; None if there is none.
        keeping: Whether and how it is kept.
    """

    folder: str
    target: SyncTarget
    connection: str | None = None
    keeping: KeptStatus | None = None


@dataclass(frozen=True)
class FolderState:
    """What is known about a folder and its direct content.

    Attributes:
        synchronised: None if it is not synchronised.
        entries: Its files and folders, by name; none if it is not synchronised.
        is_complete: Whether these are all.
    """

    synchronised: Synchronised | None = None
    entries: tuple[EntryWithState, ...] = ()
    is_complete: bool = True
