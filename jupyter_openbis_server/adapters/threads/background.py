"""Work that lasts as long as the program."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class _RunningThread:
    """Port `RunningWork`."""

    thread: threading.Thread

    def wait(self, seconds: float) -> bool:
        """See the port."""
        self.thread.join(seconds)
        return not self.thread.is_alive()


class ThreadedBackgroundWork:
    """Port `BackgroundWork`, with daemon threads."""

    def start(self, work: Callable[[], None], name: str) -> _RunningThread:
        """See the port."""
        thread = threading.Thread(target=work, name=name, daemon=True)
        thread.start()
        return _RunningThread(thread)
