"""A file with the JSON-RPC calls that a fake openBIS gets, so that another program can check or count them."""

import json
import os
import threading
from pathlib import Path

CALL_LOG_VARIABLE = "FAKE_OPENBIS_CALL_LOG"
"""The environment variable with the file that every fake openBIS of a process writes to."""


class CallLog:
    """Appends one JSON line for each call: `path`, `api_version` and the `body` as it came (with its secrets).

    Several processes may write to one file. It is opened at the first call and readable for its owner only.

    Args:
        path: The file; None: nothing is written.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: int | None = None
        self._lock = threading.Lock()

    def add(self, path: str, api_version: str, body: bytes) -> None:
        """Write one call."""
        if self._path is None:
            return
        line = {"path": path, "api_version": api_version, "body": body.decode("utf-8", "replace")}
        data = json.dumps(line).encode() + b"\n"
        with self._lock:
            if self._file is None:
                self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(self._file, data)

    def close(self) -> None:
        """Close the file; a later call opens it again."""
        with self._lock:
            if self._file is not None:
                os.close(self._file)
                self._file = None


def call_log_of_environment() -> Path | None:
    """Return the file that `FAKE_OPENBIS_CALL_LOG` names."""
    name = os.environ.get(CALL_LOG_VARIABLE)
    return Path(name) if name else None
