"""Port `DownloadExecutor` over an executor of `concurrent.futures`."""

from __future__ import annotations

from concurrent.futures import CancelledError, Executor, Future

from jupyter_openbis_server.adapters.openbis.http.redaction import redacted
from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import NoWorkersAvailable, WorkerLost
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.entrypoints.cluster.task import Access, DownloadTask
from jupyter_openbis_server.entrypoints.cluster.worker import download_on_worker
from jupyter_openbis_server.entrypoints.use_cases import UseCases

_CANCELLED = "the task was cancelled"


class FuturesDownloadExecutor:
    """Submits the downloads of one run to an executor; workers use the caller's session.

    Args:
        use_cases: The use cases of the caller's program.
        executor: Runs the downloads. It belongs to the caller and is not shut down.
    """

    def __init__(self, use_cases: UseCases, executor: Executor) -> None:
        self._use_cases = use_cases
        self._executor = executor
        self._has_checked = False
        self._pending: set[Future[DownloadOutcome]] = set()
        self._is_closing = False

    def start(self, name: str, request: DownloadRequest, cancellation: Cancellation) -> Future[DownloadOutcome]:
        """See `DownloadExecutor.start`. A started download cannot be cancelled: workers cannot be notified."""
        if self._is_closing:
            raise NoWorkersAvailable(_CANCELLED)
        with cancellation.as_current():
            session = self._session(name)
        settings = self._use_cases.settings
        access = Access.through(session, settings.connect_timeout, settings.read_timeout)
        try:
            future = self._executor.submit(download_on_worker, DownloadTask(access, request))
        except Exception as error:  # noqa: BLE001 - each kind of executor has its own errors
            problem = _shown(error)
        else:
            self._pending.add(future)
            future.add_done_callback(self._pending.discard)
            return future
        raise NoWorkersAvailable(problem)

    def outcome(self, perm_id: str, ended: Future[DownloadOutcome]) -> DownloadOutcome:
        """See `DownloadExecutor.outcome`."""
        try:
            return ended.result()
        except CancelledError:
            self._close()
            problem = _CANCELLED
        except Exception as error:  # noqa: BLE001 - an error of the executor: the task raises nothing
            problem = _shown(error)
        return DownloadOutcome.failed(perm_id, WorkerLost(perm_id, problem))

    def finish(self) -> None:
        """See `DownloadExecutor.finish`."""

    def _close(self) -> None:
        """Submit no more tasks, and cancel those that have not begun.

        The executor is closing: it alone cancels tasks before the run ends. Tasks that dask's client receives meanwhile
        are neither run nor cancelled, and would be waited for without end.
        """
        self._is_closing = True
        for future in tuple(self._pending):
            future.cancel()

    def _session(self, name: str) -> Session:
        """Return the session; it is checked once, before it is first sent."""
        if self._has_checked:
            return self._use_cases.connections.sessions.session(name)
        self._has_checked = True
        return session_for_workers(self._use_cases, name)


def session_for_workers(use_cases: UseCases, name: str) -> Session:
    """Return the session of a connection, checked and, if it has expired, renewed: workers cannot renew it."""
    before = use_cases.connections.get(name).connection.session
    session = use_cases.connections.sessions.session(name)
    if before or session.is_shared:  # a session opened just now is valid
        session = use_cases.connections.share_login(name, session.token.fingerprint)
    return session


def _shown(error: Exception) -> str:
    return redacted(f"{type(error).__name__}: {error}")
