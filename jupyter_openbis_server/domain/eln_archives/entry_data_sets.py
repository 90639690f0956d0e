"""Data sets for the files of entries, each registered once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable
from functools import partial

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.eln_archives.checked_files import content_digest
from jupyter_openbis_server.domain.eln_archives.entry import ElnEntry
from jupyter_openbis_server.domain.errors import ConnectionFailed, RequestRefused, UploadFailed, UploadUnconfirmed
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.uploads.many.journal import JournalEntry, KnownRows, RowState
from jupyter_openbis_server.domain.uploads.many.lost_registrations import LostRegistrations
from jupyter_openbis_server.domain.uploads.many.ports import UploadJournal
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft, RegistrationMark, UploadRequest
from jupyter_openbis_server.domain.uploads.upload_data_set import UploadDataset

_SEPARATOR = "-"


class EntryDataSets:
    """Registers data sets; those of earlier imports are taken from a journal, or found in openBIS.

    Args:
        name: The connection.
        files_type: Type of the data sets.
        upload: Uploads a data set.
        journal: Receives the events.
        cancellation: Cancels the work, as long as no registration has begun.
        progress: Notified of the transfer of files.
        clock: Returns the current time, with a time zone.
    """

    def __init__(
        self,
        name: str,
        files_type: str,
        upload: UploadDataset,
        journal: UploadJournal,
        cancellation: Cancellation,
        progress: Progress | None,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._name, self._files_type, self._upload = name, files_type, upload
        self._journal, self._cancellation, self._progress, self._clock = journal, cancellation, progress, clock
        self._known = KnownRows.of(journal.entries())
        self._present: frozenset[str] = frozenset()
        taken = (each.perm_id for each in self._known.last.values() if each.perm_id and _SEPARATOR in each.key)
        self._lost = LostRegistrations(name, upload, taken, cancellation, clock)

    def verify_recorded(self, objects: Iterable[tuple[Entity, ElnEntry]]) -> None:
        """Ask openBIS which of the recorded data sets of objects exist; the others are registered again.

        Raises:
            UnknownConnection, NotLoggedIn, ConnectionFailed.
        """
        recorded = {perm_id for owner, entry in objects if (perm_id := self._known.done(self._key_of(owner, entry)))}
        if recorded:
            data_sets = self._upload.checks.data_sets
            missing = self._upload.session_manager.use(self._name, data_sets.missing, sorted(recorded))
            self._present = frozenset(recorded.difference(missing))

    def store(self, owner: Entity, entry: ElnEntry) -> str:
        """Return the permId of the data set of an entry; it is registered, unless there is one.

        Raises:
            UploadUnconfirmed: openBIS may have registered it; the next import looks for it first.
            UploadFailed, IntegrityError: it is not registered.
            NotLoggedIn, Cancelled.
        """
        key = self._key_of(owner, entry)
        recorded = self._known.done(key)
        if recorded in self._present:
            return recorded
        try:
            return self._found(key, owner, entry) or self._registered(key, owner, entry)
        except UploadUnconfirmed as error:
            raise _unconfirmed(owner, entry, error.__cause__ or error) from error.__cause__

    def _found(self, key: str, owner: Entity, entry: ElnEntry) -> str | None:
        """Return the permId of the data set that an interrupted import has registered; None if there is none."""
        before = self._known.unconfirmed(key) or self._of_first_version(key, entry)
        if before is None:
            return None
        draft = self._upload.session_manager.use(self._name, self._draft, owner=owner, entry=entry)
        try:
            perm_id = self._lost.find(draft, before)
        except (ConnectionFailed, RequestRefused) as error:
            raise _unconfirmed(owner, entry, error) from error
        if perm_id:
            self._record(key, RowState.DONE, perm_id)
        return perm_id

    def _of_first_version(self, key: str, entry: ElnEntry) -> JournalEntry | None:
        """Return the entry of 1.0.0rc1, whose keys name neither the owner nor the files: openBIS has to be asked."""
        last = self._known.last.get(entry.code)
        return last if last and last.state is not RowState.FAILED and key not in self._known.last else None

    def _registered(self, key: str, owner: Entity, entry: ElnEntry) -> str:
        draft, begin = partial(self._draft, owner=owner, entry=entry), partial(self._begin, key)
        try:
            perm_id = self._upload.register(self._name, draft, self._cancellation, self._progress, begin).perm_id
        except UploadUnconfirmed:
            raise
        except UploadFailed:
            self._record(key, RowState.FAILED)
            raise
        self._record(key, RowState.DONE, perm_id)
        return perm_id

    def _draft(self, session: Session, owner: Entity, entry: ElnEntry) -> DataSetDraft:
        request = UploadRequest(self._files_type, owner.perm_id, ())
        return self._upload.checks.draft(session, request, made=entry.files)

    def _begin(self, key: str, mark: RegistrationMark) -> None:
        self._journal.add(JournalEntry(key, RowState.BEGUN, self._clock(), mark=mark))

    def _record(self, key: str, state: RowState, perm_id: str | None = None) -> None:
        self._journal.add(JournalEntry(key, state, self._clock(), perm_id))

    def _key_of(self, owner: Entity, entry: ElnEntry) -> str:
        """Return the key of a data set: the same for the same files of the same object only."""
        files = sorted((each.name, content_digest(each).sha256) for each in entry.files)
        content = json.dumps([owner.perm_id, self._files_type.strip().upper(), files])
        return f"{entry.code}{_SEPARATOR}{hashlib.sha256(content.encode()).hexdigest()[:32]}"


def _unconfirmed(owner: Entity, entry: ElnEntry, cause: BaseException) -> UploadUnconfirmed:
    return UploadUnconfirmed(
        f"{owner.identifier} ({entry.name}): openBIS did not confirm the data set of its files ({cause}). It may have "
        "registered it: the same import again looks for it, and continues"
    )
