"""Use cases that show details and list types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.catalogue.eln_link import eln_url, parse_eln_link
from jupyter_openbis_server.domain.catalogue.entity import (
    EVERY_KIND,
    EntityRef,
    EntityReference,
    ReferenceKind,
    join_names,
)
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import Entities, EntityTypes
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import DataSetNotFound, EntityNotFound
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.entity_type import EntityType

ALL_KINDS = (EntityKind.DATA_SET, *EVERY_KIND)
"""All kinds, in search order: data sets first."""


def details_named(entities: Entities, session: Session, text: str, kinds: Sequence[EntityKind] = ALL_KINDS) -> Details:
    """Return the details of what a text names.

    It takes one request for a permId if only one kind is possible, or if it is a data set; otherwise one for each kind
    that is tried, and one for the details.

    Args:
        entities: The port.
        session: The session of the requests.
        text: A permId, code, identifier, or link of the ELN. Data sets are searched first. The permId of the files that
            a sample or experiment has in AFS means the sample or experiment, unless only data sets are possible.
        kinds: The possible kinds.

    Raises:
        InvalidReference, EntityNotFound, DataSetNotFound: with a message for the user.
    """
    reference = EntityReference.parse(text)
    linked, _ = parse_eln_link(text) or (None, text)
    if linked:
        kinds = [each for each in kinds if each is linked]
        if not kinds:
            raise EntityNotFound(text.strip(), join_names(ALL_KINDS))
    return _Lookup(entities, session, reference, text.strip(), tuple(kinds)).details()


def with_eln_url(session: Session, found: Details) -> Details:
    """Return details with the address of the page in the ELN."""
    return replace(found, eln_url=eln_url(session.instance.url, found.kind, found.perm_id, found.identifier or ""))


@dataclass(frozen=True)
class _Lookup:
    """One search for an entity."""

    entities: Entities
    session: Session
    reference: EntityReference
    text: str
    kinds: tuple[EntityKind, ...]

    @property
    def _is_perm_id(self) -> bool:
        return self.reference.kind is ReferenceKind.PERM_ID

    def details(self) -> Details:
        """Return the details. Raises EntityNotFound, DataSetNotFound."""
        others = tuple(each for each in self.kinds if each is not EntityKind.DATA_SET)
        if len(others) == len(self.kinds) or self.reference.kind is ReferenceKind.IDENTIFIER:
            return self._entity(others)
        perm_id = self.reference.text
        try:
            found = self.entities.details(self.session, EntityRef(EntityKind.DATA_SET, perm_id))
        except DataSetNotFound:
            if not others:
                raise
        else:
            is_in_afs = found.data_set is not None and found.data_set.is_in_afs
            if not (others and is_in_afs and found.owner):
                return found
            if found.owner.kind in others:  # users name the owner by this permId
                return self.entities.details(self.session, found.owner)
        try:
            return self._entity(others)
        except EntityNotFound:
            if self._is_perm_id:
                raise DataSetNotFound(perm_id) from None
            raise

    def _entity(self, kinds: tuple[EntityKind, ...]) -> Details:
        if not kinds:
            raise DataSetNotFound(self.text)
        if self._is_perm_id and len(kinds) == 1:
            return self.entities.details(self.session, EntityRef(kinds[0], self.reference.text))
        return self.entities.details(self.session, self.entities.find(self.session, self.reference, kinds))


@dataclass(frozen=True)
class FindDetails:
    """Return the details of the entity that a text names."""

    session_manager: SessionManager
    entities: Entities

    def __call__(self, name: str, text: str, kinds: Sequence[EntityKind] = ALL_KINDS) -> Details:
        """Return the details, with the address of the page in the ELN. See `details_named`.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidReference, EntityNotFound, DataSetNotFound: with a message for the
                user.
        """
        return self.session_manager.use(name, self._find, text, kinds)

    def _find(self, session: Session, text: str, kinds: Sequence[EntityKind]) -> Details:
        return with_eln_url(session, details_named(self.entities, session, text, kinds))


@dataclass(frozen=True)
class ShowManyDetails:
    """Return the details of many entities of one kind, in few requests."""

    session_manager: SessionManager
    entities: Entities

    def __call__(self, name: str, kind: EntityKind, references: Sequence[str]) -> Mapping[str, Details]:
        """Return the details by permId and by identifier, without children; entities that do not exist are missing.

        Args:
            name: The connection.
            kind: The kind of all entities.
            references: PermIds or identifiers, as openBIS states them.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidReference: with a message for the user.
        """
        return self.session_manager.use(name, self._details, kind, [EntityReference.parse(each) for each in references])

    def _details(
        self, session: Session, kind: EntityKind, references: Sequence[EntityReference]
    ) -> Mapping[str, Details]:
        found = self.entities.details_of_many(session, kind, references)
        return {key: with_eln_url(session, each) for each in found for key in (each.perm_id, each.identifier) if key}


@dataclass(frozen=True)
class ShowDetails:
    """Return the details of a space, project, experiment, sample or data set, by one request to openBIS."""

    session_manager: SessionManager
    entities: Entities

    def __call__(self, name: str, place: EntityRef) -> Details:
        """Return the details, with the address of the page in the ELN.

        Raises:
            UnknownConnection, NotLoggedIn, EntityNotFound, DataSetNotFound: with a message for the user.
        """
        return self.session_manager.use(name, self._details, place)

    def _details(self, session: Session, place: EntityRef) -> Details:
        return with_eln_url(session, self.entities.details(session, place))


@dataclass(frozen=True)
class ListEntityTypes:
    """List all types of data sets, samples or experiments with their property assignments and vocabulary terms."""

    session_manager: SessionManager
    types: EntityTypes

    def __call__(
        self, name: str, kind: EntityKind = EntityKind.DATA_SET, *, fresh: bool = False
    ) -> tuple[EntityType, ...]:
        """Return the types sorted by code; `fresh` bypasses the cache. Raises UnknownConnection, NotLoggedIn."""
        return self.session_manager.use(name, self.types.all, kind, fresh=fresh)
