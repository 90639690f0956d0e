"""Resolution of references to files: data sets, and samples and experiments that have files of their own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityReference, ReferenceKind, data_set_code
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSetsByReference, Entities
from jupyter_openbis_server.domain.errors import (
    DataSetNotFound,
    EntityNotFound,
    InvalidReference,
    NoFilesOfOwner,
    OpenbisError,
)
from jupyter_openbis_server.domain.instances.session import Session

_NO_OWNERS = (EntityKind.PROJECT, EntityKind.SPACE)


@dataclass(frozen=True)
class DataSetReferences:
    """Finds data sets by permId, and the files of a sample or experiment by its permId or identifier.

    openBIS registers the files that a sample or experiment has in its file server (AFS) as one data set, whose permId
    is that of the owner. So only identifiers cost a request more than permIds of data sets.
    """

    data_sets: DataSetsByReference
    entities: Entities

    def get(self, session: Session, perm_id: str) -> DataSet:
        """Return the data set that a permId or identifier names.

        Raises:
            DataSetNotFound, EntityNotFound, InvalidReference: there is nothing of that name.
            NoFilesOfOwner: the sample or experiment has no files of its own.
        """
        if _is_identifier(perm_id):
            owner = owner_named(self.entities, session, perm_id)
            try:
                return self.data_sets.get(session, owner.perm_id)
            except DataSetNotFound:
                raise NoFilesOfOwner(owner.kind.value, owner.identifier) from None
        try:
            return self.data_sets.get(session, perm_id)
        except DataSetNotFound as error:
            problem = self._problem(session, perm_id, error)
        raise problem

    def get_many(self, session: Session, perm_ids: Sequence[str]) -> dict[str, DataSet]:
        """Return data sets by permId, those of identifiers also by these in upper case. What is missing is omitted."""
        owners: dict[str, str] = {}
        for each in filter(_is_identifier, perm_ids):
            with suppress(EntityNotFound, InvalidReference):
                owners[data_set_code(each)] = self.entities.find(session, EntityReference.parse(each)).perm_id
        wanted = [*(each for each in perm_ids if not _is_identifier(each)), *owners.values()]
        found = dict(self.data_sets.get_many(session, wanted)) if wanted else {}
        named = {reference: found[perm_id] for reference, perm_id in owners.items() if perm_id in found}
        return found | named

    def _problem(self, session: Session, text: str, unknown: DataSetNotFound) -> OpenbisError:
        """Return why a permId names no data set: it may be that of a sample or experiment without files."""
        with suppress(EntityNotFound, InvalidReference):
            reference = EntityReference.parse(text)
            if reference.kind is ReferenceKind.PERM_ID:
                owner = self.entities.find(session, reference)
                return NoFilesOfOwner(owner.kind.value, owner.identifier)
        return unknown


def _is_identifier(text: str) -> bool:
    return "/" in text


def owner_named(entities: Entities, session: Session, text: str) -> Entity:
    """Return the sample or experiment that a text names.

    Raises:
        InvalidReference: the text is no reference.
        EntityNotFound: there is none; the message says so if it names a project or space.
    """
    reference = EntityReference.parse(text)
    try:
        return entities.find(session, reference)
    except EntityNotFound:
        other = None
        with suppress(EntityNotFound):
            other = entities.find(session, reference, _NO_OWNERS)
        if other is None:
            raise
    raise EntityNotFound(other.identifier, actual=other.kind.word)
