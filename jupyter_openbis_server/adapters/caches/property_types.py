"""Cache of property types, which searches look up again for each page."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from jupyter_openbis_server.adapters.shared.ttl_cache import TtlCache
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.ports import PropertyTypes
from jupyter_openbis_server.domain.properties.property_type import PropertyType

_Key = tuple[str, str, frozenset[str]]


class CachedPropertyTypes:
    """A caching `PropertyTypes`, with an entry for each set of codes, user and instance.

    An answer without one of the codes is not cached: the property may be created.

    Args:
        inner: The port that is cached.
        max_age_seconds: TTL of an entry.
        clock: A monotonic clock in seconds.
    """

    def __init__(
        self, inner: PropertyTypes, max_age_seconds: float = 300.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._inner = inner
        self._cache: TtlCache[_Key, dict[str, PropertyType]] = TtlCache(max_age_seconds, clock)

    def named(self, session: Session, codes: Collection[str]) -> dict[str, PropertyType]:
        """See `PropertyTypes.named`."""
        wanted = frozenset(codes)
        key = (session.instance.url, session.username, wanted)
        return self._cache.get(
            key, lambda: dict(self._inner.named(session, wanted)), keep=lambda found: wanted <= found.keys()
        )

    def codes(self, session: Session) -> tuple[str, ...]:
        """See `PropertyTypes.codes`; not cached."""
        return self._inner.codes(session)
