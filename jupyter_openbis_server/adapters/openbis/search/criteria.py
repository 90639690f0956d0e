"""Search queries as criteria of openBIS's v3 API."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.date_criteria import MODIFIED, REGISTERED, dated
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, equal, typed
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import API_KINDS, EXPERIMENT, SAMPLE, SPACE, ApiKind
from jupyter_openbis_server.adapters.openbis.metadata.searching import Wanted
from jupyter_openbis_server.adapters.openbis.search.owner_criteria import within
from jupyter_openbis_server.adapters.openbis.search.property_criteria import property_criteria
from jupyter_openbis_server.domain.catalogue.entity import EntityReference, ReferenceKind
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.search.conditions import FIELD
from jupyter_openbis_server.domain.search.query import SearchQuery

_CODE, _PERM_ID, _IDENTIFIER = "CodeSearchCriteria", "PermIdSearchCriteria", "IdentifierSearchCriteria"
_ANY_PROPERTY = "AnyPropertySearchCriteria"
_SEARCHED = {
    # A data set's permId is its code; it has no identifier, and openBIS fails if it is asked for one.
    EntityKind.DATA_SET: (_CODE, _ANY_PROPERTY),
    EntityKind.SAMPLE: (_CODE, _PERM_ID, _IDENTIFIER, _ANY_PROPERTY),
    EntityKind.EXPERIMENT: (_CODE, _PERM_ID, _IDENTIFIER, _ANY_PROPERTY),
    EntityKind.PROJECT: (_CODE,),
}
"""The fields in which words are searched."""
_SEARCHED_OWNERS = {EntityKind.DATA_SET: (SAMPLE, EXPERIMENT)}
"""Other entities in whose fields words are searched: users know the names of samples and experiments better."""


def wanted_by(client: Client, query: SearchQuery) -> Wanted:
    """Return the criteria of a query in the session of a client.

    Raises:
        InvalidSearch: the query is not possible with this version of openBIS.
    """
    excluding = next((each for each in query.properties if each.excludes), None)
    if excluding and not client.capabilities().negated_criteria:
        version = ".".join(map(str, client.capabilities().api_version))
        raise InvalidSearch(
            FIELD,
            f"{excluding.code} {excluding.operator.value}: openBIS with API {version} cannot search for what does not "
            "match; `!=` and `is empty` need API 3.6",
        )
    api = API_KINDS[query.kind]
    return Wanted(api, api.criteria(*_all_of(api, query, client)))


def _all_of(api: ApiKind, query: SearchQuery, client: Client) -> Iterator[Json]:
    if query.reference:
        yield _matching(api, query.reference)
    for word in query.words:
        owners = [_with_word(owner, word) for owner in _SEARCHED_OWNERS.get(api.kind, ())]
        yield _with_word(api, word, *owners)
    if query.type_code:
        kind = f"{api.package}.search.{api.name}TypeSearchCriteria"
        yield typed(kind, operator="AND", criteria=[equal(_CODE, query.type_code)])
    yield from dated(REGISTERED, query.since, query.until)
    yield from dated(MODIFIED, query.modified_since, query.modified_until)
    if query.owner:
        yield within(api, query.owner)
    for each in query.properties:
        yield from property_criteria(api, each)
    if query.mine:
        user = equal("UserIdSearchCriteria", client.user_id(), "person")
        yield typed("person.search.RegistratorSearchCriteria", operator="AND", criteria=[user])


def _matching(api: ApiKind, reference: EntityReference) -> Json:
    """Return criteria for the entity that a reference names; for data sets, also for those that belong to it."""
    if api.kind is EntityKind.DATA_SET:
        owners = (_matching(owner, reference) for owner in (SAMPLE, EXPERIMENT))
        own = [equal(_CODE, reference.text)] if reference.kind is not ReferenceKind.IDENTIFIER else []
        return api.criteria(*own, *owners, operator="OR")
    if reference.kind is ReferenceKind.PERM_ID:
        return api.criteria(equal(_PERM_ID, reference.text))
    if reference.kind is ReferenceKind.CODE:
        return api.criteria(equal(_CODE, reference.text))
    return _identified(api, reference)


def _identified(api: ApiKind, reference: EntityReference) -> Json:
    """Return criteria for an identifier. Projects and spaces are not searched by theirs, but by their codes."""
    *above, code = reference.codes_for(api.kind)
    if api.kind is EntityKind.PROJECT:
        spaces = [SPACE.criteria(equal(_CODE, each)) for each in above[-1:]]
        return api.criteria(equal(_CODE, code), *spaces)
    if api.kind is EntityKind.SPACE:
        return api.criteria(equal(_CODE, code))
    return api.criteria(equal(_IDENTIFIER, "/" + "/".join((*above, code))))


def _with_word(api: ApiKind, word: str, *others: Json) -> Json:
    """Return criteria for what has a word in one of its texts, or meets one of the others."""
    return api.criteria(*(_containing(each, word) for each in _SEARCHED[api.kind]), *others, operator="OR")


def _containing(criterion: str, word: str) -> Json:
    """Return a criterion for texts in which a word occurs; openBIS knows the wildcards `*` and `?`."""
    return typed(f"common.search.{criterion}", fieldValue=typed("common.search.StringContainsValue", value=word))
