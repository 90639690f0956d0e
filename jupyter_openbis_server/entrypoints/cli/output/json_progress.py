"""Progress of transfers as JSON lines on standard error, for programs (`--progress json`)."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from types import TracebackType

from jupyter_openbis_server.domain.shared.progress import ZERO, Amount, ProgressDefaults
from jupyter_openbis_server.entrypoints.cli.output.terminal import write_json_line

_INTERVAL = 1.0
"""Seconds between two events `progress`."""


class JsonProgress(ProgressDefaults):
    """Port `Progress`: each event is one line. A context manager.

    Events: `begin`, `progress` (at most one a second), `file` (complete), `dataSet` (ended), `end`. Thread-safe.
    """

    def __init__(
        self,
        what: str,
        write: Callable[[dict[str, object]], None] = write_json_line,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._what = what
        self._write = write
        self._clock = clock
        self._lock = threading.Lock()
        self._total = self._done = ZERO
        self._next = clock()
        self._has_begun = False

    def begin(self, total: Amount, done: Amount = ZERO) -> None:
        """See the port. If the total is corrected, the following events have the new one."""
        with self._lock:
            self._total, self._done = total, done
            if not self._has_begun:
                self._has_begun = True
                self._event("begin", what=self._what, **self._amounts())

    def moved(self, count: int) -> None:
        """See the port."""
        with self._lock:
            self._done = Amount(self._done.files, self._done.bytes + count)
            now = self._clock()
            if now >= self._next:
                self._next = now + _INTERVAL
                self._event("progress", **self._amounts())

    def completed(self, path: str) -> None:
        """See the port."""
        with self._lock:
            self._done = Amount(self._done.files + 1, self._done.bytes)
            self._event("file", path=path)

    def data_set_ended(self, perm_id: str, state: str, **more: object) -> None:
        """Report the end of the transfer of one data set."""
        with self._lock:
            self._event("dataSet", permId=perm_id, state=state, **more)

    def __enter__(self) -> JsonProgress:  # noqa: PYI034 - typing has no Self in Python 3.10
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._lock:
            self._event("end", ok=error is None, **self._amounts())

    def _amounts(self) -> dict[str, object]:
        return {
            "files": self._total.files,
            "bytes": self._total.bytes,
            "doneFiles": self._done.files,
            "doneBytes": self._done.bytes,
        }

    def _event(self, name: str, **more: object) -> None:
        now = dt.datetime.now(dt.timezone.utc).isoformat(timespec="milliseconds")
        self._write({"event": name, "time": now, **more})
