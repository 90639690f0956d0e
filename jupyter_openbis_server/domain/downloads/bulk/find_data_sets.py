"""Use case that finds the data sets that references name: data sets themselves, and all below other entities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from jupyter_openbis_server.domain.catalogue.container_data_sets import data_sets_with_files, each_once
from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.eln_link import data_set_perm_id, parse_eln_link
from jupyter_openbis_server.domain.catalogue.entity import (
    EVERY_KIND,
    Entity,
    EntityReference,
    ReferenceKind,
    data_set_code,
)
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import DataSets, Entities
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import (
    DataNotAvailable,
    DataSetNotFound,
    EntityNotFound,
    InvalidReference,
    NotFound,
    NothingToDownload,
    OpenbisError,
    RequestRefused,
)
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.paging import all_rows


@dataclass(frozen=True)
class FoundReference:
    """The data sets that one reference names.

    Attributes:
        reference: As the user wrote it; of a link, the permId or identifier in it.
        perm_ids: The data sets, without those of earlier references; owners of files in AFS, by their own permIds.
        data_sets: Their metadata, as far as it was listed.
        error: Why the reference names nothing.
        empty: Why there is nothing to download though it names an entity.
    """

    reference: str
    perm_ids: tuple[str, ...] = ()
    data_sets: tuple[DataSet, ...] = ()
    error: OpenbisError | None = None
    empty: OpenbisError | None = None


@dataclass(frozen=True)
class FindDataSets:
    """Find the data sets of references: permIds name data sets; a space, project, experiment or sample, all below it.

    What is below includes the files that samples and experiments have themselves in openBIS's file server (AFS).
    """

    session_manager: SessionManager
    data_sets: DataSets
    entities: Entities

    def __call__(
        self, name: str, references: Sequence[str], *, modified_since: dt.datetime | None = None
    ) -> tuple[FoundReference, ...]:
        """Return what each reference names, in their order, each data set once.

        Args:
            name: The connection.
            references: PermIds of data sets; permIds and identifiers of other entities; links of the ELN to any.
                A blank one is an error: in scripts, it is a variable that is not set.
            modified_since: Only data sets that were registered, or whose metadata was modified, at this time or later.
                Files in AFS change without that, so they are always included.

        Raises:
            UnknownConnection, NotLoggedIn, ConnectionFailed.
        """
        wanted = tuple(dict.fromkeys(references))
        known = self.session_manager.use(name, self._known, wanted)
        found = [self._found(name, each, known, modified_since) for each in wanted]
        contained = partial(self._contained, name)
        seen: set[str] = set()
        return tuple(self._without_duplicates(each, seen, contained) for each in found)

    def _known(self, session: Session, references: Sequence[str]) -> Mapping[str, DataSet]:
        perm_ids = [data_set_perm_id(each) for each in references if each.strip() and not _is_identifier(each)]
        return self.data_sets.get_many(session, perm_ids) if perm_ids else {}

    def _found(self, name: str, text: str, known: Mapping[str, DataSet], since: dt.datetime | None) -> FoundReference:
        shown = data_set_perm_id(text)
        data_set = None if _is_identifier(text) else known.get(data_set_code(shown))
        if data_set and not data_set.is_in_afs:
            is_wanted = since is None or data_set.modified is None or data_set.modified >= since
            return FoundReference(shown, (data_set.perm_id,), (data_set,)) if is_wanted else FoundReference(shown)
        try:
            owner = self.session_manager.use(name, self._owner, text)
        except (DataSetNotFound, EntityNotFound, InvalidReference) as error:
            return FoundReference(shown, error=detached(error))
        rows = tuple(all_rows(partial(self._page, name, owner, since), _perm_id, PageRequest.MAX_COUNT))
        in_afs = tuple(all_rows(partial(self._page_in_afs, name, owner), str, PageRequest.MAX_COUNT))
        if not rows and not in_afs and since is None:
            return FoundReference(shown, empty=NothingToDownload(owner.kind.value, owner.identifier))
        return FoundReference(shown, (*(each.perm_id for each in rows), *in_afs), rows)

    def _owner(self, session: Session, text: str) -> Entity:
        """Return the space, project, experiment or sample of a reference. A code alone names data sets only."""
        reference = EntityReference.parse(text)
        if reference.kind is ReferenceKind.CODE:
            raise DataSetNotFound(text.strip())
        try:
            return self.entities.find(session, reference, EVERY_KIND)
        except EntityNotFound:
            if reference.kind is ReferenceKind.PERM_ID:
                raise DataSetNotFound(reference.text) from None
            raise

    def _page(
        self, name: str, owner: Entity, since: dt.datetime | None, page: PageRequest
    ) -> tuple[Sequence[DataSet], int]:
        found = self.session_manager.use(name, self.data_sets.of_entity, owner, page, modified_since=since)
        return found.rows, found.total

    def _page_in_afs(self, name: str, owner: Entity, page: PageRequest) -> tuple[Sequence[str], int]:
        """Return a page of owners, and a total that says whether another page follows."""
        found = self.session_manager.use(name, self.data_sets.owners_in_afs, owner, page)
        is_last = len(found) < page.count
        return found, page.start + len(found) + (not is_last)

    def _contained(self, name: str, perm_id: str) -> tuple[str, ...]:
        """See `Contained`. A container with components that are not available counts as a data set without any."""
        try:
            return self.session_manager.use(name, self._with_files, perm_id)
        except (NotFound, DataNotAvailable, RequestRefused):  # the download reports it
            return (perm_id,)

    def _with_files(self, session: Session, perm_id: str) -> tuple[str, ...]:
        return tuple(each.perm_id for each, _ in data_sets_with_files(self.data_sets, session, (perm_id,)))

    def _without_duplicates(
        self, found: FoundReference, seen: set[str], contained: partial[tuple[str, ...]]
    ) -> FoundReference:
        """Return a reference without the data sets of earlier ones, and without those that a container includes."""
        listed = {each.perm_id: each for each in found.data_sets}
        new = [each for each in found.perm_ids if each not in seen]
        perm_ids = tuple(each for each in each_once([listed.get(each, each) for each in new], contained))
        seen.update(perm_ids)
        return FoundReference(found.reference, perm_ids, found.data_sets, found.error, found.empty)


def _is_identifier(text: str) -> bool:
    """Return whether a reference cannot be a permId: an identifier, or a link to a space."""
    kind, named = parse_eln_link(text) or (None, text)
    return "/" in named or kind is EntityKind.SPACE


def _perm_id(data_set: DataSet) -> str:
    return data_set.perm_id
