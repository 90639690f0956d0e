"""Cache of file lists, which take seconds to fetch and are shown page by page."""

from __future__ import annotations

import time
from collections.abc import Callable

from jupyter_openbis_server.adapters.shared.ttl_cache import TtlCache
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.files.file_tree import FileTree
from jupyter_openbis_server.domain.files.ports import FileTrees
from jupyter_openbis_server.domain.instances.session import Session

_MAX_TREES = 4
"""A tree of 100,000 files takes nearly 100 MiB."""


class CachedFileTrees:
    """A caching `FileTrees`, with entries for each session; files that can change are not cached.

    Args:
        inner: The port that is cached.
        connections: Provide the session; entries are not used after a logout.
        max_age_seconds: TTL of an entry.
        clock: A monotonic clock in seconds.
    """

    def __init__(
        self,
        inner: FileTrees,
        connections: Connections,
        max_age_seconds: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._inner = inner
        self._connections = connections
        self._trees: TtlCache[tuple[Session, str], FileTree] = TtlCache(max_age_seconds, clock, most=_MAX_TREES)

    def __call__(self, name: str, perm_id: str) -> FileTree:
        """See `FileTrees`."""
        session = self._connections.get(name).session
        if session is None:
            return self._inner(name, perm_id)
        return self._trees.get(
            (session, perm_id), lambda: self._inner(name, perm_id), keep=lambda tree: not tree.is_mutable
        )

    def forget_old(self) -> None:
        """Remove expired entries, to free memory."""
        self._trees.forget_old()
