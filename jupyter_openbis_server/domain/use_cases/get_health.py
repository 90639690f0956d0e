"""How the program fares."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.model import ConnectionStatus, Health, JobState
from jupyter_openbis_server.domain.ports import Connections


@dataclass(frozen=True)
class GetHealth:
    """Tell what is known; no openBIS is asked."""

    connections: Connections
    jobs: Jobs

    def __call__(self) -> Health:
        """Return it."""
        connections = self.connections.all()
        states = [job.state for job in self.jobs.all()]
        return Health(
            ready=not self.jobs.is_closed,
            running_jobs=states.count(JobState.RUNNING),
            waiting_jobs=states.count(JobState.QUEUED),
            connections=len(connections),
            connected=sum(each.status is ConnectionStatus.CONNECTED for each in connections),
        )
