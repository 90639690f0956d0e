"""Cache of types, which change rarely and are requested often."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.catalogue.ports import EntityTypes
from jupyter_openbis_server.domain.errors import ConnectionFailed
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.shared.kept_errors import detached


@dataclass(frozen=True)
class _Fetched:
    types: tuple[EntityType, ...]
    time: float


@dataclass
class _Entry:
    """The cache entry of one kind, for one user of one instance.

    Attributes:
        asking: Lock, held during a request to openBIS.
        asked: Number of finished requests whose result waiting threads can share.
        fetched: The last successful response.
        failure: The error of the last request; None if it succeeded.
    """

    asking: threading.Lock = field(default_factory=threading.Lock)
    asked: int = 0
    fetched: _Fetched | None = None
    failure: ConnectionFailed | None = None


class CachedEntityTypes:
    """A caching `EntityTypes`, with an entry for each user of each instance and each kind.

    Concurrent calls cause one request to openBIS and share its result, also a connection failure. Errors are not
    cached: a later call sends a new request.

    Args:
        inner: The port that is cached.
        max_age_seconds: TTL of an entry.
        clock: A monotonic clock in seconds.
    """

    def __init__(
        self, inner: EntityTypes, max_age_seconds: float = 300.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._inner = inner
        self._max_age = max_age_seconds
        self._clock = clock
        self._entries: dict[tuple[str, str, EntityKind], _Entry] = {}
        self._entries_lock = threading.Lock()

    def all(
        self, session: Session, kind: EntityKind = EntityKind.DATA_SET, *, fresh: bool = False
    ) -> tuple[EntityType, ...]:
        """See `EntityTypes.all`."""
        entry = self._entry(session, kind)
        seen = entry.asked
        known = entry.fetched
        if known and not fresh and self._is_fresh(known):
            return known.types
        with entry.asking:
            was_asked_meanwhile = entry.asked != seen
            if was_asked_meanwhile and entry.failure:
                raise detached(entry.failure)
            if was_asked_meanwhile and entry.fetched:
                return entry.fetched.types
            return self._ask(session, kind, entry)

    def _ask(self, session: Session, kind: EntityKind, entry: _Entry) -> tuple[EntityType, ...]:
        """Request the types. An expired session is not shared: waiting threads may have a valid one."""
        time_of_question = self._clock()
        try:
            types = self._inner.all(session, kind, fresh=True)
        except ConnectionFailed as error:
            entry.failure = detached(error)
            entry.asked += 1
            raise
        entry.fetched = _Fetched(types, time_of_question)
        entry.failure = None
        entry.asked += 1
        return types

    def _is_fresh(self, fetched: _Fetched) -> bool:
        return self._clock() - fetched.time < self._max_age

    def _entry(self, session: Session, kind: EntityKind) -> _Entry:
        with self._entries_lock:
            return self._entries.setdefault((session.instance.url, session.username, kind), _Entry())
