"""Requests of users to synchronise a folder."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, Exclusion


class Direction(str, enum.Enum):
    """Which side follows the other one."""

    DOWN = "down"
    """The folder follows openBIS."""
    UP = "up"
    """openBIS follows the folder."""
    BOTH = "both"
    """Changes of each side are made on the other one."""

    @property
    def fetches(self) -> bool:
        """Whether the folder is changed."""
        return self is not Direction.UP

    @property
    def sends(self) -> bool:
        """Whether openBIS is changed."""
        return self is not Direction.DOWN


class Prefer(str, enum.Enum):
    """Which version replaces the other one if both sides have changed a file. The other one goes to the trash."""

    NEITHER = "neither"
    """Both are kept, and reported."""
    HERE = "here"
    OPENBIS = "openbis"


@dataclass(frozen=True)
class SyncRequest:
    """A synchronisation as requested by a user.

    Attributes:
        folder: Absolute path of the local folder.
        entity: Identifier, permId or link of the sample or experiment with the files.
        direction: Which side follows.
        delete: Delete what was deleted on the other side since the last synchronisation; else it is only reported.
            Deleted files go to a trash, on both sides.
        prefer: What to do with files that were changed on both sides.
        delete_many: Also if these are more than half of all files, which may mean that a disk is missing.
        exclusion: Files that are ignored, on both sides.
        is_known: Whether the folder was synchronised before: if what is known is missing, a disk may be missing, too.
        real_path: Resolved path that the folder must have, as links may have been changed; empty for any.
        user: Id of the openBIS user who must be logged in; empty for any.
    """

    folder: str
    entity: str
    direction: Direction = Direction.BOTH
    delete: bool = False
    prefer: Prefer = Prefer.NEITHER
    delete_many: bool = False
    exclusion: Exclusion = DEFAULT_EXCLUSION
    is_known: bool = False
    real_path: str = ""
    user: str = ""
