"""Downloads through an executor."""

from __future__ import annotations

from concurrent.futures import CancelledError, Executor, Future

from jupyter_openbis_server.adapters.pybis.redaction import redacted
from jupyter_openbis_server.domain.errors import NoWorkers, WorkerLost
from jupyter_openbis_server.domain.model import Cancellation, DownloadOutcome, DownloadRequest, Session
from jupyter_openbis_server.entrypoints.cluster.task import Access, DownloadTask
from jupyter_openbis_server.entrypoints.cluster.worker import download_on_worker
from jupyter_openbis_server.entrypoints.container import Container


class ExecutorCrew:
    """The `DownloadCrew` of one run whose downloads go to an executor; workers use the caller's session.

    Args:
        container: The caller's program.
        executor: Where they go. It is the caller's own, and is not shut down.
    """

    def __init__(self, container: Container, executor: Executor) -> None:
        self._container = container
        self._executor = executor
        self._has_checked = False

    def start(self, name: str, request: DownloadRequest, cancellation: Cancellation) -> Future[DownloadOutcome]:
        """See `DownloadCrew.start`. Once begun, a download ends by itself: there is no way to tell a worker."""
        with cancellation.governs():
            session = self._session(name)
        settings = self._container.settings()
        access = Access.through(session, settings.connect_timeout, settings.read_timeout)
        try:
            return self._executor.submit(download_on_worker, DownloadTask(access, request))
        except Exception as error:  # noqa: BLE001 - each kind of executor has its own
            problem = _shown(error)
        raise NoWorkers(problem)

    def outcome(self, perm_id: str, ended: Future[DownloadOutcome]) -> DownloadOutcome:
        """See `DownloadCrew.outcome`."""
        try:
            return ended.result()
        except CancelledError:
            problem = "the task was cancelled"
        except Exception as error:  # noqa: BLE001 - the executor's own: the task raises nothing
            problem = _shown(error)
        return DownloadOutcome.failed(perm_id, WorkerLost(perm_id, problem))

    def finish(self) -> None:
        """See `DownloadCrew.finish`."""

    def _session(self, name: str) -> Session:
        """Return the session; workers cannot renew it, so it is checked once before the first of them gets it."""
        before = self._container.get_connection()(name).connection.session
        session = self._container.get_session()(name)
        if not self._has_checked and (before or session.is_shared):  # one that was opened just now is alive
            session = self._container.share_login()(name, session.token.fingerprint)
        self._has_checked = True
        return session


def _shown(error: Exception) -> str:
    return redacted(f"{type(error).__name__}: {error}")
