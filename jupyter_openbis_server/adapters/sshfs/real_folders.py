"""Resolution of links that does not wait for hanging file systems."""

from __future__ import annotations

import os
import threading


class RealFolders:
    """Resolves paths, each once and in its own thread. Thread-safe.

    Args:
        seconds: How long the first request for a path waits; until it is resolved, the path itself is returned.
    """

    def __init__(self, seconds: float = 0.5) -> None:
        self._seconds = seconds
        self._found: dict[str, str] = {}
        self._looks: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()

    def of(self, folder: str) -> str:
        """Return the resolved path, or the path itself if it is not resolved yet."""
        with self._lock:
            if folder in self._found:
                return self._found[folder]
            look = self._looks.get(folder)
            if look is None:
                look = threading.Thread(target=self.follow, args=(folder,), name="openbis-real-folder", daemon=True)
                self._looks[folder] = look
                look.start()
                is_first = True
            else:
                is_first = False
        if is_first:
            look.join(self._seconds)
        with self._lock:
            return self._found.get(folder, folder)

    def follow(self, folder: str) -> str:
        """Resolve the path, without a timeout, and store the result."""
        real = os.path.realpath(folder)
        with self._lock:
            self._found[folder] = real
            self._looks.pop(folder, None)
        return real
