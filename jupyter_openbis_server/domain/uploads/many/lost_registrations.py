"""Search for data sets that an earlier run has registered without learning so."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.errors import UploadUnconfirmed
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.uploads.many.journal import JournalEntry, RowState
from jupyter_openbis_server.domain.uploads.many.same_properties import has_same_properties
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft, RegistrationMark
from jupyter_openbis_server.domain.uploads.upload_data_set import UploadDataset

_STILL_REGISTERING = dt.timedelta(minutes=15)
"""Less than this ago, openBIS may still be registering the data set: it is the timeout of the request."""

_PAUSES = (0.0, 2.0, 5.0, 10.0, 15.0, 30.0)
"""Seconds before each look for a data set that openBIS may still be registering."""


class LostRegistrations:
    """Finds data sets by the journal entries of their registrations. Safe for use from several threads.

    Args:
        name: The connection.
        upload: Its session manager and registration are used.
        taken: PermIds of data sets that belong to other entries of the journal.
        cancellation: Ends the pauses between the requests.
        clock: Returns the current time.
    """

    def __init__(
        self,
        name: str,
        upload: UploadDataset,
        taken: Iterable[str],
        cancellation: Cancellation,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._name, self._upload, self._taken = name, upload, set(taken)
        self._cancellation, self._clock = cancellation, clock
        self._lock = threading.Lock()

    def find(self, draft: DataSetDraft, entry: JournalEntry) -> str | None:
        """Return the permId of the data set that an earlier run has registered; None if there is none.

        Of identical data sets, each call returns another one. If openBIS may still be registering it, the search is
        repeated for about a minute.

        Raises:
            UploadUnconfirmed: there is one with the same files and other properties.
            Cancelled: on request.
            OpenbisError: openBIS does not answer, or refuses.
        """
        is_recent = entry.state is RowState.BEGUN and self._clock() - entry.at < _STILL_REGISTERING
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
        with self._lock:
            self._taken.add(same[-1].perm_id)
        return same[-1].perm_id

    def _candidates(self, draft: DataSetDraft, mark: RegistrationMark) -> list[DataSet]:
        manager, registration = self._upload.session_manager, self._upload.registration
        found = manager.use(self._name, registration.registered_since, draft, mark, self._cancellation)
        with self._lock:
            return [each for each in found if each.perm_id not in self._taken]
