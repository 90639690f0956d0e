"""Notification of job changes, for waiters in the event loop and listeners to Jupyter's events."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

from jupyter_openbis_server.adapters.logs import one_line
from jupyter_openbis_server.domain.errors import Cancelled, InternalError, OpenbisError
from jupyter_openbis_server.domain.jobs.job import Job, JobState
from jupyter_openbis_server.entrypoints.schemas.jobs import JobSummaryResponse

SCHEMA_ID = "https://events.jupyter-openbis-server.org/job/v1"
SCHEMA_FILE = Path(__file__).parent / "event_schemas" / "job_v1.yaml"


class EventLogger(Protocol):
    """The part of Jupyter's event system that is used here."""

    def emit(self, *, schema_id: str, data: dict[str, Any]) -> object:
        """Emit an event that fits a registered schema."""


class JobWatch:
    """Port `JobListener`: forwards notifications to the event loop.

    Args:
        loop: Jupyter's event loop.
        events: Where events are emitted.
        log: Jupyter's log.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, events: EventLogger, log: logging.Logger) -> None:
        self._loop = loop
        self._events = events
        self._log = log
        self._waiting: dict[str, set[asyncio.Future[Job]]] = {}

    def changed(self, job: Job) -> None:
        """See the port. The last jobs may end after the loop is closed: they have no listeners any more."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._notify, job)

    async def wait_for_end(self, job_id: str, get: Callable[[], Awaitable[Job]]) -> Job:
        """Wait until a job has ended; return its final state.

        Args:
            job_id: The job.
            get: Returns the current job; called once, after listening has begun.
        """
        ended: asyncio.Future[Job] = self._loop.create_future()
        self._waiting.setdefault(job_id, set()).add(ended)
        try:
            job = await get()
            return job if job.state.is_final else await ended
        finally:
            self._waiting[job_id].discard(ended)
            if not self._waiting[job_id]:
                del self._waiting[job_id]

    def _notify(self, job: Job) -> None:
        if job.state.is_final:
            self._log_defect(job)
            for ended in self._waiting.get(job.id, ()):
                if not ended.done():
                    ended.set_result(job)
        if job.state is JobState.WAITING_TO_RETRY and job.error:
            self._log.info("openBIS: job %s is tried again at %s: %s", job.id, job.next_attempt, one_line(job.error))
        self._events.emit(schema_id=SCHEMA_ID, data=JobSummaryResponse().dump(job))

    def _log_defect(self, job: Job) -> None:
        """Log unexpected errors; all other ends of jobs are reported to operators by `Observer`."""
        if isinstance(job.error, InternalError):
            self._log.error("openBIS: job %s: %s\n%s", job.id, one_line(job.error), job.error.trace.rstrip())


def error_of(job: Job) -> OpenbisError | None:
    """Return the error of a job that has ended; None if it succeeded."""
    return job.error or (Cancelled() if job.state is JobState.CANCELLED else None)
