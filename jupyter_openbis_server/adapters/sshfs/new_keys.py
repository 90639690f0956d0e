"""Host keys that were seen for the first time, and nobody has been told of yet."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from jupyter_openbis_server.adapters.sshfs.source import Source


class NewKeys:
    """The fingerprints by server. Several connections may lead to one server, and mount it at the same time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._untold: dict[Source, set[str]] = {}
        self._told: set[tuple[Source, str]] = set()

    def add(self, source: Source, fingerprints: Iterable[str]) -> None:
        """Note what is new; those that find it at the same time note it together."""
        with self._lock:
            new = {each for each in fingerprints if (source, each) not in self._told}
            self._untold.setdefault(source, set()).update(new)

    def take(self, source: Source) -> set[str]:
        """Return what is to be told; whoever asks next need not be told again."""
        with self._lock:
            fingerprints = self._untold.pop(source, set())
            self._told.update((source, each) for each in fingerprints)
            return fingerprints
