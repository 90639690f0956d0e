"""Time limit for requests to a kernel."""

from __future__ import annotations

import time

from jupyter_openbis_server.domain.errors import KernelTimeout
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class Deadline:
    """A time limit that starts now, and the current cancellation of the thread."""

    def __init__(self, kernel: str, seconds: float) -> None:
        self.kernel = kernel
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._cancellation = Cancellation.current()

    def check(self) -> None:
        """Raise KernelTimeout after the time limit, Cancelled after a cancellation."""
        self._cancellation.check()
        if time.monotonic() >= self._end:
            raise KernelTimeout(self.kernel, self._seconds)
