"""The port `EntityChanges` over openBIS's v3 API and pyBIS."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.api.v3_objects import typed
from jupyter_openbis_server.adapters.openbis.changes.creating import SingleCreation
from jupyter_openbis_server.adapters.openbis.changes.refusals import refused
from jupyter_openbis_server.adapters.openbis.changes.updating import Update
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import DATA_SET
from jupyter_openbis_server.domain.changes.entity_change import ChangePlan
from jupyter_openbis_server.domain.changes.new_entity import EntityDraft
from jupyter_openbis_server.domain.errors import RequestRefused
from jupyter_openbis_server.domain.instances.session import Session

_UNARCHIVE_OPTIONS = typed("dataset.unarchive.DataSetUnarchiveOptions")


class OpenbisEntityChanges:
    """Changes entities, creates samples and experiments."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def update(self, session: Session, plan: ChangePlan) -> None:
        """Make a planned change."""
        Update(self._clients.of(session), plan).run()

    def create(self, session: Session, draft: EntityDraft) -> str:
        """Create a sample or experiment by pyBIS."""
        return SingleCreation(self._clients.of(session), draft).run()

    def unarchive(self, session: Session, perm_ids: Sequence[str]) -> None:
        """Ask openBIS to bring files back from the archive."""
        ids = [DATA_SET.perm_id(each) for each in perm_ids]
        try:
            self._clients.of(session).call("unarchiveDataSets", ids, _UNARCHIVE_OPTIONS)
        except RequestRefused as error:
            raise refused(error, (), with_parents=False) from error
