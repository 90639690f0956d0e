"""Outcomes of sending the new files of a folder as data sets."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.errors import OpenbisError


class UnitState(str, enum.Enum):
    """What is known about a file or folder that becomes a data set."""

    PRESENT = "in-openbis"
    """It was sent before, as it is now."""
    SENT = "sent"
    WAITING = "waiting"
    """It may still be written."""
    NO_SIDECAR = "no-sidecar"
    """Its file with properties is missing; it is sent as soon as that is there."""
    NEW = "not-sent"
    """It would be sent."""
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    """openBIS may have it; the next run looks for it first."""


@dataclass(frozen=True)
class UnitOutcome:
    """Outcome of one file or folder.

    Attributes:
        path: The file or folder.
        perm_id: PermId of the data set, if it is known.
        error: Why it was not sent.
    """

    path: str
    state: UnitState
    perm_id: str | None = None
    error: OpenbisError | None = None


@dataclass(frozen=True)
class DataSetSyncReport:
    """Outcomes of all files or folders, by path.

    Attributes:
        folder: The local folder.
        owner: The sample or experiment with the data sets.
        stopped_by: Error that ended the work early, e.g. an expired login.
    """

    folder: str
    owner: Entity
    outcomes: tuple[UnitOutcome, ...]
    stopped_by: OpenbisError | None = None

    def of(self, *states: UnitState) -> tuple[UnitOutcome, ...]:
        """Return the outcomes with some states."""
        return tuple(each for each in self.outcomes if each.state in states)

    @property
    def is_everything_in_openbis(self) -> bool:
        """Whether all files and folders are in openBIS as they are now."""
        return self.stopped_by is None and _are_all_there(self.outcomes)


def _are_all_there(outcomes: Iterable[UnitOutcome]) -> bool:
    return all(each.state in (UnitState.PRESENT, UnitState.SENT) for each in outcomes)
