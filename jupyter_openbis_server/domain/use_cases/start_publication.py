"""Publications that run by themselves."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.model import Job, PublishRequest
from jupyter_openbis_server.domain.ports import Connections
from jupyter_openbis_server.domain.use_cases.publish_notebook import PublishNotebook


@dataclass(frozen=True)
class StartPublication:
    """Begin to publish a notebook and come back at once."""

    connections: Connections
    jobs: Jobs
    publish: PublishNotebook

    def __call__(self, name: str, request: PublishRequest, key: str | None = None, owner: str = "") -> Job:
        """Return the job; its request has the history id that later versions of the notebook need.

        Args:
            name: The connection.
            request: Which notebook, and how.
            key: What the client calls this one click; a second call with it returns the same job and registers nothing.
            owner: Name of the Jupyter user.

        Raises:
            UnknownConnection, InvalidInput, TooBusy: nothing was begun.
        """
        self.connections.get(name)
        request = request.with_history()
        return self.jobs.start(
            name,
            request,
            lambda cancellation, progress: self.publish(name, request, cancellation, progress),
            key=key,
            owner=owner,
        )
