"""Observation of actions and jobs: user, duration and result are reported to an observer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.diagnostics.action import Action, ActionKind
from jupyter_openbis_server.domain.diagnostics.ports import Observer
from jupyter_openbis_server.domain.errors import Cancelled, InternalError, OpenbisError, UnknownConnection
from jupyter_openbis_server.domain.jobs.job import Job, JobState
from jupyter_openbis_server.domain.jobs.ports import JobListener


class Observation:
    """Reports actions and ended jobs to an observer; port `JobListener`."""

    def __init__(
        self, observer: Observer, connections: Connections, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._observer = observer
        self._connections = connections
        self._ticks = ticks

    @contextmanager
    def of(
        self, kind: ActionKind, connection: str = "", *, owner: str = "", username: str = "", client: str = ""
    ) -> Iterator[None]:
        """Report how the block has ended. Its exceptions are propagated.

        Args:
            kind: Kind of the action.
            connection: Name of the connection; empty if there is none.
            owner: Name of the Jupyter user.
            username: Name of the openBIS user as entered; default: that of the connection.
            client: Address of the process that receives a session, see `Action`.
        """
        known, began = self._username(connection), self._ticks()
        error: OpenbisError | None = None
        try:
            yield
        except OpenbisError as raised:
            error = raised
            raise
        except Exception as raised:
            error = InternalError(raised)
            raise
        except BaseException:  # the caller was cancelled
            error = Cancelled()
            raise
        finally:
            user = username or self._username(connection) or known
            self._report(Action(kind, connection, owner, user, self._ticks() - began, error, client=client))
            error = None  # the frame is part of the error's traceback

    def changed(self, job: Job) -> None:
        """See `JobListener.changed`. Unfinished jobs are ignored."""
        if not job.state.is_final:
            return
        began = job.started or job.ended or job.created
        seconds = ((job.ended or began) - began).total_seconds()
        kind = ActionKind[job.kind.name]
        action = Action(kind, job.connection, job.owner, self._username(job.connection), seconds, job_id=job.id)
        error = job.error or (Cancelled() if job.state is JobState.CANCELLED else None)
        self._report(replace(action, error=error, files=job.progress.done.files, bytes=job.progress.moved))

    def on_error(self, error: OpenbisError) -> None:
        """Report an error that belongs to no action."""
        self._observer.on_error(error)

    def _report(self, action: Action) -> None:
        self._observer.on_action(action)
        if action.error:
            self._observer.on_error(action.error)

    def _username(self, connection: str) -> str:
        try:
            return self._connections.get(connection).username
        except UnknownConnection:
            return ""


@dataclass(frozen=True)
class Observers:
    """Port `Observer` that notifies several observers."""

    members: Sequence[Observer]

    def on_action(self, action: Action) -> None:
        """See the port."""
        for each in self.members:
            each.on_action(action)

    def on_error(self, error: OpenbisError) -> None:
        """See the port."""
        for each in self.members:
            each.on_error(error)

    def on_request(self, method: str, seconds: float) -> None:
        """See the port."""
        for each in self.members:
            each.on_request(method, seconds)


@dataclass(frozen=True)
class JobListeners:
    """Port `JobListener` that notifies several listeners."""

    members: Sequence[JobListener]

    def changed(self, job: Job) -> None:
        """See the port."""
        for each in self.members:
            each.changed(job)
