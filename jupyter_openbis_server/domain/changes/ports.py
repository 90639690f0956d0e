"""Ports of changes in openBIS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from jupyter_openbis_server.domain.changes.entity_change import ChangePlan
from jupyter_openbis_server.domain.changes.new_entity import EntityDraft
from jupyter_openbis_server.domain.instances.session import Session


class EntityChanges(Protocol):
    """Changes of data sets, samples and experiments, and new samples and experiments."""

    def update(self, session: Session, plan: ChangePlan) -> None:
        """Make a planned change that is not empty, if the entity has the modification date of the plan.

        If openBIS's response is lost, the state of the entity decides whether the change is made.

        Raises:
            ChangedMeanwhile: the entity was changed after the plan was made; nothing was changed.
            ChangeFailed: openBIS refuses; nothing was changed.
            ChangeUnconfirmed: openBIS did not respond; it may have made the change.
            EntityNotFound, DataSetNotFound: the entity does not exist any more.
        """

    def create(self, session: Session, draft: EntityDraft) -> str:
        """Create a sample or experiment, and return its permId.

        If openBIS's response is lost, the entity is looked for: by its code if that was given, else among the newest
        ones of its owner.

        Raises:
            ChangeFailed: openBIS refuses; nothing was created.
            ChangeUnconfirmed: openBIS did not respond; it may have created the entity.
        """

    def unarchive(self, session: Session, perm_ids: Sequence[str]) -> None:
        """Ask openBIS to bring the files of archived data sets back. It does so in the background.

        Raises:
            ChangeFailed: openBIS refuses.
        """
