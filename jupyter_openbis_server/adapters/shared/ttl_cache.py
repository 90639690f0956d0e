"""A cache whose entries expire.

A shared helper: it imports no adapter.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_MAX_ENTRIES = 64


@dataclass
class _Slot(Generic[V]):
    """One entry; its lock is held while the value is fetched, so that concurrent calls share it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    value: tuple[float, V] | None = None


class TtlCache(Generic[K, V]):
    """A thread-safe LRU cache whose entries have a TTL."""

    def __init__(
        self, max_age_seconds: float, clock: Callable[[], float] = time.monotonic, most: int = _MAX_ENTRIES
    ) -> None:
        self._max_age = max_age_seconds
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._slots: OrderedDict[K, _Slot[V]] = OrderedDict()

    def get(
        self, key: K, ask: Callable[[], V], *, fresh: bool = False, keep: Callable[[V], bool] = lambda _: True
    ) -> V:
        """Return the cached value if it has not expired, otherwise fetch it.

        Args:
            key: Key of the entry.
            ask: Fetches the value. Called at most once at a time per key; concurrent calls wait for its result.
            fresh: Accept only a value that was fetched after this call.
            keep: Whether a value may be cached at all.
        """
        called = self._clock()
        slot = self._slot(key)
        with slot.lock:
            oldest = called if fresh else self._clock() - self._max_age
            if slot.value and slot.value[0] >= oldest:
                return slot.value[1]
            asked = self._clock()
            value = ask()
            slot.value = (asked, value) if keep(value) else None
            return value

    def peek(self, key: K) -> V | None:
        """Return the cached value if it has not expired, otherwise None; without waiting for one that is fetched."""
        with self._lock:
            slot = self._slots.get(key)
        value = slot.value if slot else None
        return value[1] if value and value[0] >= self._clock() - self._max_age else None

    def forget_old(self) -> None:
        """Remove expired entries."""
        with self._lock:
            oldest = self._clock() - self._max_age
            for key, slot in list(self._slots.items()):
                # An entry that is being fetched is kept.
                if slot.value and slot.value[0] < oldest and slot.lock.acquire(blocking=False):
                    del self._slots[key]
                    slot.lock.release()

    def _slot(self, key: K) -> _Slot[V]:
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            if len(self._slots) > self._most:
                self._slots.popitem(last=False)
            return slot
