"""Links to data sets instead of their files."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.containers import data_sets_with_files
from jupyter_openbis_server.domain.errors import DataSetNotPhysical, InvalidInput, NotMounted
from jupyter_openbis_server.domain.model import Cancellation, Connection, Download, DownloadRequest, Session
from jupyter_openbis_server.domain.model.selection import EVERYTHING
from jupyter_openbis_server.domain.ports import Connections, DataSets, DownloadFolders, Mounts, Progress
from jupyter_openbis_server.domain.session_keeper import SessionKeeper

_PHYSICAL = "PHYSICAL"


@dataclass(frozen=True)
class LinkDatasets:
    """Put links to the mounted data store where a download would put files: nothing is copied, nor verified."""

    connections: Connections
    keeper: SessionKeeper
    data_sets: DataSets
    mounts: Mounts
    folders: DownloadFolders

    def __call__(
        self,
        name: str,
        request: DownloadRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,  # noqa: ARG002 - nothing moves
    ) -> tuple[Download, ...]:
        """Link all data sets that are asked for, each by its permId. Either all can be found, or none is linked.

        Args:
            name: The connection; its data store must be mounted.
            request: What, and where to.
            cancellation: Ends it.
            progress: Is told nothing.

        Returns:
            For each data set where its link is; there are no files in it.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound, InvalidPath: nothing was done.
            InvalidInput: only whole data sets can be linked.
            NotMounted, MountFailed: the data store is not there.
            DataNotAvailable: a data set has no files, or what is mounted does not show it.
            StorageError: the links cannot be made; those before are there.
            Cancelled: on request.
        """
        if request.selection != EVERYTHING or request.flat:
            raise InvalidInput("a link leads to a whole data set: leave out 'files' and 'flat', or download instead")
        self.folders.check(request.folder)
        connection = self.connections.get(name)
        if self.mounts.of(connection) is None:
            raise NotMounted(name)
        ending = cancellation or Cancellation()
        with ending.governs():
            return self.keeper.use(name, lambda session: self._link(session, connection, request, ending))

    def _link(
        self, session: Session, connection: Connection, request: DownloadRequest, cancellation: Cancellation
    ) -> tuple[Download, ...]:
        found = []
        for data_set, names in data_sets_with_files(self.data_sets, session, request.perm_ids):
            cancellation.check()
            if data_set.kind != _PHYSICAL:
                raise DataSetNotPhysical(data_set.perm_id, data_set.kind, data_set.link)
            found.append((data_set, names, self.mounts.place_of(connection, data_set)))
        return tuple(
            Download(session.instance.url, data_set, self.folders.link(request.folder, *names, target=target), ())
            for data_set, names, target in found
        )
