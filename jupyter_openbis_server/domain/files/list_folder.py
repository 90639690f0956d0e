"""One folder of a data set."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import FolderPage, PageRequest
from jupyter_openbis_server.domain.ports import FileTrees


@dataclass(frozen=True)
class ListFolder:
    """List what lies directly in a folder of a data set, page by page."""

    trees: FileTrees

    def __call__(self, name: str, perm_id: str, folder: str, page: PageRequest) -> FolderPage:
        """Return one page.

        Args:
            name: The connection.
            perm_id: The data set.
            folder: Path in the data set, e.g. `original/run`; empty for all of it.
            page: Which rows.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound.
            FileNotInDataSet: there is no such folder.
            DataNotAvailable: the files cannot be listed (DataSetArchived), or there are none (DataSetNotPhysical).
            InvalidPath: the data store tells a path that leads out of the data set.
        """
        return self.trees(name, perm_id).page(folder.strip("/"), page)
