"""Order of the updates of one entity by the threads of this process."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class Turns:
    """Lets one thread at a time work on each key. Safe for use from several threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._taken: set[Hashable] = set()

    @contextmanager
    def take(self, key: Hashable) -> Iterator[None]:
        """Wait for the turn on a key, and have it during the block. Raises Cancelled while it waits."""
        cancellation = Cancellation.current()
        with cancellation.on_cancel(self._notify), self._changed:
            while key in self._taken:
                cancellation.check()
                self._changed.wait()
            self._taken.add(key)
        try:
            yield
        finally:
            with self._changed:
                self._taken.discard(key)
                self._changed.notify_all()

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()
