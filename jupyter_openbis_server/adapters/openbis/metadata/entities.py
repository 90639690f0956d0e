"""The port `Entities` over openBIS's v3 API."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
from jupyter_openbis_server.adapters.openbis.api.client import Client, Clients
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, equal, typed
from jupyter_openbis_server.adapters.openbis.metadata.details import details_of, details_of_many
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import (
    API_KINDS,
    EXPERIMENT,
    ApiKind,
    direct_children,
)
from jupyter_openbis_server.adapters.openbis.metadata.searching import Wanted, get_by_ids, search_page
from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.catalogue.entity import (
    OWNERS,
    Entity,
    EntityPage,
    EntityRef,
    EntityReference,
    ReferenceKind,
    join_names,
)
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import EntityNotFound
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.page import PageRequest

_MAX_OF_ONE_CODE = 50


class OpenbisEntities:
    """Finds spaces, projects, experiments and samples."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def find(self, session: Session, reference: EntityReference, kinds: Sequence[EntityKind] = OWNERS) -> Entity:
        """Return what the reference names; of several kinds, the first one counts."""
        client = self._clients.of(session)
        find = _by_code if reference.kind is ReferenceKind.CODE else _by_id
        if reference.may_be_perm_id:
            find = _by_code_or_perm_id
        for kind in kinds:
            found = find(client, API_KINDS[kind], reference)
            if found:
                return found
        raise EntityNotFound(reference.text, join_names(kinds))

    def inside(self, session: Session, place: EntityRef | None, kind: EntityKind, page: PageRequest) -> EntityPage:
        """Return the entities of a kind directly in a place, in one request."""
        api = API_KINDS[kind]
        wanted = Wanted(api, direct_children(place, kind))
        found = search_page(self._clients.of(session), wanted, api.row_options, page)
        return EntityPage(tuple(map(api.entity, found.rows)), page, found.total)

    def named(self, session: Session, place: EntityRef | None, kind: EntityKind, code: str) -> Entity | None:
        """Return the entity of a kind and code directly in a place, in one request.

        A search, since an identifier does not say where a sample is: on servers without samples in projects, that of a
        sample in an experiment has the space only.
        """
        api = API_KINDS[kind]
        wanted = Wanted(api, direct_children(place, kind, *_having_code(code, api)))
        found = search_page(self._clients.of(session), wanted, api.row_options, PageRequest(0, _MAX_OF_ONE_CODE))
        return next((api.entity(bean) for bean in found.rows if _has_code(bean, code)), None)

    def details(self, session: Session, place: EntityRef) -> Details:
        """Return the details of an entity, in one request."""
        return details_of(self._clients.of(session), place)

    def details_of_many(
        self, session: Session, kind: EntityKind, references: Sequence[EntityReference]
    ) -> tuple[Details, ...]:
        """Return the details of many entities, in a request for each thousand."""
        return details_of_many(self._clients.of(session), kind, references)


def _by_id(client: Client, api: ApiKind, reference: EntityReference) -> Entity | None:
    identity = api.id_of(reference)
    if identity is None:
        return None
    collection = reference.collection if api.kind is EntityKind.SAMPLE else None
    options = {**api.fetch_options, **({"experiment": EXPERIMENT.fetch_options} if collection else {})}
    found = get_by_ids(client, api, [identity], options)
    return next((api.entity(bean) for bean in found if collection in (None, _experiment_of(bean))), None)


def _experiment_of(sample: Bean) -> str | None:
    experiment = sample.bean("experiment")
    return experiment.required_bean("identifier").text("identifier") if experiment else None


def _by_code_or_perm_id(client: Client, api: ApiKind, reference: EntityReference) -> Entity | None:
    found = _by_code(client, api, reference)
    return found or _by_id(client, api, EntityReference(reference.text, ReferenceKind.PERM_ID))


def _by_code(client: Client, api: ApiKind, reference: EntityReference) -> Entity | None:
    criteria = api.criteria(*_having_code(reference.text, api))
    options = {**api.fetch_options, "from": 0, "count": _MAX_OF_ONE_CODE}
    result = client.call(f"search{api.name}s", criteria, options).required_bean("result")
    found = [api.entity(bean) for bean in result.beans("objects") if _has_code(bean, reference.text)]
    if len(found) > 1:
        several = f"{reference.text} ({len(found)} have this code; use an identifier or permId)"
        raise EntityNotFound(several, join_names([api.kind]))
    return found[0] if found else None


def _having_code(code: str, api: ApiKind) -> list[Json]:
    """Return the criteria for a code. Users write that of a component (a well) behind its container's: `PLATE_1:A1`."""
    container, colon, own = code.rpartition(":")
    if not colon or api.kind is not EntityKind.SAMPLE:
        return [equal("CodeSearchCriteria", code)]
    holding = [equal("CodeSearchCriteria", container)]
    return [
        equal("CodeSearchCriteria", own),
        typed("sample.search.SampleContainerSearchCriteria", operator="AND", criteria=holding),
    ]


def _has_code(bean: Bean, code: str) -> bool:
    """Whether the code is as it was asked for: searches ignore case in some versions of openBIS."""
    if ":" not in code:
        return bean.text("code") == code
    return bean.required_bean("identifier").required_text("identifier").rpartition("/")[2] == code
