"""Fake of the port `DataSets`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetPage
from jupyter_openbis_server.domain.catalogue.entity import EntityRef, data_set_code
from jupyter_openbis_server.domain.errors import DataSetNotFound
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
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
        openbis = self._network.used_by(session)
        known, wanted = openbis.data_sets, tuple(map(data_set_code, perm_ids))
        openbis.go_on_unarchiving(wanted)
        return {perm_id: known[perm_id].data_set for perm_id in wanted if perm_id in known}

    def of_entity(
        self, session: Session, entity: EntityRef, page: PageRequest, *, modified_since: dt.datetime | None = None
    ) -> DataSetPage:
        """See `DataSets.of_entity`."""

        def is_wanted(stored: StoredDataSet) -> bool:
            return entity.perm_id in stored.owners and _is_modified_since(stored.data_set, modified_since)

        return replace(self._page(session, is_wanted, page), in_afs=len(self._owners_in_afs(session, entity)))

    def owners_in_afs(self, session: Session, entity: EntityRef, page: PageRequest) -> tuple[str, ...]:
        """See `DataSets.owners_in_afs`."""
        return self._owners_in_afs(session, entity)[page.start : page.start + page.count]

    def inside(self, session: Session, place: EntityRef, page: PageRequest) -> DataSetPage:
        """See `DataSets.inside`."""
        found = self._page(session, lambda stored: place.perm_id == stored.owner.perm_id, page)
        return replace(found, in_afs=int(place.perm_id in self._network.used_by(session).afs_owners))

    def all(self, session: Session, page: PageRequest) -> DataSetPage:
        """See `DataSets.all`."""
        return self._page(session, lambda _: True, page)

    def missing(self, session: Session, perm_ids: Sequence[str]) -> tuple[str, ...]:
        """See `DataSets.missing`."""
        known = self._network.used_by(session).data_sets
        return tuple(perm_id for perm_id in perm_ids if data_set_code(perm_id) not in known)

    def _owners_in_afs(self, session: Session, entity: EntityRef) -> tuple[str, ...]:
        openbis = self._network.used_by(session)
        owners = (openbis.entities[each] for each in sorted(openbis.afs_owners, reverse=True))
        return tuple(
            each.perm_id for each in owners if entity.perm_id in (above.perm_id for above in openbis.path_of(each))
        )

    def _page(self, session: Session, is_wanted: Callable[[StoredDataSet], bool], page: PageRequest) -> DataSetPage:
        known = tuple(self._network.used_by(session).data_sets.values())
        found = [stored.data_set for stored in reversed(known) if is_wanted(stored)]
        return DataSetPage(tuple(found[page.start : page.start + page.count]), page, len(found))


def _is_modified_since(data_set: DataSet, moment: dt.datetime | None) -> bool:
    changed = data_set.modified or data_set.registered
    return moment is None or (changed is not None and changed >= moment)
