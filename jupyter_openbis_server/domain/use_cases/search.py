"""Searching openBIS."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import (
    EntityKind,
    Listing,
    PageRequest,
    SearchRequest,
    SearchResults,
    Session,
)
from jupyter_openbis_server.domain.ports import DataSets, Entities
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class Search:
    """Find data sets, samples, experiments or projects, by one request to openBIS."""

    keeper: SessionKeeper
    entities: Entities
    data_sets: DataSets

    def __call__(
        self, name: str, wanted: SearchRequest, page: PageRequest, *, with_counts: bool = False
    ) -> SearchResults:
        """Return one page of what is found, newest first.

        Args:
            name: The connection.
            wanted: What is looked for.
            page: Which rows.
            with_counts: Also count what there is of the other kinds, in the same request.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidSearch: in words for the user.
        """
        query = wanted.query()
        others = query.for_other_kinds() if with_counts else ()

        def read(session: Session) -> SearchResults:
            source = self.data_sets if query.kind is EntityKind.DATA_SET else self.entities
            found = source.search(session, query, page, others)
            rows = Listing.of(found)
            counted = {each.kind: count for each, count in zip(others, found.counts, strict=True)}
            counts = {query.kind: found.total, **counted} if with_counts else None
            return SearchResults(rows.entities, rows.data_sets, page, rows.total, counts)

        return self.keeper.use(name, read)
