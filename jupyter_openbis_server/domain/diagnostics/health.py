"""Health status of the program, for operators."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.connection import ConnectionStatus
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.jobs.job import JobState
from jupyter_openbis_server.domain.jobs.jobs import Jobs


@dataclass(frozen=True)
class Health:
    """Health status that is known without requests to openBIS.

    Attributes:
        ready: Whether new jobs are accepted; false when the program is shutting down.
        running_jobs: Number of running jobs.
        waiting_jobs: Number of jobs that are queued, or wait to be tried again.
        connections: Number of registered connections.
        connected: Number of connections with an open session, as far as it is known.
    """

    ready: bool
    running_jobs: int
    waiting_jobs: int
    connections: int
    connected: int


@dataclass(frozen=True)
class GetHealth:
    """Return the health status without requests to openBIS."""

    connections: Connections
    jobs: Jobs

    def __call__(self) -> Health:
        """Return the health status."""
        connections = self.connections.all()
        states = [job.state for job in self.jobs.all()]
        return Health(
            ready=not self.jobs.is_closed,
            running_jobs=states.count(JobState.RUNNING),
            waiting_jobs=states.count(JobState.QUEUED) + states.count(JobState.WAITING_TO_RETRY),
            connections=len(connections),
            connected=sum(each.status is ConnectionStatus.CONNECTED for each in connections),
        )
