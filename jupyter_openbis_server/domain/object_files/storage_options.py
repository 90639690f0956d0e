"""Use case that lists what can be stored: data sets of some types, maybe files of samples and experiments."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.ports import EntityTypes
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.ports import ObjectFiles
from jupyter_openbis_server.domain.properties.entity_type import EntityType


@dataclass(frozen=True)
class StorageOptions:
    """What an openBIS server can store.

    Attributes:
        types: The data set types, sorted by code.
        has_file_server: Whether samples and experiments can have files of their own (openBIS 7).
    """

    types: tuple[EntityType, ...]
    has_file_server: bool


@dataclass(frozen=True)
class ListStorageOptions:
    """List the data set types, and whether there are files of samples and experiments."""

    session_manager: SessionManager
    types: EntityTypes
    object_files: ObjectFiles

    def __call__(self, name: str, *, fresh: bool = False) -> StorageOptions:
        """Return the options; `fresh` bypasses the cache of types. Raises UnknownConnection, NotLoggedIn."""
        return self.session_manager.use(name, self._options, fresh=fresh)

    def _options(self, session: Session, *, fresh: bool) -> StorageOptions:
        return StorageOptions(self.types.all(session, fresh=fresh), self.object_files.is_available(session))
