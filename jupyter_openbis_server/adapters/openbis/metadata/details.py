"""Details of an entity, in one request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, equal, typed
from jupyter_openbis_server.adapters.openbis.metadata.afs import counted_in_afs
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import DETAIL_OPTIONS, data_set_of
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import (
    API_KINDS,
    EXPERIMENT,
    PROJECT,
    SAMPLE,
    SPACE,
    ApiKind,
    direct_children,
)
from jupyter_openbis_server.adapters.openbis.metadata.property_assignments import ASSIGNMENTS, assignments_of
from jupyter_openbis_server.adapters.openbis.metadata.property_values import values_in
from jupyter_openbis_server.adapters.openbis.metadata.searching import Wanted, execute, get_by_ids, getting
from jupyter_openbis_server.domain.catalogue.details import MAX_CHILDREN, Details, PropertyEntry, RelatedEntity
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityRef, EntityReference, not_found
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind

_WITH_PARENTS = (EntityKind.SAMPLE, EntityKind.DATA_SET)
_OWNERS: dict[EntityKind, tuple[ApiKind, ...]] = {
    EntityKind.DATA_SET: (SAMPLE, EXPERIMENT),
    EntityKind.SAMPLE: (EXPERIMENT, PROJECT, SPACE),
    EntityKind.EXPERIMENT: (PROJECT,),
    EntityKind.PROJECT: (SPACE,),
    EntityKind.SPACE: (),
}
"""What an entity may belong to; the first that is set counts."""


def details_of(client: Client, place: EntityRef) -> Details:
    """Ask for something and the first of its children.

    Raises:
        EntityNotFound, DataSetNotFound: it does not exist, or is not visible.
    """
    api = API_KINDS[place.kind]
    with_children = [_search_children(api, place.perm_id)] if place.kind in _WITH_PARENTS else []
    in_afs = [each.counting for each in _own_files_in_afs(client, place)]
    response = execute(client, [_get(api, place.perm_id), *with_children, *in_afs])
    found = response[0].beans("objects")
    if not found:
        raise not_found(place)
    searched = [each.required_bean("searchResult") for each in response[1:]]
    has_afs_files = any(each.number("totalCount") for each in searched[len(with_children) :])
    details = _details(api, found[0], searched[0] if with_children else None)
    return replace(details, has_file_server=bool(in_afs), has_afs_files=has_afs_files)


def details_of_many(client: Client, kind: EntityKind, references: Sequence[EntityReference]) -> tuple[Details, ...]:
    """Return details without children; what does not exist or is not visible is left out."""
    api = API_KINDS[kind]
    ids = [each for each in map(api.id_of, dict.fromkeys(references)) if each]
    found = (_details(api, bean, None) for bean in get_by_ids(client, api, ids, _fetch_options(api)))
    return tuple({each.perm_id: each for each in found}.values())


def _own_files_in_afs(client: Client, place: EntityRef) -> tuple[Wanted, ...]:
    if place.kind not in (EntityKind.SAMPLE, EntityKind.EXPERIMENT):
        return ()
    return counted_in_afs(client, direct_children(place, EntityKind.DATA_SET))


def _get(api: ApiKind, text: str) -> Json:
    return getting(api, [text], _fetch_options(api))


def _fetch_options(api: ApiKind) -> Json:
    person = typed("person.fetchoptions.PersonFetchOptions")
    people = {"registrator": person} if api.kind is EntityKind.SPACE else {"registrator": person, "modifier": person}
    of_kind = DETAIL_OPTIONS if api.kind is EntityKind.DATA_SET else {}
    owners = {owner.package: owner.row_options for owner in _OWNERS[api.kind]}
    options = {**api.row_options, **people, **of_kind, **owners}
    if api.kind in _WITH_PARENTS:
        options["parents"] = api.row_options
    if "type" in options:
        options["type"] = {**options["type"], "propertyAssignments": ASSIGNMENTS}
    return {key: value for key, value in options.items() if key != "sort"}


def _search_children(api: ApiKind, text: str) -> Json:
    of_parent = typed(
        f"{api.package}.search.{api.name}ParentsSearchCriteria",
        operator="AND",
        criteria=[equal("PermIdSearchCriteria", text)],
    )
    return Wanted(api, api.criteria(of_parent)).operation({**api.row_options, "from": 0, "count": MAX_CHILDREN})


def _details(api: ApiKind, bean: Bean, children: Bean | None) -> Details:
    is_data_set, type_ = api.kind is EntityKind.DATA_SET, bean.bean("type")
    registrator, modifier = bean.bean("registrator"), bean.bean("modifier")
    subject = related_entity(api, bean)
    return Details(
        subject.kind,
        subject.perm_id,
        identifier=None if is_data_set else api.entity(bean).identifier,
        type_code=subject.type_code,
        name=subject.name,
        properties=tuple(_properties(bean, type_)),
        owner=_owner(api, bean),
        parents=tuple(related_entity(api, each) for each in bean.beans("parents")),
        children=tuple(related_entity(api, each) for each in children.beans("objects")) if children else (),
        children_count=(children.number("totalCount") or 0) if children else 0,
        registrator=registrator.text("userId") if registrator else None,
        registered=bean.datetime("registrationDate"),
        modified=bean.datetime("modificationDate"),
        data_set=data_set_of(bean) if is_data_set else None,
        modifier=modifier.text("userId") if modifier else None,
    )


def related_entity(api: ApiKind, bean: Bean) -> RelatedEntity:
    """Return an entity or data set that was requested with its type and properties."""
    if api.kind is EntityKind.DATA_SET:
        found = data_set_of(bean)
        return RelatedEntity(api.kind, found.perm_id, found.type_code, found.name)
    entity = api.entity(bean)
    return RelatedEntity(api.kind, entity.perm_id, entity.type_code, entity.name, entity.identifier)


def _owner(api: ApiKind, bean: Bean) -> Entity | None:
    found = ((owner, bean.bean(owner.package)) for owner in _OWNERS[api.kind])
    return next((owner.entity(each) for owner, each in found if each), None)


def _properties(bean: Bean, type_: Bean | None) -> Iterator[PropertyEntry]:
    """Yield the properties that are set, in the order of the type; then those that the type does not have."""
    assignments = assignments_of(type_) if type_ else ()
    values = values_in(bean, assignments)
    for each in assignments:
        if each.code in values:
            yield PropertyEntry(each.code, each.label, each.data_type, values.pop(each.code), each.multi_value)
    for code, value in sorted(values.items()):
        yield PropertyEntry(code, None, None, value)
