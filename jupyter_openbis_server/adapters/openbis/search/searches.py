"""The port `Searches` over openBIS's v3 API."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import ROW_OPTIONS, data_set_of
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import API_KINDS
from jupyter_openbis_server.adapters.openbis.metadata.searching import search_page
from jupyter_openbis_server.adapters.openbis.search.criteria import wanted_by
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.search.order import SortField
from jupyter_openbis_server.domain.search.query import SearchQuery
from jupyter_openbis_server.domain.search.results import FoundPage
from jupyter_openbis_server.domain.shared.page import PageRequest

_FIELDS = {
    SortField.REGISTERED: "REGISTRATION_DATE",
    SortField.MODIFIED: "MODIFICATION_DATE",
    SortField.CODE: "CODE",
}


class OpenbisSearches:
    """Searches for entities and data sets."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def search(
        self, session: Session, query: SearchQuery, page: PageRequest, counted: Sequence[SearchQuery] = ()
    ) -> FoundPage:
        """Return what matches a query, and count the others, in one request."""
        api, client = API_KINDS[query.kind], self._clients.of(session)
        wanted, *others = (wanted_by(client, each) for each in (query, *counted))
        is_data_set = query.kind is EntityKind.DATA_SET
        options = api.sorted_by(
            ROW_OPTIONS if is_data_set else api.found_options,
            _FIELDS[query.order.field],
            is_descending=query.order.descending,
        )
        found = search_page(client, wanted, options, page, others)
        return FoundPage(tuple(map(data_set_of if is_data_set else api.entity, found.rows)), found.total, found.counts)
