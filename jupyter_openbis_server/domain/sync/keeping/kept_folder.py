"""Folders that are kept in openBIS, and their states."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.sync.plan import Action, Kind
from jupyter_openbis_server.domain.sync.request import Direction, SyncRequest
from jupyter_openbis_server.domain.sync.watching.watching import Pace
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, Exclusion

MAX_KEPT = 20
"""Folders that one server keeps; each has a thread."""


@dataclass(frozen=True)
class KeptFolder:
    """A folder, and how it is kept in openBIS.

    Attributes:
        folder: Absolute path, as the user named it.
        real_path: The same for all paths of the folder.
        connection: Name of the connection.
        perm_id: Of the sample or experiment with the files.
        identifier: Its identifier when it began, for messages.
        direction: Which side follows.
        delete: Delete what was deleted on the other side; see `SyncRequest`.
        exclusion: Files that are ignored, on both sides.
        pace: How often.
        since: When it began.
        user: Id of the openBIS user for whom it is kept: with the login of another one, nothing is done.
    """

    folder: str
    real_path: str
    connection: str
    perm_id: str
    identifier: str
    since: dt.datetime
    direction: Direction = Direction.BOTH
    delete: bool = False
    exclusion: Exclusion = DEFAULT_EXCLUSION
    pace: Pace = field(default_factory=Pace)
    user: str = ""

    def overlaps(self, real_path: str) -> bool:
        """Return whether another folder is this one, above it or below it."""
        own, other = PurePath(self.real_path), PurePath(real_path)
        return own.is_relative_to(other) or other.is_relative_to(own)

    def is_replaced_by(self, other: KeptFolder) -> bool:
        """Return whether another one is the same folder, or the one that has its name now."""
        return other.real_path == self.real_path or other.folder == self.folder

    @property
    def request(self) -> SyncRequest:
        """What is done each time: in the folder that it was at the beginning, and by the same user."""
        return SyncRequest(
            self.folder,
            self.perm_id,
            self.direction,
            delete=self.delete,
            exclusion=self.exclusion,
            is_known=True,
            real_path=self.real_path,
            user=self.user,
        )


def replaced(folders: Mapping[str, KeptFolder], new: KeptFolder) -> dict[str, KeptFolder]:
    """Return folders by real path with a new one, in the place of one with the same real path; else it is the last."""
    others = {path: each for path, each in folders.items() if path == new.real_path or not each.is_replaced_by(new)}
    return {**others, new.real_path: new}


class KeptState(str, enum.Enum):
    """What happens with a kept folder."""

    WATCHING = "watching"
    """It waits for changes."""
    SYNCHRONISING = "synchronising"
    """Files are transferred."""
    FAILING = "failing"
    """The last synchronisation was not possible, or not complete; it is tried again by itself."""
    NOT_LOGGED_IN = "notLoggedIn"
    """It waits until the user has logged in."""


@dataclass(frozen=True)
class KeptStatus:
    """A kept folder, and what happens with it.

    Attributes:
        last_synchronised: When both sides were last compared, and what was to be done was done.
        error: Why the last synchronisation was not possible, or not complete.
        counts: Number of actions of each kind that were done since the server keeps it.
        differences: The first paths of each kind that stay different until the user decides.
        difference_counts: Number of these, by kind.
        waiting: The first files that may still be written.
        waiting_count: Number of these.
    """

    kept: KeptFolder
    state: KeptState = KeptState.WATCHING
    last_synchronised: dt.datetime | None = None
    error: OpenbisError | None = None
    counts: Mapping[Kind, int] = field(default_factory=dict)
    differences: tuple[Action, ...] = ()
    difference_counts: Mapping[Kind, int] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    waiting_count: int = 0
