"""In-memory network of openBIS instances."""

from __future__ import annotations

from jupyter_openbis_server.domain.errors import InstanceUnreachable, SessionExpired
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis


class MemoryNetwork:
    """A lookup of instances by address, shared by all openBIS fakes of this package."""

    def __init__(self, *instances: MemoryOpenbis) -> None:
        self._instances = {each.url: each for each in instances}

    def at(self, instance: Instance) -> MemoryOpenbis:
        """Return the instance at an address, even if it is down. Raises InstanceUnreachable if there is none."""
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
