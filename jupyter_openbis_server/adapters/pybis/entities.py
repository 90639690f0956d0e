"""The port `Entities` over pyBIS."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_openbis_server.adapters.pybis.client import Client, Clients
from jupyter_openbis_server.adapters.pybis.details import details_of
from jupyter_openbis_server.adapters.pybis.entity_kinds import API_KINDS, ApiKind, directly_in
from jupyter_openbis_server.adapters.pybis.search_criteria import wanted_by
from jupyter_openbis_server.adapters.pybis.searching import FoundPage, Wanted, search_page
from jupyter_openbis_server.adapters.pybis.v3_objects import equal
from jupyter_openbis_server.domain.errors import EntityNotFound
from jupyter_openbis_server.domain.model import (
    Details,
    Entity,
    EntityKind,
    EntityPage,
    EntityReference,
    PageRequest,
    Place,
    SearchQuery,
    Session,
)
from jupyter_openbis_server.domain.model.entity import OWNERS, ReferenceKind, in_words

_MOST_OF_ONE_CODE = 50


class PybisEntities:
    """Finds spaces, projects, experiments and samples."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def find(self, session: Session, reference: EntityReference, kinds: Sequence[EntityKind] = OWNERS) -> Entity:
        """Return what the reference names; of several kinds, the first one counts."""
        client = self._clients.of(session)
        find = _by_code if reference.kind is ReferenceKind.CODE else _by_id
        for kind in kinds:
            found = find(client, API_KINDS[kind], reference)
            if found:
                return found
        raise EntityNotFound(reference.text, in_words(kinds))

    def inside(self, session: Session, place: Place | None, kind: EntityKind, page: PageRequest) -> EntityPage:
        """Return the entities of a kind that lie directly in a place, in one request."""
        api = API_KINDS[kind]
        wanted = Wanted(api, directly_in(place, kind))
        return _page(api, page, search_page(self._clients.of(session), wanted, api.row_options, page))

    def search(
        self, session: Session, query: SearchQuery, page: PageRequest, counted: Sequence[SearchQuery] = ()
    ) -> EntityPage:
        """Return the entities that match a query, newest first, and count the others, in one request."""
        api, client = API_KINDS[query.kind], self._clients.of(session)
        wanted, *others = (wanted_by(client, each) for each in (query, *counted))
        return _page(api, page, search_page(client, wanted, api.sorted_newest_first(api.row_options), page, others))

    def details(self, session: Session, place: Place) -> Details:
        """Return all that is told of something, in one request."""
        return details_of(self._clients.of(session), place)


def _page(api: ApiKind, page: PageRequest, found: FoundPage) -> EntityPage:
    return EntityPage(tuple(map(api.entity, found.rows)), page, found.total, found.counts)


def _by_id(client: Client, api: ApiKind, reference: EntityReference) -> Entity | None:
    identity = api.id_of(reference)
    if identity is None:
        return None
    found = client.call(f"get{api.name}s", [identity], api.fetch_options).required_bean("result")
    return next((api.entity(bean) for bean in found.values()), None)


def _by_code(client: Client, api: ApiKind, reference: EntityReference) -> Entity | None:
    criteria = api.criteria(equal("CodeSearchCriteria", reference.text))
    options = {**api.fetch_options, "from": 0, "count": _MOST_OF_ONE_CODE}
    result = client.call(f"search{api.name}s", criteria, options).required_bean("result")
    found = [api.entity(bean) for bean in result.beans("objects") if bean.text("code") == reference.text]
    if len(found) > 1:
        several = f"{reference.text} ({len(found)} have this code; use an identifier or permId)"
        raise EntityNotFound(several, in_words([api.kind]))
    return found[0] if found else None
