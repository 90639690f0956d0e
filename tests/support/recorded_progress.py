"""A recording progress listener."""

import threading

from jupyter_openbis_server.domain.shared.progress import Amount, ProgressDefaults


class RecordedProgress(ProgressDefaults):
    """`Progress` that records its calls.

    Attributes:
        bytes: Total number of moved bytes.
        taken_back: Number of bytes that had to be moved again.
        files: Names of the files that are done.
    """

    def __init__(self) -> None:
        self.begun: list[tuple[Amount, Amount]] = []
        self.bytes = 0
        self.taken_back = 0
        self.files: list[str] = []
        self._lock = threading.Lock()

    def begin(self, total: Amount, done: Amount = Amount()) -> None:  # noqa: B008 - immutable
        self.begun.append((total, done))

    def moved(self, count: int) -> None:
        with self._lock:
            self.bytes += count
            self.taken_back -= min(0, count)

    def completed(self, path: str) -> None:
        with self._lock:
            self.files.append(path)
