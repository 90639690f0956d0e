"""Searching openBIS."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import EntityKind, Listing, PageRequest, SearchRequest, Session
from jupyter_openbis_server.domain.ports import DataSets, Entities
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class Search:
    """Find data sets, samples, experiments or projects, by one request to openBIS."""

    keeper: SessionKeeper
    entities: Entities
    data_sets: DataSets

    def __call__(self, name: str, wanted: SearchRequest, page: PageRequest) -> Listing:
        """Return one page of what is found, newest first.

        Args:
            name: The connection.
            wanted: What is looked for.
            page: Which rows.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidSearch: in words for the user.
        """

        def read(session: Session) -> Listing:
            query = wanted.query(session.username)
            if query.kind is EntityKind.DATA_SET:
                return Listing.of(self.data_sets.search(session, query, page))
            return Listing.of(self.entities.search(session, query, page))

        return self.keeper.use(name, read)
