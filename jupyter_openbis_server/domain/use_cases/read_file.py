"""Bytes of a file, without the file."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.availability import must_be_available
from jupyter_openbis_server.domain.errors import DataNotAvailable
from jupyter_openbis_server.domain.model import Cancellation, DataSet, DataSetFile, Session
from jupyter_openbis_server.domain.ports import DataSets, DataStore
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class ReadFile:
    """Read a part of a file of a data set into memory."""

    keeper: SessionKeeper
    data_sets: DataSets
    data_store: DataStore

    def __call__(
        self,
        name: str,
        data_set: DataSet,
        file: DataSetFile,
        start: int = 0,
        end: int | None = None,
        cancellation: Cancellation | None = None,
    ) -> bytes:
        """Return bytes of a file.

        Args:
            name: The connection.
            data_set: Whose file.
            file: What the data store states.
            start: The first byte, from 0.
            end: The byte behind the last one. Beyond the file's end there is nothing; None means that end.
            cancellation: Ends it from another thread.

        Raises:
            UnknownConnection, NotLoggedIn.
            DataNotAvailable: the data store does not give the file; DataSetArchived, if that is why.
            IntegrityError: the bytes arrive damaged, or too few.
            Cancelled: on request.
        """
        ending = cancellation or Cancellation()
        first = min(max(0, start), file.size)
        last = file.size if end is None else min(max(first, end), file.size)

        def read(session: Session) -> bytes:
            try:
                return self.data_store.read(session, data_set, file, first, last, ending)
            except DataNotAvailable:
                must_be_available(self.data_sets.get(session, data_set.perm_id))
                raise

        with ending.governs():
            return self.keeper.use(name, read)
