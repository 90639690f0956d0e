"""The ports `Observer` and `JobListener` over Prometheus's client."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from jupyter_openbis_server.adapters.prometheus import metrics
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.model import Action, DownloadRequest, Job, JobState

_GAUGES = {JobState.QUEUED: metrics.WAITING, JobState.RUNNING: metrics.RUNNING}


@dataclass(frozen=True)
class _Seen:
    """What was counted of a job."""

    state: JobState
    moved: int = 0


class PrometheusObserver:
    """Counts. Several of these add up to the same metrics."""

    def __init__(self) -> None:
        self._jobs: dict[str, _Seen] = {}
        self._lock = threading.Lock()

    def acted(self, action: Action) -> None:
        """See `Observer.acted`."""
        counter = metrics.JOBS if action.kind.is_transfer else metrics.ACTIONS
        counter.labels(action.kind.value, action.result).inc()

    def failed(self, error: OpenbisError) -> None:
        """See `Observer.failed`."""
        metrics.ERRORS.labels(error.code).inc()

    def asked(self, method: str, seconds: float) -> None:
        """See `Observer.asked`."""
        metrics.REQUESTS.labels(method if method in metrics.METHODS else "other").observe(seconds)

    def changed(self, job: Job) -> None:
        """See `JobListener.changed`. A job that has ended may be heard of once more; that counts nothing."""
        with self._lock:
            seen = self._jobs.pop(job.id, None)
            if seen is None and job.state.is_final:
                return
            if not job.state.is_final:
                self._jobs[job.id] = _Seen(job.state, job.progress.moved)
        _count_states(seen.state if seen else None, job.state)
        _count_bytes(job, job.progress.moved - (seen.moved if seen else 0))


def _count_states(before: JobState | None, now: JobState) -> None:
    if before is now:
        return
    if before in _GAUGES:
        _GAUGES[before].dec()
    if now in _GAUGES:
        _GAUGES[now].inc()


def _count_bytes(job: Job, moved: int) -> None:
    direction = "download" if isinstance(job.request, DownloadRequest) else "upload"
    metrics.BYTES.labels(direction).inc(max(0, moved))
