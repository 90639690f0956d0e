"""The data sets of a sample, experiment, project or space."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import DataSetPage, EntityReference, PageRequest, Session
from jupyter_openbis_server.domain.model.entity import EVERY_KIND
from jupyter_openbis_server.domain.ports import DataSets, Entities
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class ListDataSets:
    """List the data sets of a sample, experiment, project or space, page by page."""

    keeper: SessionKeeper
    entities: Entities
    data_sets: DataSets

    def __call__(self, name: str, entity: str, page: PageRequest) -> DataSetPage:
        """Return one page.

        Args:
            name: The connection.
            entity: Identifier, permId or code of the sample, experiment, project or space.
            page: Which rows.

        Raises:
            UnknownConnection, NotLoggedIn, InvalidReference, EntityNotFound: in words for the user.
        """
        reference = EntityReference.parse(entity)

        def read(session: Session) -> DataSetPage:
            return self.data_sets.of_entity(session, self.entities.find(session, reference, EVERY_KIND), page)

        return self.keeper.use(name, read)
