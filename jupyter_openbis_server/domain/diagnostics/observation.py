"""What was done, by whom, how long it took and how it ended: told to an observer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.errors import Cancelled, OpenbisError, UnexpectedFailure, UnknownConnection
from jupyter_openbis_server.domain.model import Action, ActionKind, Job, JobState
from jupyter_openbis_server.domain.ports import Connections, JobListener, Observer


class Observation:
    """Watches actions, and listens to jobs (port `JobListener`)."""

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
        """Tell how the block has ended. What it raises goes on.

        Args:
            kind: What is done.
            connection: Its name, if one is concerned.
            owner: The Jupyter user.
            username: The openBIS user, if somebody has typed one; else the one that the connection knows.
            client: Address of the process that gets something, see `Action`.
        """
        known, began = self._username(connection), self._ticks()
        error: OpenbisError | None = None
        try:
            yield
        except OpenbisError as raised:
            error = raised
            raise
        except Exception as raised:
            error = UnexpectedFailure(raised)
            raise
        except BaseException:  # nobody waits any more
            error = Cancelled()
            raise
        finally:
            user = username or self._username(connection) or known
            self._tell(Action(kind, connection, owner, user, self._ticks() - began, error, client=client))

    def changed(self, job: Job) -> None:
        """See `JobListener.changed`. Jobs that have not ended are nobody's business here."""
        if not job.state.is_final:
            return
        began = job.started or job.ended or job.created
        seconds = ((job.ended or began) - began).total_seconds()
        kind = ActionKind(job.kind.value)
        action = Action(kind, job.connection, job.owner, self._username(job.connection), seconds, job_id=job.id)
        error = Cancelled() if job.state is JobState.CANCELLED else job.error
        self._tell(replace(action, error=error, files=job.progress.done.files, bytes=job.progress.moved))

    def failed(self, error: OpenbisError) -> None:
        """Tell of an error that belongs to no action."""
        self._observer.failed(error)

    def _tell(self, action: Action) -> None:
        self._observer.acted(action)
        if action.error:
            self._observer.failed(action.error)

    def _username(self, connection: str) -> str:
        try:
            return self._connections.get(connection).username
        except UnknownConnection:
            return ""


@dataclass(frozen=True)
class Observers:
    """Port `Observer`: tells several."""

    members: Sequence[Observer]

    def acted(self, action: Action) -> None:
        """See the port."""
        for each in self.members:
            each.acted(action)

    def failed(self, error: OpenbisError) -> None:
        """See the port."""
        for each in self.members:
            each.failed(error)

    def asked(self, method: str, seconds: float) -> None:
        """See the port."""
        for each in self.members:
            each.asked(method, seconds)


@dataclass(frozen=True)
class JobListeners:
    """Port `JobListener`: tells several."""

    members: Sequence[JobListener]

    def changed(self, job: Job) -> None:
        """See the port."""
        for each in self.members:
            each.changed(job)
