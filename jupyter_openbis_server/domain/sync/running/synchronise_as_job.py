"""Synchronisation by a background job."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.sync.overview import ReportOverview
from jupyter_openbis_server.domain.sync.recent_outcomes import RecentOutcomes
from jupyter_openbis_server.domain.sync.request import SyncRequest
from jupyter_openbis_server.domain.sync.running.run_sync import RunSync


@dataclass(frozen=True)
class SynchroniseAsJob:
    """Synchronise a folder, and keep an overview of what was done: a job stays in memory after its end."""

    run: RunSync
    outcomes: RecentOutcomes

    def __call__(
        self, name: str, request: SyncRequest, cancellation: Cancellation, progress: Progress
    ) -> ReportOverview:
        """Return the overview. Arguments and errors as `RunSync`."""
        report = self.run(name, request, cancellation, progress)
        self.outcomes.record(report)
        overview = ReportOverview.of(report)
        return replace(overview, stopped_by=detached(overview.stopped_by)) if overview.stopped_by else overview
