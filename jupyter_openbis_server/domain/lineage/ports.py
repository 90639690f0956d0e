"""Port of the relations between samples, and between data sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.lineage.lineage import LineageLevel


class Relations(Protocol):
    """Parents and children of samples and data sets."""

    def level(
        self, session: Session, kind: EntityKind, parents_of: Sequence[str], children_of: Sequence[str]
    ) -> LineageLevel:
        """Return the named entities with their direct parents or children, in one request.

        What does not exist or is not visible is omitted.

        Args:
            session: The session of the request.
            kind: SAMPLE or DATA_SET.
            parents_of: PermIds of entities whose parents are wanted.
            children_of: PermIds of entities whose children are wanted; they may be among the others, too.
        """
