"""Preparation of a search: looks up the owner and the property types that a request names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.catalogue.entity import EVERY_KIND, EntityReference
from jupyter_openbis_server.domain.catalogue.ports import Entities, EntityTypes
from jupyter_openbis_server.domain.errors import InvalidSearch
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.ports import PropertyTypes
from jupyter_openbis_server.domain.properties.property_checks import similar
from jupyter_openbis_server.domain.search.conditions import FIELD, Condition
from jupyter_openbis_server.domain.search.criteria import PropertyCriterion, criteria_of
from jupyter_openbis_server.domain.search.query import SearchQuery, SearchRequest

_MAX_SUGGESTIONS = 3


@dataclass(frozen=True)
class PrepareSearch:
    """Make queries of requests, with at most two requests to openBIS: for the owner, and for unknown property types."""

    entities: Entities
    property_types: PropertyTypes
    entity_types: EntityTypes

    def __call__(self, session: Session, wanted: SearchRequest) -> SearchQuery:
        """Return the query of a request.

        Raises:
            InvalidSearch: the search is not possible; names the invalid part.
            InvalidReference, EntityNotFound: there is no such owner.
        """
        query = wanted.query()
        if query.reference:
            return query
        if wanted.owner.strip():
            owner = self.entities.find(session, EntityReference.parse(wanted.owner), EVERY_KIND)
            query = query.within(owner)
        return replace(query, properties=self._criteria(session, wanted.where))

    def check_type(self, session: Session, query: SearchQuery) -> None:
        """Raise InvalidSearch if openBIS has no type of the query's code; one request. Call it if nothing was found."""
        if not query.type_code:
            return
        known = [each.code for each in self.entity_types.all(session, query.kind, fresh=True)]
        if query.type_code.upper() not in (each.upper() for each in known):
            suggestion = similar(query.type_code.upper(), known)
            raise InvalidSearch("type", f"there is no {query.kind.word} type {query.type_code}{suggestion}")

    def _criteria(self, session: Session, where: Iterable[Condition]) -> tuple[PropertyCriterion, ...]:
        codes = {each.code for each in where}
        if not codes:
            return ()
        known = self.property_types.named(session, codes)
        unknown = next((each for each in where if each.code not in known), None)
        if unknown:
            raise self._unknown(session, unknown)
        return tuple(found for each in where for found in criteria_of(each, known[each.code]))

    def _unknown(self, session: Session, condition: Condition) -> InvalidSearch:
        codes = self.property_types.codes(session)
        exact = [each for each in codes if each.removeprefix("$") == condition.code.removeprefix("$")]
        similar = exact or difflib.get_close_matches(condition.code, codes, _MAX_SUGGESTIONS)
        hint = f"; did you mean {' or '.join(similar)}?" if similar else ""
        return InvalidSearch(FIELD, f"{condition}: there is no property {condition.code}{hint}")
