"""Whether something in an openBIS in memory is what is searched for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from itertools import chain

from jupyter_openbis_server.adapters.memory.openbis import MemoryOpenbis
from jupyter_openbis_server.adapters.memory.stored import StoredDataSet
from jupyter_openbis_server.domain.model import DataSet, Entity, EntityKind, EntityReference, SearchQuery
from jupyter_openbis_server.domain.model.entity import ReferenceKind
from jupyter_openbis_server.domain.model.property_value import values_of


def finds_entity(openbis: MemoryOpenbis, query: SearchQuery, entity: Entity) -> bool:
    """Whether an entity is asked for."""
    record, code = openbis.records[entity.perm_id], entity.identifier.rpartition("/")[2]
    texts = [code, entity.perm_id, entity.identifier, *chain.from_iterable(map(values_of, record.properties.values()))]
    return (
        entity.kind is query.kind
        and (query.thing is None or _called(query.thing, entity.kind) in (entity.perm_id, entity.identifier, code))
        and _has_words(query, [code] if entity.kind is EntityKind.PROJECT else texts)
        and _fits(query, entity.type_code, record.registered, record.registrator)
    )


def finds_data_set(query: SearchQuery, stored: StoredDataSet, entities: Mapping[str, Entity]) -> bool:
    """Whether a data set is asked for."""
    data_set = stored.data_set
    return (
        (query.thing is None or query.thing.text in _names(data_set, stored.owners, entities))
        and _has_words(query, [data_set.perm_id, *chain.from_iterable(map(values_of, data_set.properties.values()))])
        and _fits(query, data_set.type_code, data_set.registered, data_set.registrator)
    )


def _called(thing: EntityReference, kind: EntityKind) -> str:
    return "/" + "/".join(thing.codes_for(kind)) if thing.kind is ReferenceKind.IDENTIFIER else thing.text


def _names(data_set: DataSet, owners: Iterable[str], entities: Mapping[str, Entity]) -> set[str | None]:
    """Return what a data set and its sample and experiment are called."""
    above = [entities[each] for each in owners if each in entities]
    places = [each.perm_id for each in above if each.identifier in (data_set.sample, data_set.experiment)]
    return {data_set.perm_id, data_set.sample, data_set.experiment, *places}


def _has_words(query: SearchQuery, texts: Iterable[str]) -> bool:
    patterns = (re.escape(word).replace(r"\*", ".*").replace(r"\?", ".") for word in query.words)
    return all(any(re.search(each, text, re.IGNORECASE | re.DOTALL) for text in texts) for each in patterns)


def _fits(query: SearchQuery, type_code: str | None, registered: dt.datetime | None, registrator: str | None) -> bool:
    day = registered.date() if registered else dt.date.min
    return (
        query.type_code in (None, type_code)
        and (query.since is None or query.since <= day)
        and (query.until is None or day <= query.until)
        and query.registrator in (None, registrator)
    )
