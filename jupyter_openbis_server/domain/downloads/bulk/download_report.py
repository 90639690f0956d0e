"""Outcomes of many downloads."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.downloads.download import Download
from jupyter_openbis_server.domain.errors import NoFilesMatch, OpenbisError
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.progress import ZERO, Amount


class OutcomeState(str, enum.Enum):
    """Final state of the download of one data set."""

    DONE = "done"
    """Files were fetched; all files are present."""
    PRESENT = "present"
    """All files were present already."""
    SKIPPED = "skipped"
    """No file matches the selection; nothing was done."""
    LINK = "link"
    """A link data set: its files are outside openBIS, nothing was done; the error states their location."""
    FAILED = "failed"


@dataclass(frozen=True)
class DownloadOutcome:
    """Outcome of one data set, without a list of files: there may be thousands of outcomes.

    Attributes:
        perm_id: As it was requested.
        paths: Folders with its files: one; for a container, one for each complete component.
        total: All files in these folders.
        fetched: The files that had to be fetched.
        error: Why it failed, or why there are no files to download.
        removed: Paths in `paths` of files that were removed in openBIS since an earlier download; they stay there.
    """

    perm_id: str
    state: OutcomeState
    paths: tuple[str, ...] = ()
    total: Amount = ZERO
    fetched: Amount = ZERO
    error: OpenbisError | None = None
    removed: tuple[str, ...] = ()

    @classmethod
    def of(cls, perm_id: str, downloads: Iterable[Download]) -> DownloadOutcome:
        """Return the outcome of a successful download."""
        done = tuple(each for each in downloads if not each.skipped)
        total = sum((Amount(len(each.files), sum(file.size for file in each.files)) for each in done), ZERO)
        fetched = sum((each.fetched for each in done), ZERO)
        state = OutcomeState.DONE if fetched.files else OutcomeState.PRESENT
        removed = tuple(file.local_path for each in done for file in each.removed)
        return cls(perm_id, state, tuple(each.path for each in done), total, fetched, removed=removed)

    @classmethod
    def failed(cls, perm_id: str, error: OpenbisError, downloads: Iterable[Download] = ()) -> DownloadOutcome:
        """Return the outcome of a failed download; `downloads` are the components that are complete nevertheless."""
        return replace(cls.of(perm_id, downloads), state=OutcomeState.FAILED, error=detached(error))

    @classmethod
    def without_files(cls, perm_id: str, state: OutcomeState, reason: OpenbisError) -> DownloadOutcome:
        """Return the outcome of a data set without files to download."""
        return cls(perm_id, state, error=detached(reason))


@dataclass(frozen=True)
class DownloadResult:
    """Outcome of one data set, with its files.

    Attributes:
        perm_id: As it was requested.
        downloads: The complete downloads: one; for a container, one for each component.
        error: Why it failed, completely or in part.
        skipped: Why nothing had to be done; see `DataSetPlan.skipped`.
    """

    perm_id: str
    downloads: tuple[Download, ...] = ()
    error: OpenbisError | None = None
    skipped: OpenbisError | None = None

    @property
    def complete(self) -> tuple[Download, ...]:
        """The downloads without the skipped components: no file selected, or files outside openBIS."""
        return tuple(each for each in self.downloads if not each.skipped)

    @property
    def reasons(self) -> tuple[tuple[str, OpenbisError], ...]:
        """The reasons why nothing had to be done, by permId of the data set or of components."""
        if self.skipped:
            return ((self.perm_id, self.skipped),)
        return tuple((each.data_set.perm_id, each.skipped) for each in self.downloads if each.skipped)


@dataclass(frozen=True)
class DownloadReport:
    """Outcomes of many data sets, in the order in which the downloads ended.

    There is one outcome for each data set that was attempted, with its error if it has failed: a failure never stops
    the others. This shape, `outcomes`, `failed`, `stopped_by`, `is_complete` and `raise_first`, and the attributes
    of `DownloadOutcome` are public and stay as they are; more may be added.

    Attributes:
        outcomes: One for each data set, with the permId as it was requested.
        stopped_by: Error that ended the run early, e.g. a full disk; then some data sets were not attempted.
    """

    outcomes: tuple[DownloadOutcome, ...]
    stopped_by: OpenbisError | None = None

    @property
    def failed(self) -> tuple[DownloadOutcome, ...]:
        """Outcomes of the data sets that failed."""
        return tuple(each for each in self.outcomes if each.state is OutcomeState.FAILED)

    @property
    def skipped(self) -> tuple[DownloadOutcome, ...]:
        """Outcomes of the data sets without files that match the selection."""
        return tuple(each for each in self.outcomes if each.state is OutcomeState.SKIPPED)

    @property
    def links(self) -> tuple[DownloadOutcome, ...]:
        """Outcomes of the link data sets, whose files are outside openBIS."""
        return tuple(each for each in self.outcomes if each.state is OutcomeState.LINK)

    @property
    def paths(self) -> tuple[str, ...]:
        """Folders with complete data sets."""
        return tuple(path for each in self.outcomes for path in each.paths)

    def raise_first(self) -> None:
        """Raise the first error, if there is one; NoFilesMatch if no data set has a matching file."""
        for each in self.failed:
            if each.error:
                raise detached(each.error)
        if self.stopped_by:
            raise detached(self.stopped_by)
        if self._nothing_selected:
            raise detached(NoFilesMatch.best(each.error for each in self.skipped))

    @property
    def is_complete(self) -> bool:
        """Whether all selected files are present, complete and verified, and at least one file was selected."""
        return self.stopped_by is None and not self.failed and not self._nothing_selected

    @property
    def _nothing_selected(self) -> bool:
        return bool(self.skipped) and len(self.skipped) + len(self.links) == len(self.outcomes)
