"""The transfers that run now, and how they end early."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_openbis_server.domain.model import Cancellation


class RunningTransfers:
    """Knows the cancellation of every running transfer, so that all can be asked to end when the server stops."""

    def __init__(self) -> None:
        self._running: set[Cancellation] = set()
        self._closed = False

    @contextmanager
    def transfer(self) -> Iterator[Cancellation]:
        """Give the cancellation for one transfer, for as long as it runs."""
        cancellation = Cancellation()
        if self._closed:
            cancellation.cancel()
        self._running.add(cancellation)
        try:
            yield cancellation
        finally:
            self._running.discard(cancellation)

    def end_all(self) -> None:
        """Ask all transfers to end, those that begin from now on at once."""
        self._closed = True
        for cancellation in tuple(self._running):
            cancellation.cancel()
