"""Details of entities and data sets of an in-memory openBIS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jupyter_openbis_server.domain.catalogue.details import MAX_CHILDREN, Details, PropertyEntry, RelatedEntity
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import DataSetNotFound, EntityNotFound
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.properties.property_value import PropertyValue
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis


def details_of(openbis: MemoryOpenbis, place: EntityRef) -> Details:
    """Return the details of an entity or data set. Raises EntityNotFound, DataSetNotFound."""
    if place.kind is EntityKind.DATA_SET:
        return _data_set(openbis, place.perm_id)
    entity = openbis.entities.get(place.perm_id)
    if entity is None or entity.kind is not place.kind:
        raise EntityNotFound(place.perm_id, place.kind.value)
    return _entity(openbis, entity)


def _data_set(openbis: MemoryOpenbis, perm_id: str) -> Details:
    stored = openbis.data_sets.get(perm_id)
    if stored is None:
        raise DataSetNotFound(perm_id)
    known = {key: each.data_set for key, each in tuple(openbis.data_sets.items())}
    relatives = {key: RelatedEntity(EntityKind.DATA_SET, key, each.type_code, each.name) for key, each in known.items()}
    children = [key for key, each in tuple(openbis.data_sets.items()) if perm_id in each.parents]
    data_set = stored.data_set
    return Details(
        EntityKind.DATA_SET,
        perm_id,
        type_code=data_set.type_code,
        name=data_set.name,
        properties=tuple(_entries(data_set.properties, openbis.types.get(data_set.type_code))),
        owner=stored.owner,
        parents=_related(relatives, stored.parents),
        children=_related(relatives, sorted(children)[:MAX_CHILDREN]),
        children_count=len(children),
        registrator=data_set.registrator,
        registered=data_set.registered,
        modified=data_set.modified,
        data_set=data_set,
        modifier=stored.modifier or data_set.registrator,
    )


def _entity(openbis: MemoryOpenbis, entity: Entity) -> Details:
    record = openbis.records[entity.perm_id]
    known = tuple(openbis.entities.items())
    relatives = {key: RelatedEntity(each.kind, key, each.type_code, each.name, each.identifier) for key, each in known}
    children = [key for key, each in tuple(openbis.records.items()) if entity.perm_id in each.parents]
    return Details(
        entity.kind,
        entity.perm_id,
        identifier=entity.identifier,
        type_code=entity.type_code,
        name=entity.name,
        properties=tuple(_entries(record.properties, _type_of(openbis, entity))),
        owner=openbis.place_of(entity),
        parents=_related(relatives, record.parents),
        children=_related(relatives, sorted(children)[:MAX_CHILDREN]),
        children_count=len(children),
        registrator=record.registrator,
        registered=record.registered,
        modified=record.modified or record.registered,
        modifier=record.modifier or record.registrator,
        has_file_server=bool(openbis.afs_owners) and entity.kind in (EntityKind.SAMPLE, EntityKind.EXPERIMENT),
        has_afs_files=entity.perm_id in openbis.afs_owners,
    )


def _type_of(openbis: MemoryOpenbis, entity: Entity) -> EntityType | None:
    return openbis.owner_types.get(entity.kind, {}).get(entity.type_code or "")


def _related(relatives: Mapping[str, RelatedEntity], perm_ids: Iterable[str]) -> tuple[RelatedEntity, ...]:
    return tuple(relatives[perm_id] for perm_id in perm_ids if perm_id in relatives)


def _entries(properties: Mapping[str, PropertyValue], type_: EntityType | None) -> Iterator[PropertyEntry]:
    """Yield the properties in the order of the type."""
    assignments = {each.code: each for each in type_.assignments} if type_ else {}
    order = [*assignments, *sorted(properties.keys() - assignments.keys())]
    for code in (each for each in order if each in properties):
        known = assignments.get(code)
        if known is None:
            yield PropertyEntry(code, None, None, properties[code])
        else:
            yield PropertyEntry(code, known.label, known.data_type, properties[code], known.multi_value)
