"""Ports of the metadata of entities and data sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetPage
from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.catalogue.entity import OWNERS, Entity, EntityPage, EntityRef, EntityReference
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.search import SearchQuery
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.page import PageRequest


class Entities(Protocol):
    """Spaces, projects, experiments and samples."""

    def find(self, session: Session, reference: EntityReference, kinds: Sequence[EntityKind] = OWNERS) -> Entity:
        """Return the entity that the reference names; the first kind with a match counts.

        Raises:
            EntityNotFound: no entity of these kinds exists or is visible, or a code matches several of one kind.
        """

    def inside(self, session: Session, place: EntityRef | None, kind: EntityKind, page: PageRequest) -> EntityPage:
        """Return a page of the direct children of a kind, sorted by identifier; no rows beyond the end.

        The page is empty if `place` does not exist.

        Args:
            session: The session of the request.
            place: The entity; None is the whole instance.
            kind: One of the `KINDS_INSIDE` of its kind, except data sets.
            page: The rows to return.
        """

    def search(
        self, session: Session, query: SearchQuery, page: PageRequest, counted: Sequence[SearchQuery] = ()
    ) -> EntityPage:
        """Return a page of the entities that match a query, newest first; no rows beyond the end.

        Args:
            session: The session of the request; `mine` in queries refers to its user.
            query: A query of any kind except data sets.
            page: The rows to return.
            counted: Queries of any kind whose matches are counted in the same request (`EntityPage.counts`).
        """

    def details(self, session: Session, place: EntityRef) -> Details:
        """Return the details of a space, project, experiment, sample or data set.

        Raises:
            EntityNotFound, DataSetNotFound: it does not exist, or is not visible.
        """


class DataSetLookup(Protocol):
    """The part of `DataSets` that finds a data set by permId."""

    def get(self, session: Session, perm_id: str) -> DataSet:
        """Return one data set. Raises DataSetNotFound."""


class DataSetsByReference(DataSetLookup, Protocol):
    """The part of `DataSets` that finds data sets by permId. See `DataSetReferences` for other references."""

    def get_many(self, session: Session, perm_ids: Sequence[str]) -> Mapping[str, DataSet]:
        """Return data sets by permId, in a few requests; those that do not exist or are not visible are omitted."""


class DataSets(DataSetsByReference, Protocol):
    """Metadata of data sets."""

    def of_entity(self, session: Session, entity: EntityRef, page: PageRequest) -> DataSetPage:
        """Return a page of the data sets of an entity, newest first; no rows beyond the end.

        The entity is a sample, experiment, project or space. For all but a sample, the data sets of entities in it are
        included. Those in AFS are counted, but are not rows.
        """

    def inside(self, session: Session, place: EntityRef, page: PageRequest) -> DataSetPage:
        """Return a page of the data sets directly in a sample or experiment, newest first; no rows beyond the end.

        A data set that a sample owns is in the sample, not in its experiment. The page is empty if `place` does not
        exist. Those in AFS are counted, but are not rows.
        """

    def search(
        self, session: Session, query: SearchQuery, page: PageRequest, counted: Sequence[SearchQuery] = ()
    ) -> DataSetPage:
        """Return a page of the data sets that match a query, newest first. See `Entities.search`."""

    def missing(self, session: Session, perm_ids: Sequence[str]) -> tuple[str, ...]:
        """Return the given permIds that name no visible data set, in the given order."""
