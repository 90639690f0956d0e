"""Showing what a download would do."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.download_planner import DownloadPlanner
from jupyter_openbis_server.domain.model import Cancellation, DownloadPlan, DownloadRequest
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class PlanDownload:
    """Tell which files a download would fetch, what is there already, and what keeps it from working. Moves nothing."""

    keeper: SessionKeeper
    planner: DownloadPlanner

    def __call__(self, name: str, request: DownloadRequest, cancellation: Cancellation | None = None) -> DownloadPlan:
        """Return the plan.

        Raises:
            UnknownConnection, NotLoggedIn, DataSetNotFound, NothingSelected, InvalidPath.
            Cancelled: on request.
        """
        ending = cancellation or Cancellation()
        with ending.governs():
            return self.keeper.use(name, lambda session: self.planner.plan(session, request, ending))
