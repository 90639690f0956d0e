"""The ports `Observer` and `JobListener` over Prometheus's client."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_openbis_server.adapters.prometheus import metrics
from jupyter_openbis_server.domain.diagnostics.action import Action
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.jobs.job import Job, JobKind, JobState
from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptState

_GAUGES = {
    JobState.QUEUED: metrics.WAITING,
    JobState.RUNNING: metrics.RUNNING,
    JobState.WAITING_TO_RETRY: metrics.INTERRUPTED,
}

_DIRECTIONS = {JobKind.DOWNLOAD: "download", JobKind.SYNC: "sync"}
"""A synchronisation may move bytes in both directions."""


@dataclass(frozen=True)
class _Counted:
    """The state and bytes of a job that the metrics contain."""

    state: JobState
    moved: int = 0


class PrometheusObserver:
    """Ports `Observer` and `JobListener`: update the metrics, which all instances share."""

    def __init__(self) -> None:
        self._jobs: dict[str, _Counted] = {}
        self._lock = threading.Lock()

    def on_action(self, action: Action) -> None:
        """See `Observer.on_action`."""
        counter = metrics.JOBS if action.kind.is_transfer else metrics.ACTIONS
        counter.labels(action.kind.value, action.result).inc()

    def on_error(self, error: OpenbisError) -> None:
        """See `Observer.on_error`."""
        metrics.ERRORS.labels(error.code).inc()

    def on_request(self, method: str, seconds: float) -> None:
        """See `Observer.on_request`."""
        metrics.REQUESTS.labels(method if method in metrics.METHODS else "other").observe(seconds)

    def kept(self, states: Iterable[KeptState]) -> None:
        """Set the numbers of kept folders; call it every few seconds."""
        numbers = Counter(states)
        for state in KeptState:
            metrics.KEPT.labels(state.value).set(numbers[state])

    def changed(self, job: Job) -> None:
        """See `JobListener.changed`. A repeated report of a finished job is not counted."""
        with self._lock:
            counted = self._jobs.pop(job.id, None)
            if counted is None and job.state.is_final:
                return
            if not job.state.is_final:
                self._jobs[job.id] = _Counted(job.state, job.progress.moved)
        _count_states(counted.state if counted else None, job.state)
        _count_bytes(job, job.progress.moved - (counted.moved if counted else 0))


def _count_states(before: JobState | None, now: JobState) -> None:
    if before is now:
        return
    if before in _GAUGES:
        _GAUGES[before].dec()
    if now in _GAUGES:
        _GAUGES[now].inc()
    if now is JobState.WAITING_TO_RETRY:
        metrics.INTERRUPTIONS.inc()


def _count_bytes(job: Job, moved: int) -> None:
    metrics.BYTES.labels(_DIRECTIONS.get(job.kind, "upload")).inc(max(0, moved))
