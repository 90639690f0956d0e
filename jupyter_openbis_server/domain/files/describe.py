"""Use case that describes an entity or data set with its properties, relatives and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from jupyter_openbis_server.domain.catalogue.container_data_sets import data_sets_with_files
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, afs_data_set
from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.catalogue.entity import EntityReference, ReferenceKind
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSets, Entities
from jupyter_openbis_server.domain.catalogue.use_cases import details_named, with_eln_url
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    DataNotAvailable,
    EntityNotFound,
    OpenbisError,
)
from jupyter_openbis_server.domain.files.description import DescribedFile, Description
from jupyter_openbis_server.domain.files.ports import DataStore
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.property_value import values_of

_MAX_NAMED_SAMPLES = 20
"""Maximum number of samples in properties whose identifiers are requested: one request each."""


@dataclass(frozen=True)
class Describe:
    """Describe a space, project, experiment, sample or data set."""

    session_manager: SessionManager
    entities: Entities
    data_sets: DataSets
    data_store: DataStore

    def __call__(self, name: str, text: str) -> Description:
        """Return metadata, and the files of a data set, or of a sample or experiment that has files of its own.

        If the files are not listed, the reason is the `problem`.

        Args:
            name: The connection.
            text: A permId, code, identifier, or link of the ELN. Data sets are searched first.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidReference, EntityNotFound, DataSetNotFound: with a user message.
        """
        return self.session_manager.use(name, self._describe, text)

    def _describe(self, session: Session, text: str) -> Description:
        found = with_eln_url(session, details_named(self.entities, session, text))
        whole = Description(found, samples=dict(self._samples(session, found)))
        if found.data_set:
            return self._with_files(session, whole, found.data_set)
        if found.has_afs_files:
            return self._with_files(session, whole, afs_data_set(found.perm_id))
        return whole

    def _with_files(self, session: Session, description: Description, data_set: DataSet) -> Description:
        files: list[DescribedFile] = []
        problems: list[OpenbisError] = []
        parts: Iterable[tuple[DataSet, tuple[str, ...]]] = [(data_set, (data_set.perm_id,))]
        if data_set.components:
            parts = data_sets_with_files(self.data_sets, session, [data_set.perm_id])
        for each, names in parts:
            try:
                listed = self.data_store.files(session, each)
            except (ConnectionFailed, DataNotAvailable) as problem:
                if isinstance(problem, ConnectionFailed) and not each.is_in_afs:
                    raise
                problems.append(problem)
                continue
            files += [DescribedFile(file, names[1] if len(names) > 1 else None) for file in listed]
        return replace(description, files=tuple(files), problem=problems[0] if problems else None)

    def _samples(self, session: Session, details: Details) -> Iterator[tuple[str, str]]:
        """Yield the permId and identifier of each sample that is a value of a property."""
        values = (value for each in details.properties if each.data_type == "SAMPLE" for value in values_of(each.value))
        for perm_id in islice(dict.fromkeys(values), _MAX_NAMED_SAMPLES):
            with suppress(EntityNotFound):
                reference = EntityReference(perm_id, ReferenceKind.PERM_ID)
                yield perm_id, self.entities.find(session, reference, (EntityKind.SAMPLE,)).identifier
