"""Use case that creates links to data sets instead of downloading their files."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.container_data_sets import data_sets_or_problems
from jupyter_openbis_server.domain.catalogue.ports import DataSetLookup
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.downloads.download import Download, DownloadRequest
from jupyter_openbis_server.domain.downloads.folder_names import FolderNamer
from jupyter_openbis_server.domain.downloads.ports import DownloadFolders
from jupyter_openbis_server.domain.errors import DataSetNotPhysical, InvalidInput, NotMounted
from jupyter_openbis_server.domain.files.selection import EVERYTHING
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.mounts.ports import Mounts
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress

_PHYSICAL = "PHYSICAL"


@dataclass(frozen=True)
class LinkDatasets:
    """Create links to the mounted data store instead of downloading files; nothing is copied or verified."""

    connections: Connections
    session_manager: SessionManager
    data_sets: DataSetLookup
    mounts: Mounts
    folders: DownloadFolders

    def __call__(
        self,
        name: str,
        request: DownloadRequest,
        cancellation: Cancellation | None = None,
        progress: Progress | None = None,  # noqa: ARG002 - no data is transferred
    ) -> tuple[Download, ...]:
        """Link all requested data sets, each by its permId. If one of them is not found, none is linked.

        Args:
            name: Name of the connection; its data store must be mounted.
            request: The data sets and the folder.
            cancellation: Cancels the work.
            progress: Ignored.

        Returns:
            A download for each data set with the path of its link, without files.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound, InvalidPath: nothing was done.
            InvalidInput: only whole data sets can be linked.
            NotMounted, MountFailed: the data store is not available.
            DataNotAvailable: a data set has no files, or is not visible in the mounted data store.
            StorageError: a link cannot be created; the previous ones exist.
            Cancelled: on request.
        """
        if request.selection != EVERYTHING or request.flat:
            raise InvalidInput("a link leads to a whole data set: leave out 'files' and 'flat', or download instead")
        self.folders.check(request.folder)
        connection = self.connections.get(name)
        if self.mounts.of(connection) is None:
            raise NotMounted(name)
        cancellation = cancellation or Cancellation()
        with cancellation.as_current():
            return self.session_manager.use(name, self._link, connection, request, cancellation)

    def _link(
        self, session: Session, connection: Connection, request: DownloadRequest, cancellation: Cancellation
    ) -> tuple[Download, ...]:
        found = []
        names_of = FolderNamer(self.folders, request.folder_names)
        for path, problem in data_sets_or_problems(self.data_sets, session, request.perm_ids):
            cancellation.check()
            if problem:
                raise problem
            data_set = path[-1]
            if data_set.kind != _PHYSICAL:
                raise DataSetNotPhysical(data_set.perm_id, data_set.kind, data_set.link)
            found.append((data_set, names_of(request.folder, path), self.mounts.place_of(connection, data_set)))
        return tuple(
            Download(session.instance.url, data_set, self.folders.link(request.folder, *names, target=target), ())
            for data_set, names, target in found
        )
