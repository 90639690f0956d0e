"""The MD5 of a file that arrives in pieces, computed while it arrives, as far as there are no gaps."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable

from jupyter_openbis_server.adapters.shared.md5 import md5_of
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

Read = Callable[[int, int], Iterable[bytes]]

_MIN_STEP = 4 << 20
_MAX_STEP = 16 << 20
"""Bytes that are read again while one piece is written: the thread that does it receives nothing meanwhile."""


class Md5Ahead:
    """An MD5 whose computation takes place beside a transfer, and does not follow it.

    `allow` and `rewrite` are called under the lock of the file, the others without.

    Args:
        read: Yields the blocks of a range of the file.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._digest = hashlib.md5(usedforsecurity=False)
        self._end = 0
        self._allowed = 0
        self._is_valid = True
        self._lock = threading.Lock()

    @property
    def allowed(self) -> int:
        """Up to where all bytes of the file are there."""
        return self._allowed

    def allow(self, end: int) -> None:
        """State that all bytes up to an offset are there."""
        self._allowed = end

    def rewrite(self, start: int) -> None:
        """State that bytes from an offset on are about to be written."""
        if start < self._allowed:
            self._is_valid = False

    def advance(self) -> None:
        """Compute a part, unless another thread is doing that. Raises OSError, Cancelled."""
        if self._allowed - self._end < _MIN_STEP or not self._is_valid or not self._lock.acquire(blocking=False):
            return
        try:
            self._add(min(self._allowed, self._end + _MAX_STEP))
        finally:
            self._lock.release()

    def complete(self, size: int) -> str:
        """Return the MD5 of the whole file in lower-case hex; all of it must be there. Raises OSError, Cancelled."""
        with self._lock:
            if not self._is_valid:
                return md5_of(self._read(0, size))
            self._add(size)
            return self._digest.hexdigest()

    def _add(self, end: int) -> None:
        cancellation = Cancellation.current()
        for block in self._read(self._end, end):
            cancellation.check()
            self._digest.update(block)
            self._end += len(block)
