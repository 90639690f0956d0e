"""Which instances there are, and who may ask them."""

from __future__ import annotations

from jupyter_openbis_server.adapters.memory.openbis import MemoryOpenbis
from jupyter_openbis_server.domain.errors import InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.model import Instance, Session


class MemoryNetwork:
    """Finds the instance that answers at an address. All openBIS adapters of this package ask here."""

    def __init__(self, *instances: MemoryOpenbis) -> None:
        self._instances = {each.url: each for each in instances}

    def at(self, instance: Instance) -> MemoryOpenbis:
        """Return what answers there, even if it is down. Raises InstanceUnreachable where nothing is."""
        if instance.url not in self._instances:
            raise InstanceUnreachable(instance.name, "there is no such host")
        return self._instances[instance.url]

    def used_by(self, session: Session) -> MemoryOpenbis:
        """Return the instance of a session. Raises InstanceUnreachable, SessionExpired."""
        openbis = self.at(session.instance)
        openbis.must_be_up(session.instance)
        if openbis.user_of(session.token) is None:
            raise SessionExpired(session.instance.name)
        return openbis
