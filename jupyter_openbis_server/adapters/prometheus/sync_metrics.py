"""Metrics of a watched folder, for Prometheus's textfile collector."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, write_to_textfile

from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.sync.data_sets.report import DataSetSyncReport, UnitState
from jupyter_openbis_server.domain.sync.plan import Kind
from jupyter_openbis_server.domain.sync.report import SyncReport

_log = logging.getLogger(__name__)


class SyncMetrics:
    """Ports `SyncListener` and `DataSetSyncListener`: writes a file after each synchronisation, atomically.

    Args:
        file: The file; its name must end with `.prom` for the collector.
        folder: The watched folder, a label of all metrics.
        clock: Returns the time in seconds since the epoch.
    """

    def __init__(self, file: Path, folder: str, clock: Callable[[], float]) -> None:
        self._file, self._folder, self._clock = file, folder, clock
        self._registry = CollectorRegistry()
        self._success = self._gauge("last_success_timestamp_seconds", "When the last synchronisation was complete")
        self._waiting = self._gauge(
            "waiting_files", "Files that are not sent yet: they may still be written, or lack their sidecar"
        )
        self._different = self._gauge("different_files", "Files that stay different until a user decides")
        self._unchanged = self._gauge("same_files", "Files that are the same on both sides")
        self._failures = self._counter("failures", "Synchronisations that were not possible or not complete")
        self._files = self._counter("files", "Files, or data sets, that were transferred, moved or deleted", "action")
        self._bytes = self._counter("bytes", "Bytes that were transferred", "action")

    def synchronised(self, report: SyncReport, waiting: tuple[str, ...]) -> None:
        """See the port."""
        for action in report.done:
            self._files.labels(self._folder, action.kind.value).inc()
            if action.kind in (Kind.SEND, Kind.FETCH):
                self._bytes.labels(self._folder, action.kind.value).inc(action.size)
        self._waiting.labels(self._folder).set(len(waiting))
        self._different.labels(self._folder).set(len(report.plan.differences))
        self._unchanged.labels(self._folder).set(report.plan.unchanged.files)
        self._end(is_complete=report.is_complete)

    def sent(self, report: DataSetSyncReport) -> None:
        """See `DataSetSyncListener`."""
        self._files.labels(self._folder, "send").inc(len(report.of(UnitState.SENT)))
        self._waiting.labels(self._folder).set(len(report.of(UnitState.WAITING, UnitState.NO_SIDECAR)))
        self._different.labels(self._folder).set(len(report.of(UnitState.FAILED, UnitState.UNCONFIRMED, UnitState.NEW)))
        self._unchanged.labels(self._folder).set(len(report.of(UnitState.SENT, UnitState.PRESENT)))
        self._end(is_complete=report.stopped_by is None and not report.of(UnitState.FAILED, UnitState.UNCONFIRMED))

    def failed(self, error: OpenbisError, times: int) -> None:
        """See the port."""
        del error, times
        self._failures.labels(self._folder).inc()
        self._write()

    def _end(self, *, is_complete: bool) -> None:
        if is_complete:
            self._success.labels(self._folder).set(self._clock())
        else:
            self._failures.labels(self._folder).inc()
        self._write()

    def _write(self) -> None:
        try:
            write_to_textfile(str(self._file), self._registry)
        except OSError as error:  # no reason to stop synchronising
            _log.warning("--metrics: %s", error)

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(f"openbis_sync_{name}", text, ["folder"], registry=self._registry)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"openbis_sync_{name}", text, ["folder", *labels], registry=self._registry)
