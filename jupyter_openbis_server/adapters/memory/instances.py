"""What instances in memory tell of themselves."""

from __future__ import annotations

from jupyter_openbis_server.adapters.memory.network import MemoryNetwork
from jupyter_openbis_server.domain.model import Instance, InstanceFacts, Session


class MemoryInstances:
    """`Instances` of a `MemoryNetwork`."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def facts(self, session: Session) -> InstanceFacts:
        """See `Instances.facts`."""
        openbis = self._network.used_by(session)
        return InstanceFacts(openbis.version, openbis.api_version, openbis.clock())

    def api_version(self, instance: Instance) -> tuple[int, ...]:
        """See `Instances.api_version`."""
        openbis = self._network.at(instance)
        openbis.must_be_up(instance)
        return openbis.api_version
