"""Listeners to jobs that are not connected to anything."""

from __future__ import annotations

from jupyter_openbis_server.domain.model import Job


class MemoryJobListener:
    """`JobListener` that remembers all that it was told; with `keeps` 0, for those who do not care, nothing."""

    def __init__(self, keeps: int | None = None) -> None:
        self.told: list[Job] = []
        self._keeps = keeps

    def changed(self, job: Job) -> None:
        """See `JobListener.changed`."""
        if self._keeps is None or len(self.told) < self._keeps:
            self.told.append(job)
