"""Outcomes of uploads of many data sets."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.progress import ZERO, Amount


class UploadState(str, enum.Enum):
    """Final state of a row."""

    CHECKED = "checked"
    """It would be uploaded."""
    DONE = "done"
    """The data set was registered now."""
    PRESENT = "present"
    """An earlier run has registered it, according to the journal."""
    FOUND = "found"
    """An earlier run has registered it without learning so; openBIS has the data set."""
    FAILED = "failed"
    """Nothing is registered; the error states why."""
    UNCONFIRMED = "unconfirmed"
    """openBIS may have registered it; the error states what to do. The next run looks for it first."""
    NOT_TRIED = "not tried"
    """The run was stopped before."""


@dataclass(frozen=True)
class UploadOutcome:
    """Outcome of one row.

    Attributes:
        row: Number of the row, from 1.
        perm_id: PermId of the data set, if it is known.
        error: Why it failed.
        total: Files that are, or would be, sent.
    """

    row: int
    state: UploadState
    perm_id: str | None = None
    error: OpenbisError | None = None
    total: Amount = ZERO


@dataclass(frozen=True)
class UploadReport:
    """Outcomes of all rows, in the order of the table.

    Attributes:
        stopped_by: Error that ended the run early, e.g. an expired login; then some rows were not tried.
    """

    outcomes: tuple[UploadOutcome, ...]
    stopped_by: OpenbisError | None = None

    @property
    def failed(self) -> tuple[UploadOutcome, ...]:
        """Outcomes of the rows whose data sets are not, or perhaps not, registered."""
        wrong = (UploadState.FAILED, UploadState.UNCONFIRMED, UploadState.NOT_TRIED)
        return tuple(each for each in self.outcomes if each.state in wrong)

    @property
    def perm_ids(self) -> tuple[str | None, ...]:
        """PermIds of the data sets, one for each row; None where none is known."""
        return tuple(each.perm_id for each in self.outcomes)

    @property
    def is_complete(self) -> bool:
        """Whether all data sets are registered; after a check, whether all could be."""
        return not self.failed

    def raise_first(self) -> None:
        """Raise the first error, if there is one."""
        for each in self.failed:
            if each.error:
                raise detached(each.error)
        if self.stopped_by:
            raise detached(self.stopped_by)
