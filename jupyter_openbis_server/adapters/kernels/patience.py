"""How long a kernel is waited for."""

from __future__ import annotations

import time

from jupyter_openbis_server.domain.errors import KernelTooSlow
from jupyter_openbis_server.domain.model import Cancellation


class Patience:
    """A time limit that begins now, and the cancellation that governs the thread."""

    def __init__(self, kernel: str, seconds: float) -> None:
        self.kernel = kernel
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._cancellation = Cancellation.current()

    def check(self) -> None:
        """Raise KernelTooSlow or Cancelled if it is time."""
        self._cancellation.check()
        if time.monotonic() >= self._deadline:
            raise KernelTooSlow(self.kernel, self._seconds)
