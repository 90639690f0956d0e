"""Port of the data set types."""

from __future__ import annotations

from typing import Protocol

from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.data_set_type import DataSetType


class DataSetTypes(Protocol):
    """Data set types with property assignments and vocabulary terms."""

    def all(self, session: Session, *, fresh: bool = False) -> tuple[DataSetType, ...]:
        """Return all types sorted by code. `fresh` requests them from openBIS even if an earlier response is cached."""
