"""Fake of the port `DataSets`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetPage
from jupyter_openbis_server.domain.catalogue.entity import EntityRef, data_set_code
from jupyter_openbis_server.domain.catalogue.search import SearchQuery
from jupyter_openbis_server.domain.errors import DataSetNotFound
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.searching import count, finds_data_set
from jupyter_openbis_server.testing.fakes.openbis.stored import StoredDataSet


class MemoryDataSets:
    """`DataSets` of a `MemoryNetwork`."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def get(self, session: Session, perm_id: str) -> DataSet:
        """See `DataSets.get`."""
        stored = self._network.used_by(session).data_sets.get(data_set_code(perm_id))
        if stored is None:
            raise DataSetNotFound(perm_id)
        return stored.data_set

    def get_many(self, session: Session, perm_ids: Sequence[str]) -> dict[str, DataSet]:
        """See `DataSets.get_many`."""
        known = self._network.used_by(session).data_sets
        wanted = map(data_set_code, perm_ids)
        return {perm_id: known[perm_id].data_set for perm_id in wanted if perm_id in known}

    def of_entity(self, session: Session, entity: EntityRef, page: PageRequest) -> DataSetPage:
        """See `DataSets.of_entity`."""
        found = self._page(session, lambda stored: entity.perm_id in stored.owners, page)
        openbis = self._network.used_by(session)
        owners = (openbis.entities[each] for each in openbis.afs_owners)
        within = sum(entity.perm_id in (above.perm_id for above in openbis.path_of(each)) for each in owners)
        return replace(found, in_afs=within)

    def inside(self, session: Session, place: EntityRef, page: PageRequest) -> DataSetPage:
        """See `DataSets.inside`."""
        found = self._page(session, lambda stored: place.perm_id == stored.owner.perm_id, page)
        return replace(found, in_afs=int(place.perm_id in self._network.used_by(session).afs_owners))

    def search(
        self, session: Session, query: SearchQuery, page: PageRequest, counted: Sequence[SearchQuery] = ()
    ) -> DataSetPage:
        """See `DataSets.search`."""
        openbis = self._network.used_by(session)
        user = openbis.user_of(session.token) or ""
        found = self._page(session, lambda stored: finds_data_set(openbis, query, stored, user), page)
        return replace(found, counts=count(openbis, counted, user))

    def missing(self, session: Session, perm_ids: Sequence[str]) -> tuple[str, ...]:
        """See `DataSets.missing`."""
        known = self._network.used_by(session).data_sets
        return tuple(perm_id for perm_id in perm_ids if data_set_code(perm_id) not in known)

    def _page(self, session: Session, is_wanted: Callable[[StoredDataSet], bool], page: PageRequest) -> DataSetPage:
        known = tuple(self._network.used_by(session).data_sets.values())
        found = [stored.data_set for stored in reversed(known) if is_wanted(stored)]
        return DataSetPage(tuple(found[page.start : page.start + page.count]), page, len(found))
