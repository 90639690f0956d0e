"""The end of a pause on request."""

from __future__ import annotations

import threading
from collections.abc import Callable

from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class Nudge:
    """Ends a pause of one thread from another one: the next synchronisation begins at once, and waits for no file."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._due = Cancellation()

    def give(self) -> None:
        """End the pause, or the next one if there is none now."""
        with self._lock:
            due = self._due
        due.cancel()

    def take(self) -> bool:
        """Return whether it was given since the last call. Call it when a synchronisation begins."""
        with self._lock:
            due, self._due = self._due, Cancellation()
        return due.is_cancelled

    def pause(self, wait: Callable[[Cancellation], None], cancellation: Cancellation) -> None:
        """Wait, until it is given.

        Args:
            wait: Waits; raises Cancelled when its argument is cancelled.
            cancellation: Ends the wait.

        Raises:
            Cancelled: by `cancellation`.
        """
        with self._lock:
            due = self._due
        try:
            with cancellation.child() as part, due.on_cancel(part.cancel):
                wait(part)
        except Cancelled:
            cancellation.check()
