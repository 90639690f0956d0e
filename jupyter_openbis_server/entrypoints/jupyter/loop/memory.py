"""Scheduling of garbage collection and of the release of memory to the system."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import is_dataclass

_NEW_OBJECTS, _YOUNG_LOOKS, _OLDER_LOOKS = 5_000, 5, 400
TIDY_SECONDS = 30.0
"""Seconds between two calls of `IdleMemory.tidy`."""
_FREED_AT_ONCE = 2_000


def collect_garbage_less_often() -> None:
    """Keep Python's garbage collector from stopping Jupyter for some tenths of a second each time.

    A transfer of 10,000 files creates about 100,000 objects, nearly all without cycles, and Python repeatedly scans all
    existing objects. The objects that are loaded by now (200,000) stay loaded and are excluded. The others are scanned
    after some thousand new ones, instead of 700; a full collection, which takes 0.4 s with the plan of 300,000 files in
    memory, runs only after ten million. `IdleMemory` collects them before that.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _YOUNG_LOOKS, _OLDER_LOOKS)


def free_in_steps(held: list[object]) -> None:
    """Empty a list and free its content, the elements of long lists and tuples some thousand at a time.

    Python frees an object and all that only this object holds in one go, in which no other thread runs: 70 ms for the
    plan of 300,000 files. Only dataclasses and sequences are split; there may be other references to them.
    """
    while held:
        each = held.pop()
        if isinstance(each, list | tuple):
            elements = list(each)
            each = None  # else a tuple would keep its elements until the end
            if len(elements) <= _FREED_AT_ONCE:
                held += elements
            while elements:
                del elements[-_FREED_AT_ONCE:]
        elif is_dataclass(each) and hasattr(each, "__dict__"):
            held += vars(each).values()


class IdleMemory:
    """Releases memory while the server is idle: then no request waits for it, and little is in memory.

    Args:
        is_idle: Returns whether no request or transfer is being processed.
        forget_old: Drops cached responses that are too old.
    """

    def __init__(self, is_idle: Callable[[], bool], forget_old: Callable[[], None]) -> None:
        self._is_idle = is_idle
        self._forget_old = forget_old

    def tidy(self) -> None:
        """Collect the garbage since the last call. Call it every half minute."""
        self._forget_old()
        _, younger, older = gc.get_count()
        if self._is_idle() and younger + older:
            gc.collect()
            _trim()


def _trim() -> None:
    """Return free memory to the system. glibc keeps it, up to 100 MiB after a large plan."""
    with suppress(OSError, AttributeError):  # only glibc has this function
        ctypes.CDLL(None).malloc_trim(0)
