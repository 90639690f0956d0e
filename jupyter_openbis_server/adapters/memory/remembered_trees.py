"""Listings of files cost seconds where there are many, and are shown page by page: ask once, remember for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from jupyter_openbis_server.adapters.remembered import Remembered
from jupyter_openbis_server.domain.model import FileTree, Session
from jupyter_openbis_server.domain.ports import Connections, FileTrees

_MOST_TREES = 4
"""A tree of 100,000 files takes nearly 100 MiB."""


class RememberedFileTrees:
    """`FileTrees` that remember the answers of others, for each session.

    Args:
        inner: Who knows.
        connections: Tells the session; nothing is remembered beyond a logout.
        max_age_seconds: How long an answer is good.
        clock: Seconds, from any beginning, never going back.
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
        self._trees: Remembered[tuple[Session, str], FileTree] = Remembered(max_age_seconds, clock, most=_MOST_TREES)

    def __call__(self, name: str, perm_id: str) -> FileTree:
        """See `FileTrees`."""
        session = self._connections.get(name).session
        if session is None:
            return self._inner(name, perm_id)
        return self._trees.get((session, perm_id), lambda: self._inner(name, perm_id))
