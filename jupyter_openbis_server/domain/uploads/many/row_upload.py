"""Upload of single rows, each registered exactly once."""

from __future__ import annotations

import datetime as dt
import threading
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
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
from jupyter_openbis_server.domain.uploads.many.ports import UploadJournal
from jupyter_openbis_server.domain.uploads.many.report import UploadOutcome, UploadState
from jupyter_openbis_server.domain.uploads.many.rows import UploadRow
from jupyter_openbis_server.domain.uploads.many.same_properties import has_same_properties
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft, RegistrationMark
from jupyter_openbis_server.domain.uploads.upload_data_set import UploadDataset

_STILL_REGISTERING = dt.timedelta(minutes=15)
"""Less than this ago, openBIS may still be registering the data set: it is the timeout of the request."""

_PAUSES = (0.0, 2.0, 5.0, 10.0, 15.0, 30.0)
"""Seconds before each look for a data set that openBIS may still be registering."""


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
        self._taken = {each.perm_id for each in known.last.values() if each.perm_id}
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
        if entry and (perm_id := self._found(draft, entry)):
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

    def _found(self, draft: DataSetDraft, entry: JournalEntry) -> str | None:
        """Return the permId of the data set that an earlier run has registered; None if there is none.

        Raises:
            UploadUnconfirmed: there are several, or one with the same files and other properties.
        """
        is_recent = self._clock() - entry.at < _STILL_REGISTERING
        similar: list[DataSet] = []
        for seconds in _PAUSES if is_recent else (0.0,):
            self._cancellation.wait(seconds)
            similar = self._candidates(draft, entry.mark or RegistrationMark())
            if similar:
                break
        if not similar:
            return None
        same = [each for each in similar if has_same_properties(draft, each)]
        if not same:
            raise UploadUnconfirmed(
                f"an earlier run may have registered it as {similar[0].perm_id}, which has the same files and other "
                "properties; compare them, and remove the row from the table if it is that data set"
            )
        with self._lock:  # of identical data sets, each row gets one
            self._taken.add(same[-1].perm_id)
        return same[-1].perm_id

    def _candidates(self, draft: DataSetDraft, mark: RegistrationMark) -> list[DataSet]:
        manager, registration = self._upload.session_manager, self._upload.registration
        found = manager.use(self._name, registration.registered_since, draft, mark, self._cancellation)
        with self._lock:
            return [each for each in found if each.perm_id not in self._taken]

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
