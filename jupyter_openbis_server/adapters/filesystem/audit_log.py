"""The audit log of confirmed changes: JSON lines in a file that only its user can read."""

from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path

from jupyter_openbis_server.domain.confirmed_changes.errors import AuditLogUnavailable
from jupyter_openbis_server.domain.confirmed_changes.ports import AuditEntry

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class AuditLogFile:
    """Port `AuditLog`: appends one line for each entry; several programs can share the file.

    Lines are ASCII: texts cannot forge a line, nor control a terminal. The file is never shortened or deleted here.
    """

    def __init__(self, path: Path) -> None:
        """Create the log; the file and its folder are created by the first entry."""
        self._path = path
        self._lock = threading.Lock()

    def write(self, entry: AuditEntry) -> None:
        """See the port."""
        line = json.dumps(entry.fields, default=str).replace("\x7f", "\\u007f").encode("ascii") + b"\n"
        try:
            with self._lock:
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                descriptor = os.open(self._path, _FLAGS, 0o600)
                try:
                    _append(descriptor, line)
                finally:
                    os.close(descriptor)
        except OSError as error:
            raise AuditLogUnavailable(str(self._path), error.strerror or type(error).__name__) from error


def _append(descriptor: int, line: bytes) -> None:
    """Append a line in one write, so that lines of several programs do not mix. Raises OSError.

    A line that was cut, e.g. since the disk was full, is ended first.
    """
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(0, "it is not a regular file")
    if status.st_size:
        os.lseek(descriptor, -1, os.SEEK_END)
        line = line if os.read(descriptor, 1) == b"\n" else b"\n" + line
    if os.write(descriptor, line) != len(line):
        raise OSError(0, "the disk is full")
    os.fsync(descriptor)
