"""What the methods of a connection have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod

from jupyter_openbis_server.entrypoints.library.entities.source import Source
from jupyter_openbis_server.entrypoints.use_cases import UseCases


class ConnectionMethods(ABC):
    """Base of the classes that `Connection` consists of.

    Attributes:
        name: Name of the connection.
    """

    name: str

    @property
    @abstractmethod
    def _use_cases(self) -> UseCases:
        """The use cases. Raises ConnectionClosed, UnknownConnection, AmbiguousConnection."""

    @property
    @abstractmethod
    def _source(self) -> Source:
        """The connection of new entity objects."""

    @abstractmethod
    def _check_open(self) -> None:
        """Raise ConnectionClosed if the connection is closed."""
