"""Metadata of data sets of instances in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jupyter_openbis_server.adapters.memory.network import MemoryNetwork
from jupyter_openbis_server.adapters.memory.searching import finds_data_set
from jupyter_openbis_server.adapters.memory.stored import StoredDataSet
from jupyter_openbis_server.domain.errors import DataSetNotFound
from jupyter_openbis_server.domain.model import DataSet, DataSetPage, PageRequest, Place, SearchQuery, Session


class MemoryDataSets:
    """`DataSets` of a `MemoryNetwork`."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def get(self, session: Session, perm_id: str) -> DataSet:
        """See `DataSets.get`."""
        stored = self._network.used_by(session).data_sets.get(perm_id)
        if stored is None:
            raise DataSetNotFound(perm_id)
        return stored.data_set

    def of_entity(self, session: Session, entity: Place, page: PageRequest) -> DataSetPage:
        """See `DataSets.of_entity`."""
        return self._page(session, lambda stored: entity.perm_id in stored.owners, page)

    def inside(self, session: Session, place: Place, page: PageRequest) -> DataSetPage:
        """See `DataSets.inside`."""
        return self._page(session, lambda stored: place.perm_id == stored.owner.perm_id, page)

    def search(self, session: Session, query: SearchQuery, page: PageRequest) -> DataSetPage:
        """See `DataSets.search`."""
        entities = dict(self._network.used_by(session).entities)
        return self._page(session, lambda stored: finds_data_set(query, stored, entities), page)

    def missing(self, session: Session, perm_ids: Sequence[str]) -> tuple[str, ...]:
        """See `DataSets.missing`."""
        known = self._network.used_by(session).data_sets
        return tuple(perm_id for perm_id in perm_ids if perm_id not in known)

    def _page(self, session: Session, is_wanted: Callable[[StoredDataSet], bool], page: PageRequest) -> DataSetPage:
        known = tuple(self._network.used_by(session).data_sets.values())
        found = [stored.data_set for stored in reversed(known) if is_wanted(stored)]
        return DataSetPage(tuple(found[page.start : page.start + page.count]), page, len(found))
