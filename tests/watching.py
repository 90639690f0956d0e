"""What every user of a host can read of its processes."""

import re
import threading
from pathlib import Path


class Watcher(threading.Thread):
    """Reads the arguments and environments of all processes over and over until it is told to end.

    Args:
        secret: What should be nowhere.
    """

    def __init__(self, secret: re.Pattern[bytes]) -> None:
        super().__init__(daemon=True)
        self.seen: set[str] = set()
        self.found: list[str] = []
        self._secret = secret
        self._has_ended = threading.Event()

    def run(self) -> None:
        while not self._has_ended.wait(0.002):
            for process in Path("/proc").glob("[0-9]*"):
                for what in ("cmdline", "environ"):
                    self._look(process / what)

    def end(self) -> None:
        self._has_ended.set()
        self.join()

    def _look(self, file: Path) -> None:
        try:
            content = file.read_bytes()
        except OSError:
            return
        if file.name == "cmdline":
            self.seen.add(content.split(b"\0")[0].rpartition(b"/")[2].decode(errors="replace"))
        if self._secret.search(content):
            self.found.append(f"{file}: {content[:200]!r}")
