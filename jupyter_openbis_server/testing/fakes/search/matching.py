"""Evaluation of search queries in an in-memory openBIS."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from itertools import chain

from jupyter_openbis_server.domain.catalogue.entity import OWNERS, Entity, EntityReference, ReferenceKind
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.properties.property_value import values_of
from jupyter_openbis_server.domain.search.query import SearchQuery
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.stored import StoredDataSet
from jupyter_openbis_server.testing.fakes.search.properties import fulfils


def finds_entity(openbis: MemoryOpenbis, query: SearchQuery, entity: Entity, user: str) -> bool:
    """Return whether an entity matches the query of a user."""
    record, code = openbis.records[entity.perm_id], entity.identifier.rpartition("/")[2]
    texts = _texts(openbis, entity)
    return (
        entity.kind is query.kind
        and (
            query.reference is None
            or _name_in(query.reference, entity.kind) in (entity.perm_id, entity.identifier, code)
        )
        and _has_words(query, [code] if entity.kind is EntityKind.PROJECT else texts)
        and _fits(query, entity.type_code, record.registered, record.registrator == user)
        and _was_modified(query, record.modified or record.registered)
        and (query.owner is None or query.owner.perm_id in _above(openbis, entity))
        and all(fulfils(record.properties, each) for each in query.properties)
    )


def finds_data_set(openbis: MemoryOpenbis, query: SearchQuery, stored: StoredDataSet, user: str) -> bool:
    """Return whether a data set matches the query of a user."""
    data_set, owners = stored.data_set, _owners(openbis, stored)
    names = {data_set.perm_id, *(name for each in owners for name in (each.perm_id, each.identifier))}
    texts = [
        data_set.perm_id,
        *chain.from_iterable(map(values_of, data_set.properties.values())),
        *(text for each in owners for text in _texts(openbis, each)),
    ]
    return (
        (query.reference is None or query.reference.text in names)
        and _has_words(query, texts)
        and _fits(query, data_set.type_code, data_set.registered, data_set.registrator == user)
        and _was_modified(query, data_set.modified)
        and (query.owner is None or query.owner.perm_id in stored.owners)
        and all(fulfils(data_set.properties, each) for each in query.properties)
    )


def _owners(openbis: MemoryOpenbis, stored: StoredDataSet) -> list[Entity]:
    """Return the sample and the experiment of a data set, if any."""
    above = (openbis.entities.get(each) for each in stored.owners)
    own = (stored.data_set.sample, stored.data_set.experiment)
    return [each for each in above if each and each.kind in OWNERS and each.identifier in own]


def _texts(openbis: MemoryOpenbis, entity: Entity) -> list[str]:
    values = chain.from_iterable(map(values_of, openbis.records[entity.perm_id].properties.values()))
    return [entity.identifier.rpartition("/")[2], entity.perm_id, entity.identifier, *values]


def _name_in(reference: EntityReference, kind: EntityKind) -> str:
    is_identifier = reference.kind is ReferenceKind.IDENTIFIER
    return "/" + "/".join(reference.codes_for(kind)) if is_identifier else reference.text


def _has_words(query: SearchQuery, texts: Iterable[str]) -> bool:
    patterns = (re.escape(word).replace(r"\*", ".*").replace(r"\?", ".") for word in query.words)
    return all(any(re.search(each, text, re.IGNORECASE | re.DOTALL) for text in texts) for each in patterns)


def _fits(query: SearchQuery, type_code: str | None, registered: dt.datetime | None, is_own: bool) -> bool:
    return (
        query.type_code in (None, type_code)
        and _is_between(registered, query.since, query.until)
        and (is_own or not query.mine)
    )


def _was_modified(query: SearchQuery, modified: dt.datetime | None) -> bool:
    return _is_between(modified, query.modified_since, query.modified_until)


def _is_between(moment: dt.datetime | None, since: dt.date | None, until: dt.date | None) -> bool:
    """Whether a time is between two days of UTC or times, both inclusive."""
    moment = moment or dt.datetime.min.replace(tzinfo=dt.timezone.utc)
    is_after = since is None or (moment if isinstance(since, dt.datetime) else moment.date()) >= since
    return is_after and (until is None or (moment if isinstance(until, dt.datetime) else moment.date()) <= until)


def _above(openbis: MemoryOpenbis, entity: Entity) -> set[str]:
    """Return the permIds of the entities in which one is, and of its project: a sample of an experiment is in both."""
    codes = entity.identifier.strip("/").split("/")[:-1]
    places = [openbis.add_place("/" + "/".join(codes[: number + 1])) for number in range(min(len(codes), 2))]
    return {each.perm_id for above in (openbis.place_of(entity), *places) for each in openbis.path_of(above)}
