"""What becomes of jobs, for those who wait in the event loop and for those who listen to Jupyter's events."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

from jupyter_openbis_server.adapters.logs import one_line
from jupyter_openbis_server.domain.errors import Cancelled, OpenbisError, UnexpectedFailure
from jupyter_openbis_server.domain.model import Job, JobState
from jupyter_openbis_server.entrypoints.jupyter.job_answers import JobSummaryAnswer

SCHEMA_ID = "https://events.jupyter-openbis-server.org/job/v1"
SCHEMA_FILE = Path(__file__).parent / "event_schemas" / "job_v1.yaml"


class EventLogger(Protocol):
    """Jupyter's event system, as far as it is used here."""

    def emit(self, *, schema_id: str, data: dict[str, Any]) -> object:
        """Emit an event that fits a registered schema."""


class JobWatch:
    """Port `JobListener`: brings what it hears into the event loop.

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
        """See the port. The last jobs may end after the loop has: then nobody listens any more."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._take_note, job)

    async def end_of(self, job_id: str, get: Callable[[], Awaitable[Job]]) -> Job:
        """Wait until a job has ended; return it as it is then.

        Args:
            job_id: The job.
            get: Gives the job as it stands; asked once, after listening has begun.
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

    def _take_note(self, job: Job) -> None:
        if job.state.is_final:
            self._log_defect(job)
            for ended in self._waiting.get(job.id, ()):
                if not ended.done():
                    ended.set_result(job)
        self._events.emit(schema_id=SCHEMA_ID, data=JobSummaryAnswer().dump(job))

    def _log_defect(self, job: Job) -> None:
        """Log what nobody has foreseen; operators hear of all other ends by `Observer`."""
        if isinstance(job.error, UnexpectedFailure):
            self._log.error("openBIS: job %s: %s", job.id, one_line(job.error), exc_info=job.error.__cause__)


def error_of(job: Job) -> OpenbisError | None:
    """Return why a job that has ended did not succeed."""
    return Cancelled() if job.state is JobState.CANCELLED else job.error
