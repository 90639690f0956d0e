"""Job listener without effect, for programs that do not observe jobs."""

from __future__ import annotations

from jupyter_openbis_server.domain.jobs.job import Job


class NullJobListener:
    """`JobListener` that ignores all changes."""

    def changed(self, job: Job) -> None:
        """See `JobListener.changed`."""
