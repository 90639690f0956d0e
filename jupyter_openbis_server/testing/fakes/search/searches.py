"""Fake of the port `Searches`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.search.order import SortField
from jupyter_openbis_server.domain.search.query import SearchQuery
from jupyter_openbis_server.domain.search.results import FoundPage, FoundRow
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.search.matching import finds_data_set, finds_entity


class MemorySearches:
    """`Searches` of a `MemoryNetwork`."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def search(
        self, session: Session, query: SearchQuery, page: PageRequest, counted: Sequence[SearchQuery] = ()
    ) -> FoundPage:
        """See `Searches.search`."""
        openbis = self._network.used_by(session)
        user = openbis.user_of(session.token) or ""
        found = _found(openbis, query, user)
        rows = tuple(found[page.start : page.start + page.count])
        return FoundPage(rows, len(found), tuple(len(_found(openbis, each, user)) for each in counted))


def _found(openbis: MemoryOpenbis, query: SearchQuery, user: str) -> list[FoundRow]:
    """Return all matches in the order of the query."""
    found: list[FoundRow] = [
        each.data_set
        for each in tuple(openbis.data_sets.values())
        if query.kind is EntityKind.DATA_SET and finds_data_set(openbis, query, each, user)
    ]
    found += [
        _with_metadata(openbis, each)
        for each in tuple(openbis.entities.values())
        if finds_entity(openbis, query, each, user)
    ]
    key = _KEYS[query.order.field]
    return sorted(found, key=lambda row: (key(row), *_code_of(row)), reverse=query.order.descending)


def _with_metadata(openbis: MemoryOpenbis, entity: Entity) -> Entity:
    record = openbis.records[entity.perm_id]
    modified = record.modified or record.registered
    return replace(entity, properties=record.properties, registered=record.registered, modified=modified)


def _code_of(row: FoundRow) -> tuple[str, str]:
    return (row.identifier.rpartition("/")[2] if isinstance(row, Entity) else row.perm_id), row.perm_id


_KEYS: Mapping[SortField, Callable[[FoundRow], Any]] = {
    SortField.REGISTERED: lambda row: row.registered,
    SortField.MODIFIED: lambda row: row.modified,
    SortField.CODE: _code_of,
}
