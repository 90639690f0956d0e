"""Uploads that run by themselves."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.model import Job, UploadRequest
from jupyter_openbis_server.domain.ports import Connections
from jupyter_openbis_server.domain.use_cases.upload_dataset import UploadDataset


@dataclass(frozen=True)
class StartUpload:
    """Begin an upload and come back at once."""

    connections: Connections
    jobs: Jobs
    upload: UploadDataset

    def __call__(self, name: str, request: UploadRequest, key: str | None = None, owner: str = "") -> Job:
        """Return the job.

        Args:
            name: The connection.
            request: What to register.
            key: What the client calls this one click; a second call with it returns the same job and registers nothing.
            owner: Name of the Jupyter user.

        Raises:
            UnknownConnection, InvalidInput, TooBusy: nothing was begun.
        """
        self.connections.get(name)
        return self.jobs.start(
            name,
            request,
            lambda cancellation, progress: self.upload(name, request, cancellation, progress),
            key=key,
            owner=owner,
        )
