"""Ports of the metadata of entities and data sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetPage
from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.catalogue.entity import OWNERS, Entity, EntityPage, EntityRef, EntityReference
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.entity_type import EntityType
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

    def named(self, session: Session, place: EntityRef | None, kind: EntityKind, code: str) -> Entity | None:
        """Return the direct child of a kind that has this code; None if there is none.

        Args:
            session: The session of the request.
            place: The entity; None is the whole instance.
            kind: As for `inside`.
            code: Upper case; of a component of another sample, `CONTAINER:CODE`.
        """

    def details(self, session: Session, place: EntityRef) -> Details:
        """Return the details of a space, project, experiment, sample or data set.

        Raises:
            EntityNotFound, DataSetNotFound: it does not exist, or is not visible.
        """

    def details_of_many(
        self, session: Session, kind: EntityKind, references: Sequence[EntityReference]
    ) -> tuple[Details, ...]:
        """Return the details of entities or data sets of one kind, in few requests, each once and in any order.

        Children are not requested, nor whether there are files in AFS. Entities that do not exist or are not visible
        are omitted.

        Args:
            session: The session of the requests.
            kind: The kind of all of them.
            references: PermIds and identifiers; codes are not allowed.
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

    def all(self, session: Session, page: PageRequest) -> DataSetPage:
        """Return a page of all data sets that are visible, newest first; no rows beyond the end."""

    def of_entity(
        self, session: Session, entity: EntityRef, page: PageRequest, *, modified_since: dt.datetime | None = None
    ) -> DataSetPage:
        """Return a page of the data sets of an entity, newest first; no rows beyond the end.

        The entity is a sample, experiment, project or space. For all but a sample, the data sets of entities in it are
        included. Those in AFS are counted, but are not rows.

        Args:
            session: The session of the request.
            entity: The sample, experiment, project or space.
            page: The rows to return.
            modified_since: Only data sets that were registered, or whose metadata was modified, at this time or later;
                also those in AFS are counted so.
        """

    def owners_in_afs(self, session: Session, entity: EntityRef, page: PageRequest) -> tuple[str, ...]:
        """Return a page of the samples and experiments at or below an entity that have files in AFS, by permId.

        They are sorted by registration, newest first. The page is empty beyond the end, and if there is no AFS.
        """

    def inside(self, session: Session, place: EntityRef, page: PageRequest) -> DataSetPage:
        """Return a page of the data sets directly in a sample or experiment, newest first; no rows beyond the end.

        A data set that a sample owns is in the sample, not in its experiment. The page is empty if `place` does not
        exist. Those in AFS are counted, but are not rows.
        """

    def missing(self, session: Session, perm_ids: Sequence[str]) -> tuple[str, ...]:
        """Return the given permIds that name no visible data set, in the given order."""


class EntityTypes(Protocol):
    """Types of data sets, samples and experiments, with property assignments and vocabulary terms."""

    def all(
        self, session: Session, kind: EntityKind = EntityKind.DATA_SET, *, fresh: bool = False
    ) -> tuple[EntityType, ...]:
        """Return all types of a kind sorted by code.

        Args:
            session: The session of the request.
            kind: One of `TYPED_KINDS`.
            fresh: Request them from openBIS even if an earlier response is cached.
        """
