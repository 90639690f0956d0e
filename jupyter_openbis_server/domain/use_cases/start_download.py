"""Downloads that run by themselves."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.model import DownloadRequest, Job
from jupyter_openbis_server.domain.ports import Connections, DownloadFolders
from jupyter_openbis_server.domain.use_cases.download_dataset import DownloadDataset
from jupyter_openbis_server.domain.use_cases.link_datasets import LinkDatasets


@dataclass(frozen=True)
class StartDownload:
    """Begin to download, or to link, and come back at once.

    Two of the same data set into the same folder run one after the other.
    """

    connections: Connections
    folders: DownloadFolders
    jobs: Jobs
    download: DownloadDataset
    link: LinkDatasets

    def __call__(self, name: str, request: DownloadRequest, key: str | None = None, owner: str = "") -> Job:
        """Return the job.

        Args:
            name: The connection.
            request: What, and where to.
            key: What the client calls this one click; a second call with it returns the same job.
            owner: Name of the Jupyter user.

        Raises:
            UnknownConnection, InvalidPath, InvalidInput, TooBusy: nothing was begun.
        """
        self.connections.get(name)
        self.folders.check(request.folder)
        place = self.folders.identity(request.folder)
        act = self.link if request.link else self.download
        return self.jobs.start(
            name,
            request,
            lambda cancellation, progress: act(name, request, cancellation, progress),
            exclusive=frozenset(f"{place}/{perm_id}" for perm_id in request.perm_ids),
            key=key,
            owner=owner,
        )
