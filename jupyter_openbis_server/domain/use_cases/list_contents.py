"""Looking around in openBIS's tree."""

from dataclasses import dataclass, field

from jupyter_openbis_server.domain.model import (
    Contents,
    DataSet,
    Entity,
    EntityKind,
    EntityReference,
    Listing,
    PageRequest,
    Session,
)
from jupyter_openbis_server.domain.model.entity import EVERY_KIND, KINDS_INSIDE
from jupyter_openbis_server.domain.ports import DataSets, Entities
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class ListContents:
    """List what lies in a space, project, experiment or sample, or which spaces there are."""

    keeper: SessionKeeper
    entities: Entities
    data_sets: DataSets

    def __call__(self, name: str, place: str, page: PageRequest) -> Contents:
        """Return one page of it.

        Args:
            name: The connection.
            place: Identifier, permId or code; `/` or nothing is the whole instance.
            page: Which rows of all that is there: first the entities, kind by kind, then the data sets.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidReference, EntityNotFound: in words for the user.
        """
        reference = EntityReference.parse(place) if place.strip().strip("/") else None

        def read(session: Session) -> Contents:
            found = self.entities.find(session, reference, EVERY_KIND) if reference else None
            return self._contents(session, found, page)

        return self.keeper.use(name, read)

    def _contents(self, session: Session, place: Entity | None, page: PageRequest) -> Contents:
        rows = _Rows(page)
        for kind in KINDS_INSIDE[place.kind if place else None]:
            if place and kind is EntityKind.DATA_SET:
                rows.add(Listing.of(self.data_sets.of_entity(session, place, rows.wanted())))
            else:
                rows.add(Listing.of(self.entities.inside(session, place, kind, rows.wanted())))
        return Contents(tuple(rows.entities), tuple(rows.data_sets), page, rows.total, place, in_afs=rows.in_afs)


@dataclass
class _Rows:
    """The rows of one page that is made of several listings, one after the other."""

    page: PageRequest
    entities: list[Entity] = field(default_factory=list)
    data_sets: list[DataSet] = field(default_factory=list)
    total: int = 0
    in_afs: int = 0

    def wanted(self) -> PageRequest:
        """Return which rows of the next listing belong to the page."""
        return PageRequest(self.page.start - self.total, self.page.count - len(self.entities) - len(self.data_sets))

    def add(self, found: Listing) -> None:
        """Take what the next listing has."""
        self.entities += found.entities
        self.data_sets += found.data_sets
        self.total += found.total
        self.in_afs += found.in_afs
