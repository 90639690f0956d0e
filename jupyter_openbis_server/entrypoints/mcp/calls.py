"""One call of a tool: its cancellation and its progress."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import ZERO, Amount, ProgressDefaults


class CallProgress(ProgressDefaults):
    """Port `Progress`: keeps the amounts until the event loop reports them. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._total: Amount | None = None
        self._done = ZERO
        self._reported: tuple[int, int | None] | None = None

    def begin(self, total: Amount, done: Amount = ZERO) -> None:
        """See the port."""
        with self._lock:
            self._total, self._done = total, done

    def moved(self, count: int) -> None:
        """See the port."""
        with self._lock:
            self._done += Amount(0, count)

    def completed(self, path: str) -> None:
        """See the port."""
        del path
        with self._lock:
            self._done += Amount(1)

    def news(self) -> tuple[int, int | None, str] | None:
        """Return bytes done, bytes in all and a message; None if nothing has changed since the last call."""
        with self._lock:
            total = self._total
            shown = (self._done.bytes, total.bytes if total else None)
            if total is None or shown == self._reported:
                return None
            self._reported = shown
            return *shown, f"{self._done.files} of {total.files} files"


@dataclass(frozen=True)
class Call:
    """One call of a tool, or one request of a resource.

    Attributes:
        is_over: Set when its work has ended: it cannot be cancelled any more.
    """

    cancellation: Cancellation = field(default_factory=Cancellation)
    progress: CallProgress = field(default_factory=CallProgress)
    is_over: threading.Event = field(default_factory=threading.Event)
