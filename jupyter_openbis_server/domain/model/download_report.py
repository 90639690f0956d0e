"""What became of many downloads."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model.download import Download
from jupyter_openbis_server.domain.model.progress import NOTHING, Amount


class OutcomeState(str, enum.Enum):
    """How the download of one data set ended."""

    DONE = "done"
    """Files were fetched, and all are there."""
    PRESENT = "present"
    """All files were there already."""
    FAILED = "failed"


@dataclass(frozen=True)
class DownloadOutcome:
    """What became of one data set. It holds no list of files: there may be thousands of these.

    Attributes:
        perm_id: As it was asked for.
        paths: Folders that hold its files: one, or of a container one for each component.
        total: All its files.
        fetched: What had to be fetched.
        error: Why it failed.
    """

    perm_id: str
    state: OutcomeState
    paths: tuple[str, ...] = ()
    total: Amount = NOTHING
    fetched: Amount = NOTHING
    error: OpenbisError | None = None

    @classmethod
    def of(cls, perm_id: str, downloads: Iterable[Download]) -> DownloadOutcome:
        """Return the outcome of a download that has succeeded."""
        done = tuple(downloads)
        total = sum((Amount(len(each.files), sum(file.size for file in each.files)) for each in done), NOTHING)
        fetched = sum((each.fetched for each in done), NOTHING)
        state = OutcomeState.DONE if fetched.files else OutcomeState.PRESENT
        return cls(perm_id, state, tuple(each.path for each in done), total, fetched)

    @classmethod
    def failed(cls, perm_id: str, error: OpenbisError) -> DownloadOutcome:
        """Return the outcome of a download that has failed."""
        return cls(perm_id, OutcomeState.FAILED, error=error)


@dataclass(frozen=True)
class DownloadReport:
    """What became of many data sets, in the order in which they ended.

    Attributes:
        stopped_by: What made it pointless to go on, e.g. a full disk; then some were not tried.
    """

    outcomes: tuple[DownloadOutcome, ...]
    stopped_by: OpenbisError | None = None

    @property
    def failed(self) -> tuple[DownloadOutcome, ...]:
        """Those that failed."""
        return tuple(each for each in self.outcomes if each.state is OutcomeState.FAILED)

    def raise_first(self) -> None:
        """Raise the first error, if there is one."""
        for each in self.failed:
            if each.error:
                raise each.error
        if self.stopped_by:
            raise self.stopped_by

    @property
    def is_complete(self) -> bool:
        """Whether all data sets are there, whole and verified."""
        return self.stopped_by is None and not self.failed
