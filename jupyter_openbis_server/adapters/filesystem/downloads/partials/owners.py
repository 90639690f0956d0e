"""Which process an unfinished file belongs to, and whether that process is gone.

The owner stands in the file's name: renaming the file is taking it over, and nothing has to be locked.
"""

from __future__ import annotations

import hashlib
import os
import re
import socket
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

NOBODY = "free"
"""Stands for an owner where whoever wants the file may take it."""

OWNER_PATTERN = rf"[0-9a-f]{{8}}-[0-9a-f]{{1,8}}-[0-9a-f]{{8}}|{NOBODY}"
"""Host, process id and start of the process."""

DAY = 24 * 60 * 60
_UNKNOWN_START = "0" * 8
_GONE_STATES = ("Z", "X")


def this_process() -> str:
    """Return how this process is called in the names of its unfinished files."""
    return _name_of(os.getpid())


def is_gone(owner: str, last_change: float) -> bool:
    """Whether nobody works on a file any more.

    Args:
        owner: As in the file's name.
        last_change: When the file was written last, in seconds since the epoch. Decides where a process cannot be
            looked at: on another host, or on Windows. After a day without a byte it counts as gone.
    """
    if owner == NOBODY:
        return True
    if owner == this_process():
        return False
    host, pid, start = re.split("-", owner)
    if host != _host() or os.name == "nt":
        return time.time() - last_change > DAY
    return not _runs(int(pid, 16), start)


def _runs(pid: int, start: str) -> bool:
    """Whether a process of this host runs, and is the one that began at `start`: numbers are used again."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass  # it is somebody else's
    now = _start_of(pid)
    return now is None or _UNKNOWN_START in (start, now) or start == now


@lru_cache(maxsize=1)
def _name_of(pid: int) -> str:
    return f"{_host()}-{pid:x}-{_start_of(pid) or _UNKNOWN_START}"


@lru_cache(maxsize=1)
def _host() -> str:
    return _short(socket.gethostname())


def _start_of(pid: int) -> str | None:
    """Return a text that tells when a process began; None where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].decode("ascii").split()
        state, ticks = fields[0], fields[19]
    except (OSError, ValueError, IndexError):
        return None
    boot = ""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    return "gone" if state in _GONE_STATES else _short(f"{boot} {ticks}")


def _short(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:8]
