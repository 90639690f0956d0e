"""Fake of the port `DataSetTypes`."""

from __future__ import annotations

from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.data_set_type import DataSetType
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork


class MemoryDataSetTypes:
    """`DataSetTypes` of a `MemoryNetwork`, without a cache."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def all(self, session: Session, *, fresh: bool = False) -> tuple[DataSetType, ...]:  # noqa: ARG002 - always fresh
        """See `DataSetTypes.all`."""
        return self._network.used_by(session).all_types()
