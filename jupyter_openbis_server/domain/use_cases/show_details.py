"""Something in openBIS, looked at closely."""

from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.model import Details, Place, Session
from jupyter_openbis_server.domain.model.eln_link import eln_url
from jupyter_openbis_server.domain.ports import Entities
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class ShowDetails:
    """Tell what openBIS knows of a space, project, experiment, sample or data set, by one request to openBIS."""

    keeper: SessionKeeper
    entities: Entities

    def __call__(self, name: str, place: Place) -> Details:
        """Return the details, and where the ELN shows them.

        Raises:
            UnknownConnection, NotLoggedIn, EntityNotFound, DataSetNotFound: in words for the user.
        """

        def read(session: Session) -> Details:
            found = self.entities.details(session, place)
            link = eln_url(session.instance.url, found.kind, found.perm_id, found.identifier or "")
            return replace(found, eln_url=link)

        return self.keeper.use(name, read)
