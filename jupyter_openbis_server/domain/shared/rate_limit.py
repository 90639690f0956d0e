"""Limit of the transfer rate over all connections (token bucket)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

MIN_RATE = 1024
"""Minimum limit in bytes per second: with less, no request would end within its timeout."""
_PIECES_PER_SECOND = 8
_MAX_PIECE, _MIN_PIECE = 256 * 1024, 1024


class RateLimit:
    """Bytes per second that all transfers of a program share. Thread-safe.

    A transfer takes each piece from the limit, before it sends or after it has received it, and waits as long as the
    limit says, cancellably. Threads are served in the order in which they take pieces. The bytes of one second are kept
    if they are not taken, so that short pauses of openBIS cost nothing.

    Attributes:
        piece_bytes: Size of the pieces in which a transfer should take its bytes: small enough for an even flow.
    """

    def __init__(self, bytes_per_second: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.bytes_per_second = max(bytes_per_second, MIN_RATE)
        self.piece_bytes = min(max(self.bytes_per_second // _PIECES_PER_SECOND, _MIN_PIECE), _MAX_PIECE)
        self._clock = clock
        self._lock = threading.Lock()
        self._free_at = clock()
        """When all bytes that were taken so far will have had their time."""

    def take(self, count: int) -> float:
        """Take bytes from the limit; return the seconds to wait for them."""
        with self._lock:
            now = self._clock()
            self._free_at = max(self._free_at, now - 1.0) + count / self.bytes_per_second
            return max(0.0, self._free_at - now)
