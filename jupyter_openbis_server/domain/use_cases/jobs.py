"""Looking at transfers, and ending them."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.model import Job


@dataclass(frozen=True)
class ListJobs:
    """Tell of all transfers, in the order in which they were started."""

    jobs: Jobs

    def __call__(self) -> tuple[Job, ...]:
        """Return them as they stand now."""
        return self.jobs.all()


@dataclass(frozen=True)
class GetJob:
    """Tell of one transfer."""

    jobs: Jobs

    def __call__(self, job_id: str) -> Job:
        """Return it as it stands now. Raises UnknownJob."""
        return self.jobs.get(job_id)


@dataclass(frozen=True)
class CancelJob:
    """End a transfer that nobody wants any more."""

    jobs: Jobs

    def __call__(self, job_id: str) -> Job:
        """Ask it to end; return it as it stands now. Raises UnknownJob."""
        return self.jobs.cancel(job_id)
