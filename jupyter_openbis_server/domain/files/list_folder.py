"""Use case that lists one folder of a data set."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.files.file_tree import FolderPage
from jupyter_openbis_server.domain.files.ports import FileTrees
from jupyter_openbis_server.domain.shared.page import PageRequest


@dataclass(frozen=True)
class ListFolder:
    """List the direct contents of a folder of a data set, page by page."""

    trees: FileTrees

    def __call__(self, name: str, perm_id: str, folder: str, page: PageRequest) -> FolderPage:
        """Return one page.

        Args:
            name: The connection.
            perm_id: The data set.
            folder: Path in the data set, e.g. `original/run`; empty for the root.
            page: The rows to return.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound.
            FileNotInDataSet: there is no such folder.
            DataNotAvailable: the files cannot be listed (DataSetArchived), or there are none (DataSetNotPhysical).
            InvalidPath: the data store returns a path outside the data set.
        """
        return self.trees(name, perm_id).page(folder.strip("/"), page)
