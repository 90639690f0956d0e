"""Use case that uploads the data sets of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import InvalidUpload, InvalidUploads, RowProblem
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.change_guard import ChangeGuard
from jupyter_openbis_server.domain.shared.progress import NoProgress, Progress
from jupyter_openbis_server.domain.shared.summed_progress import SummedProgress
from jupyter_openbis_server.domain.uploads.many.journal import KnownRows
from jupyter_openbis_server.domain.uploads.many.ports import UploadJournals, Workers
from jupyter_openbis_server.domain.uploads.many.report import UploadOutcome, UploadReport, UploadState
from jupyter_openbis_server.domain.uploads.many.row_upload import RowUploads
from jupyter_openbis_server.domain.uploads.many.rows import UploadRow
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft
from jupyter_openbis_server.domain.uploads.upload_data_set import UploadDataset


@dataclass(frozen=True)
class UploadMany:
    """Check all rows, then register a data set for each, several concurrently; a failure does not stop the others.

    With a journal, the same call again continues: rows that are done are not repeated, and rows that openBIS may have
    registered are looked for first.
    """

    session_manager: SessionManager
    upload: UploadDataset
    journals: UploadJournals
    workers: Workers
    clock: Callable[[], dt.datetime]

    @property
    def guard(self) -> ChangeGuard:
        """The guard of its uploads."""
        return self.upload.guard

    def __call__(
        self,
        name: str,
        rows: Sequence[UploadRow],
        journal: str,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,
        *,
        max_concurrent: int = 4,
        on_outcome: Callable[[UploadOutcome], None] = lambda _: None,
    ) -> UploadReport:
        """Return the outcome of each row.

        Args:
            name: The connection.
            rows: See `rows_of`.
            journal: Absolute path of the journal.
            cancellation: Cancels all uploads whose registration has not begun.
            progress: Notified of the total progress.
            max_concurrent: Maximum number of concurrent uploads; at least one.
            on_outcome: Called with each outcome when it is known, in the caller's thread.

        Raises:
            ReadOnly: changes are switched off.
            UnknownConnection, NotLoggedIn.
            InvalidUploads: with the problems of all rows that are not done; nothing was sent.
            InvalidJournal, TargetNotWritable, DiskFull: nothing was sent, or the journal cannot be written any more;
                the next run looks for the data sets whose registration has begun.
            Cancelled: on request; the same call continues.
        """
        self.guard.check()
        with (
            (cancellation or Cancellation()).child() as group,
            group.as_current(),
            self.journals.open(journal, self._session(name).instance.url) as opened,
        ):
            known = KnownRows.of(opened.entries())
            present = [_present(row, perm_id) for row in rows if (perm_id := known.done(row.key))]
            waiting = [row for row in rows if not known.done(row.key)]
            drafts = self.drafts(name, waiting, max_concurrent)
            total = {row.key: drafts[row.number].total for row in waiting}
            summed = SummedProgress(progress or NoProgress(), total)
            uploads = RowUploads(name, self.upload, opened, known, summed, group, self.clock)
            outcomes = {each.row: each for each in present}
            for each in present:
                on_outcome(each)
            # Rows that may be registered come first: what they find cannot be taken for that of a new registration.
            for some in _unconfirmed_first(waiting, known):
                work = [(row, drafts[row.number]) for row in some]
                for outcome in self.workers.each(uploads.run, work, max(max_concurrent, 1), group.cancel):
                    outcomes[outcome.row] = outcome
                    on_outcome(outcome)
            return UploadReport(tuple(outcomes[row.number] for row in rows), uploads.stopped_by)

    def check(
        self,
        name: str,
        rows: Sequence[UploadRow],
        journal: str | None,
        cancellation: Cancellation | None = None,
        *,
        max_concurrent: int = 4,
    ) -> UploadReport:
        """Return the outcomes of a run that sends nothing: CHECKED or PRESENT. Raises the errors of `__call__`."""
        with (cancellation or Cancellation()).as_current():
            known = KnownRows({})
            if journal:
                with self.journals.open(journal, self._session(name).instance.url) as opened:
                    known = KnownRows.of(opened.entries())
            waiting = [row for row in rows if not known.done(row.key)]
            drafts = self.drafts(name, waiting, max_concurrent)
        return UploadReport(tuple(_checked(row, known.done(row.key), drafts.get(row.number)) for row in rows))

    def drafts(self, name: str, rows: Sequence[UploadRow], max_concurrent: int) -> dict[int, DataSetDraft]:
        """Return the validated data sets by number of the row. Raises InvalidUploads."""
        cancellation = Cancellation.current()
        drafts: dict[int, DataSetDraft] = {}
        problems: list[RowProblem] = []
        checks = _Checks(self.session_manager, self.upload, name, cancellation)
        for row, found in self.workers.each(checks.check, rows, max(max_concurrent, 1), cancellation.cancel):
            if isinstance(found, DataSetDraft):
                drafts[row.number] = found
            else:
                problems += [RowProblem(row.number, each.field, each.problem) for each in found.problems]
        if problems:
            raise InvalidUploads(sorted(problems, key=lambda each: each.row))
        return drafts

    def _session(self, name: str) -> Session:
        return self.session_manager.session(name)


@dataclass(frozen=True)
class _Checks:
    """Checks rows in several threads."""

    session_manager: SessionManager
    upload: UploadDataset
    name: str
    cancellation: Cancellation

    def check(self, row: UploadRow) -> tuple[UploadRow, DataSetDraft | InvalidUpload]:
        """Return the draft of a row, or what is wrong with it."""
        with self.cancellation.as_current():
            self.cancellation.check()
            try:
                return row, self.session_manager.use(self.name, self.upload.checks.draft, row.request)
            except InvalidUpload as error:
                return row, error


def _unconfirmed_first(rows: Sequence[UploadRow], known: KnownRows) -> tuple[list[UploadRow], list[UploadRow]]:
    unconfirmed = [row for row in rows if known.unconfirmed(row.key)]
    return unconfirmed, [row for row in rows if not known.unconfirmed(row.key)]


def _present(row: UploadRow, perm_id: str) -> UploadOutcome:
    return UploadOutcome(row.number, UploadState.PRESENT, perm_id)


def _checked(row: UploadRow, perm_id: str | None, draft: DataSetDraft | None) -> UploadOutcome:
    if perm_id or draft is None:
        return UploadOutcome(row.number, UploadState.PRESENT, perm_id)
    return UploadOutcome(row.number, UploadState.CHECKED, total=draft.total)
