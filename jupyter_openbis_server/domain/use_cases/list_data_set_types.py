"""The data set types of an openBIS instance."""

from dataclasses import dataclass

from jupyter_openbis_server.domain.model import DataSetType
from jupyter_openbis_server.domain.ports import DataSetTypes
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class ListDataSetTypes:
    """List all data set types with their property assignments and vocabulary terms."""

    keeper: SessionKeeper
    types: DataSetTypes

    def __call__(self, name: str, *, fresh: bool = False) -> tuple[DataSetType, ...]:
        """Return the types by code; `fresh` does not trust an earlier answer. Raises UnknownConnection, NotLoggedIn."""
        return self.keeper.use(name, lambda session: self.types.all(session, fresh=fresh))
