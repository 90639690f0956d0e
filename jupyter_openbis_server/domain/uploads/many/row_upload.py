"""Upload of single rows, each registered exactly once."""

from __future__ import annotations

import datetime as dt
import threading
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from jupyter_openbis_server.domain.errors import (
    Cancelled,
    NotLoggedIn,
    OpenbisError,
    StorageError,
    UploadFailed,
    UploadUnconfirmed,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.summed_progress import SummedProgress
from jupyter_openbis_server.domain.uploads.many.journal import JournalEntry, KnownRows, RowState
from jupyter_openbis_server.domain.uploads.many.lost_registrations import LostRegistrations
from jupyter_openbis_server.domain.uploads.many.ports import UploadJournal
from jupyter_openbis_server.domain.uploads.many.report import UploadOutcome, UploadState
from jupyter_openbis_server.domain.uploads.many.rows import UploadRow
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft, RegistrationMark
from jupyter_openbis_server.domain.uploads.upload_data_set import UploadDataset


class RowUploads:
    """Uploads rows, from several threads.

    Args:
        name: The connection.
        upload: Uploads one data set.
        journal: Receives the events.
        known: What earlier runs have recorded.
        progress: The total progress; its parts are named by the keys of rows.
        cancellation: Cancels the uploads.
        clock: Returns the current time.
    """

    def __init__(
        self,
        name: str,
        upload: UploadDataset,
        journal: UploadJournal,
        known: KnownRows,
        progress: SummedProgress,
        cancellation: Cancellation,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._name, self._upload, self._journal, self._known = name, upload, journal, known
        self._progress, self._cancellation, self._clock = progress, cancellation, clock
        self._lock = threading.Lock()
        self._similar: defaultdict[object, threading.Lock] = defaultdict(threading.Lock)
        taken = (each.perm_id for each in known.last.values() if each.perm_id)
        self._lost = LostRegistrations(name, upload, taken, cancellation, clock)
        self.stopped_by: OpenbisError | None = None

    def run(self, work: tuple[UploadRow, DataSetDraft]) -> UploadOutcome:
        """Return the outcome of a row. Raises Cancelled; StorageError: the journal cannot be written."""
        row, draft = work
        self._cancellation.check()
        if self.stopped_by:
            return UploadOutcome(row.number, UploadState.NOT_TRIED, total=draft.total)
        # Of two similar data sets that are registered at the same time, the answer of one could be taken for the other.
        with self._lock_of(draft), self._cancellation.as_current():
            try:
                return self._outcome(row, draft)
            except (Cancelled, StorageError):
                raise
            except NotLoggedIn as error:
                self.stopped_by = detached(error)
                return UploadOutcome(row.number, UploadState.NOT_TRIED, error=self.stopped_by, total=draft.total)
            except OpenbisError as error:
                state = UploadState.UNCONFIRMED if isinstance(error, UploadUnconfirmed) else UploadState.FAILED
                return UploadOutcome(row.number, state, error=detached(error), total=draft.total)

    def _outcome(self, row: UploadRow, draft: DataSetDraft) -> UploadOutcome:
        entry = self._known.unconfirmed(row.key)
        if entry and (perm_id := self._lost.find(draft, entry)):
            self._record(row, RowState.DONE, perm_id)
            self._progress.part(row.key).begin(draft.total, draft.total)
            return UploadOutcome(row.number, UploadState.FOUND, perm_id, total=draft.total)
        try:
            done = self._upload.register(
                self._name,
                partial(_given, draft),
                self._cancellation,
                self._progress.part(row.key),
                partial(self._begin, row),
            )
        except UploadUnconfirmed:
            raise
        except UploadFailed:
            self._record(row, RowState.FAILED)
            raise
        self._record(row, RowState.DONE, done.perm_id)
        return UploadOutcome(row.number, UploadState.DONE, done.perm_id, total=draft.total)

    def _begin(self, row: UploadRow, mark: RegistrationMark) -> None:
        self._journal.add(JournalEntry(row.key, RowState.BEGUN, self._clock(), mark=mark))

    def _record(self, row: UploadRow, state: RowState, perm_id: str | None = None) -> None:
        self._journal.add(JournalEntry(row.key, state, self._clock(), perm_id))

    def _lock_of(self, draft: DataSetDraft) -> threading.Lock:
        files = tuple(sorted((each.name, each.size) for each in draft.files))
        with self._lock:
            return self._similar[draft.owner.perm_id, draft.type_code, files]


def _given(draft: DataSetDraft, session: Session) -> DataSetDraft:
    """Return a draft that was checked already."""
    del session
    return draft
