"""Cached folders of entities and data sets, for paths of codes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from jupyter_openbis_server.adapters.shared.ttl_cache import TtlCache
from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.hierarchy.folder import FolderContents
from jupyter_openbis_server.entrypoints.use_cases import UseCases

TTL_SECONDS = 60.0
"""Entities are registered, moved and deleted all the time: long enough for one walk or a page of a file browser."""
_MAX_LISTINGS = 16
_MAX_ENTRIES = 4096

_Key = tuple[str, str, str, str]


class EntityFolders:
    """Lists folders, and finds their entries. Thread-safe.

    Args:
        use_cases: Those of the program.
        ensure: Ensures that a connection may log in. Raises UnknownConnection.
    """

    def __init__(self, use_cases: UseCases, ensure: Callable[[str], None]) -> None:
        self._use_cases = use_cases
        self._ensure = ensure
        self.forget()

    def forget(self) -> None:
        """Clear the caches."""
        self._listings: TtlCache[_Key, FolderContents] = TtlCache(TTL_SECONDS, most=_MAX_LISTINGS)
        self._entries: TtlCache[tuple[_Key, str], Entity | DataSet | None] = TtlCache(TTL_SECONDS, most=_MAX_ENTRIES)

    def contents(self, connection: str, place: Entity | None, *, fresh: bool = False) -> FolderContents:
        """Return the content of an entity, or of the instance.

        Args:
            connection: Its name.
            place: The entity; None is the whole instance.
            fresh: Whether openBIS is asked even if the content is cached.

        Raises:
            OpenbisError: see `ListFolderContents`.
        """
        key = self._key(connection, place)
        self._listings.forget_old()
        ask = partial(self._use_cases.catalogue.folder_contents, connection, place)
        return self._listings.get(key, ask, fresh=fresh)

    def entry(
        self, connection: str, place: Entity | None, name: str, *, fresh: bool = False
    ) -> Entity | DataSet | None:
        """Return an entry of a folder; None if there is none of that name, which is not cached.

        One of a cached listing needs no request, others one for each kind that is possible there.

        Raises:
            OpenbisError: see `FindEntry`.
        """
        key = self._key(connection, place)
        listing = None if fresh else self._listings.peek(key)
        known = listing.entries.get(name) if listing else None
        if known:
            return known
        ask = partial(self._use_cases.catalogue.find_entry, connection, place, name)
        return self._entries.get((key, name), ask, fresh=fresh, keep=_is_found)

    def _key(self, connection: str, place: Entity | None) -> _Key:
        self._ensure(connection)
        url = self._use_cases.connections.known.get(
            connection
        ).instance.url  # a name may refer to another openBIS later
        return (connection, url, place.kind.value, place.perm_id) if place else (connection, url, "", "")


def _is_found(entry: Entity | DataSet | None) -> bool:
    return entry is not None
