"""Use case that shows the plan of a synchronisation in a bounded size."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.sync.look_at_sync import LookAtSync
from jupyter_openbis_server.domain.sync.overview import PlanOverview
from jupyter_openbis_server.domain.sync.planning.plan_sync import PlanSync
from jupyter_openbis_server.domain.sync.request import SyncRequest


@dataclass(frozen=True)
class ShowSyncPlan:
    """Plan a synchronisation, and return an overview. The sample or experiment may be left out, as in `StartSync`."""

    look: LookAtSync
    plan: PlanSync

    def __call__(self, name: str, request: SyncRequest) -> PlanOverview:
        """Return the overview. Raises NotSynchronised, and as `PlanSync`."""
        return PlanOverview.of(self.plan(name, self.look.completed(request)))
