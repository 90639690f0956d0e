"""Evaluation of search queries in an in-memory openBIS."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import chain

from jupyter_openbis_server.domain.catalogue.entity import OWNERS, Entity, EntityReference, ReferenceKind
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.search import SearchQuery
from jupyter_openbis_server.domain.properties.property_value import values_of
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.stored import StoredDataSet


def count(openbis: MemoryOpenbis, queries: Sequence[SearchQuery], user: str) -> tuple[int, ...]:
    """Return how many entities or data sets match each query."""
    return tuple(
        sum(finds_data_set(openbis, query, each, user) for each in tuple(openbis.data_sets.values()))
        if query.kind is EntityKind.DATA_SET
        else sum(finds_entity(openbis, query, each, user) for each in tuple(openbis.entities.values()))
        for query in queries
    )


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
    day = registered.date() if registered else dt.date.min
    return (
        query.type_code in (None, type_code)
        and (query.since is None or query.since <= day)
        and (query.until is None or day <= query.until)
        and (is_own or not query.mine)
    )
