"""Data set types of instances in memory."""

from __future__ import annotations

from jupyter_openbis_server.adapters.memory.network import MemoryNetwork
from jupyter_openbis_server.domain.model import DataSetType, Session


class MemoryDataSetTypes:
    """`DataSetTypes` of a `MemoryNetwork`. Remembers nothing: every answer is fresh."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def all(self, session: Session, *, fresh: bool = False) -> tuple[DataSetType, ...]:  # noqa: ARG002 - always fresh
        """See `DataSetTypes.all`."""
        return self._network.used_by(session).all_types()
