"""Watcher of the process data that every user of a host can read."""

import os
import re
import threading

_PAUSE = 0.002
"""Seconds between two rounds: shorter than any process that handles secrets lives."""
_YOUNG = 30
"""Consecutive reads of a new process: its arguments are those of its parent until `exec`."""
_EVERY = 25
"""Number of rounds between two reads of all other processes."""


class Watcher(threading.Thread):
    """Reads the arguments and environments of all processes repeatedly until `end` is called.

    Args:
        secret: Text that must not occur.
    """

    def __init__(self, secret: re.Pattern[bytes]) -> None:
        super().__init__(daemon=True)
        self.seen: set[str] = set()
        self.found: list[str] = []
        self._secret = secret
        self._has_ended = threading.Event()

    def run(self) -> None:
        reads: dict[str, int] = {}
        while not self._has_ended.wait(_PAUSE):
            reads = {name: reads.get(name, 0) + 1 for name in os.listdir("/proc") if name.isdecimal()}  # noqa: PTH208
            for process, number in reads.items():
                if number <= _YOUNG or number % _EVERY == 0:
                    self._inspect(process, "cmdline")
                    self._inspect(process, "environ")

    def end(self) -> None:
        self._has_ended.set()
        self.join()

    def _inspect(self, process: str, what: str) -> None:
        file = f"/proc/{process}/{what}"
        try:
            descriptor = os.open(file, os.O_RDONLY)
        except OSError:
            return
        try:
            content = b"".join(iter(lambda: os.read(descriptor, 65536), b""))
        except OSError:
            return
        finally:
            os.close(descriptor)
        if what == "cmdline":
            self.seen.add(content.split(b"\0")[0].rpartition(b"/")[2].decode(errors="replace"))
        if self._secret.search(content):
            self.found.append(f"{file}: {content[:200]!r}")
