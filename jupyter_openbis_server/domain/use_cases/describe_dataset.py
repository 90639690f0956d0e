"""One data set, looked at closely."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.availability import must_be_served
from jupyter_openbis_server.domain.errors import DataNotAvailable
from jupyter_openbis_server.domain.model import DataSetDescription, Session
from jupyter_openbis_server.domain.ports import DataSets, DataStore
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class DescribeDataset:
    """Tell what openBIS knows of a data set, and which files it holds."""

    keeper: SessionKeeper
    data_sets: DataSets
    data_store: DataStore

    def __call__(self, name: str, perm_id: str) -> DataSetDescription:
        """Return metadata and files; where the data store does not list files, it says why.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound.
        """

        def read(session: Session) -> DataSetDescription:
            data_set = self.data_sets.get(session, perm_id)
            try:
                must_be_served(data_set)
                return DataSetDescription(data_set, self.data_store.files(session, data_set))
            except DataNotAvailable as problem:
                return DataSetDescription(data_set, problem=problem)

        return self.keeper.use(name, read)
