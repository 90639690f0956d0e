"""Waiting for conditions that other threads or processes bring about."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

AT_ONCE = 20.0
"""Seconds. Generous for busy machines: otherwise it would wait at least half a minute, for something that hangs."""
_LIMIT = 60.0
_PAUSE = 0.01


def until(condition: Callable[[], object], seconds: float = _LIMIT, *, pause: float = _PAUSE) -> None:
    """Wait until a condition is true.

    Args:
        condition: Is called until it is true.
        seconds: Maximum time.
        pause: Seconds between two calls; longer ones for conditions that cost another process much.

    Raises:
        AssertionError: it is not true in time.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not true within {seconds:g} s"
        time.sleep(pause)


@contextmanager
def at_once() -> Iterator[None]:
    """Ensure that the block does not wait for something that hangs.

    Raises:
        AssertionError: it did.
    """
    began = time.monotonic()
    yield
    assert time.monotonic() - began < AT_ONCE
