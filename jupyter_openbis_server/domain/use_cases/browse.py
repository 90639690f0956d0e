"""Going down openBIS's tree, one kind of things at a time."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import NotInThatPlace
from jupyter_openbis_server.domain.model import EntityKind, Listing, PageRequest, Place, Session
from jupyter_openbis_server.domain.model.entity import KINDS_INSIDE
from jupyter_openbis_server.domain.ports import DataSets, Entities
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class Browse:
    """List what lies directly in a place, one kind at a time, by one request to openBIS."""

    keeper: SessionKeeper
    entities: Entities
    data_sets: DataSets

    def __call__(self, name: str, kind: EntityKind, place: Place | None, page: PageRequest) -> Listing:
        """Return one page: entities by identifier, or data sets, newest first.

        Args:
            name: The connection.
            kind: What is listed.
            place: Where; None is the whole instance. In one that does not exist nothing lies.
            page: Which rows.

        Raises:
            UnknownConnection, NotLoggedIn, NotInThatPlace: in words for the user.
        """
        possible = KINDS_INSIDE[place.kind if place else None]
        if kind not in possible:
            where = f"a {_word(place.kind)}" if place else "the instance itself"
            raise NotInThatPlace(_word(kind), where, map(_word, possible))

        def read(session: Session) -> Listing:
            if place and kind is EntityKind.DATA_SET:
                return Listing.of(self.data_sets.inside(session, place, page))
            return Listing.of(self.entities.inside(session, place, kind, page))

        return self.keeper.use(name, read)


def _word(kind: EntityKind) -> str:
    return "data set" if kind is EntityKind.DATA_SET else kind.value
