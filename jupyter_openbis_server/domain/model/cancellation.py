"""How a long piece of work learns that nobody wants it any more."""

from __future__ import annotations

import threading

from jupyter_openbis_server.domain.errors import Cancelled


class Cancellation:
    """A switch that is set once, by anyone, and looked at between two steps of the work."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to end."""
        self._event.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether the work was asked to end."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise `Cancelled` if the work was asked to end."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Wait for so long, or raise `Cancelled` as soon as the work is asked to end."""
        self._event.wait(seconds)
        self.check()
