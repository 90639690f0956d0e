"""Answers that stay valid for a while.

A shared leaf: whoever asks openBIS may import it, and it imports nobody.
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

_MOST_ANSWERS = 64


@dataclass
class _Slot(Generic[V]):
    """One answer; the lock is held while it is asked for, so that those who come meanwhile get the same one."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    answer: tuple[float, V] | None = None


class Remembered(Generic[K, V]):
    """Remembers answers by key, the most recently used, each up to an age. Safe for use from several threads."""

    def __init__(
        self, max_age_seconds: float, clock: Callable[[], float] = time.monotonic, most: int = _MOST_ANSWERS
    ) -> None:
        self._max_age = max_age_seconds
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._slots: OrderedDict[K, _Slot[V]] = OrderedDict()

    def get(self, key: K, ask: Callable[[], V], *, fresh: bool = False) -> V:
        """Return the remembered answer if it is young enough, else ask.

        Args:
            key: What the answer is about.
            ask: Called at most once at a time per key; whoever comes meanwhile waits for its answer.
            fresh: Only accept an answer to a question that was asked after this call.
        """
        called = self._clock()
        slot = self._slot(key)
        with slot.lock:
            oldest = called if fresh else self._clock() - self._max_age
            if slot.answer and slot.answer[0] >= oldest:
                return slot.answer[1]
            asked = self._clock()
            answer = ask()
            slot.answer = asked, answer
            return answer

    def _slot(self, key: K) -> _Slot[V]:
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            if len(self._slots) > self._most:
                self._slots.popitem(last=False)
            return slot
